//! A set that is dropped: with `=> drop`, or with its group.

use std::sync::Arc;

use run_group::{ActorSet, AnyError, run_group};

use super::hangs;
use crate::support::poll;

/// A member that never ends, and holds this.
fn holds(
    held: Arc<()>,
) -> impl FnOnce(run_group::Stop) -> std::pin::Pin<Box<dyn Future<Output = Result<(), AnyError>> + Send>> {
    |stop| {
        Box::pin(async move {
            hangs(stop).await?;
            drop(held);
            Ok(())
        })
    }
}

#[tokio::test]
async fn by_its_interrupt_it_aborts_its_members_and_joins_them() {
    let (set, held) = (ActorSet::new(), Arc::new(()));
    let weak = Arc::downgrade(&held);
    set.try_add("one", holds(held)).unwrap();
    run_group! { set: &set => drop, job: async { tokio::task::yield_now().await; Ok(()) } => drop }.await.unwrap();
    assert!(weak.upgrade().is_none());
}

#[tokio::test]
async fn with_its_group_it_aborts_its_members() {
    let (set, held) = (ActorSet::new(), Arc::new(()));
    let weak = Arc::downgrade(&held);
    set.try_add("one", holds(held)).unwrap();
    let mut group = Box::pin(run_group! { set: &set });
    assert!(poll(group.as_mut()).is_pending());
    assert!(weak.upgrade().is_some());
    drop(group);
    tokio::task::yield_now().await;
    assert!(weak.upgrade().is_none());
    assert!(set.is_empty());
}
