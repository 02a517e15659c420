//! What a member costs that comes and goes, beside others that stay.

use std::{
    future::{Future, pending, ready},
    time::Instant,
};

use run_group::{ActorSet, run_group};
use tokio::{runtime::Runtime, task::JoinSet};
use tokio_util::sync::CancellationToken;

use super::{
    lifecycle::yield_now,
    samples::{in_task, mean},
};
use crate::work::{Broken, Signal};

/// How many come and go, one after the other. As many come and go before, and are not counted: it is the allocator that pays then for
/// what others have freed.
const COME_AND_GO: usize = 10_000;

/// A future that ends when it is first polled.
fn ends() -> impl Future<Output = Result<(), Broken>> + Send + 'static {
    ready(Ok(()))
}

pub fn actor_set<const STAY: usize>(runtime: &Runtime, _: usize, _: &'static [Signal]) -> f64 {
    in_task(runtime, async {
        let mut took = 0.0;
        let set = ActorSet::<Broken>::default();
        for _ in 0..STAY {
            set.try_add("stays", |_| pending()).expect("it has not been interrupted");
        }
        let visit = async {
            yield_now().await;
            let come_and_go = async || {
                for _ in 0..COME_AND_GO {
                    set.try_add("visits", |_| ends()).expect("it has not been interrupted");
                    yield_now().await;
                    assert_eq!(set.len(), STAY, "it has left");
                }
            };
            come_and_go().await;
            let start = Instant::now();
            come_and_go().await;
            took = mean(start.elapsed(), COME_AND_GO);
        };
        let group = run_group! { type Error = Broken; set: &set => drop, visit: visit => drop };
        group.await.expect("nothing fails");
        took
    })
}

pub fn join_set<const STAY: usize>(runtime: &Runtime, _: usize, _: &'static [Signal]) -> f64 {
    visits_of_tasks::<STAY, _>(runtime, ends)
}

/// With a token, which is what asks the task to stop.
pub fn join_set_with_tokens<const STAY: usize>(runtime: &Runtime, _: usize, _: &'static [Signal]) -> f64 {
    let all = CancellationToken::new();
    visits_of_tasks::<STAY, _>(runtime, move || {
        let token = all.child_token();
        async move {
            let _token = token;
            ends().await
        }
    })
}

async fn come_and_go<F>(set: &mut JoinSet<Result<(), Broken>>, visitor: &impl Fn() -> F)
where
    F: Future<Output = Result<(), Broken>> + Send + 'static,
{
    for _ in 0..COME_AND_GO {
        set.spawn(visitor());
        set.join_next().await.expect("it has been spawned").expect("no task panics").expect("none fails");
    }
}

fn visits_of_tasks<const STAY: usize, F>(runtime: &Runtime, visitor: impl Fn() -> F + Send + Sync + 'static) -> f64
where
    F: Future<Output = Result<(), Broken>> + Send + 'static,
{
    in_task(runtime, async move {
        let mut set = JoinSet::new();
        for _ in 0..STAY {
            set.spawn(pending());
        }
        yield_now().await;
        come_and_go(&mut set, &visitor).await;
        let start = Instant::now();
        come_and_go(&mut set, &visitor).await;
        let took = mean(start.elapsed(), COME_AND_GO);
        set.shutdown().await;
        took
    })
}
