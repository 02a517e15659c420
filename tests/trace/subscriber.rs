//! A subscriber that panics.

use std::{
    cell::Cell,
    future::pending,
    panic::{AssertUnwindSafe, catch_unwind},
    sync::Arc,
};

use run_group::run_group;
use tracing::{Dispatch, Event, Level, Subscriber, dispatcher::with_default, span::Id};
use tracing_subscriber::{
    layer::{Context, Layer, SubscriberExt},
    registry::{LookupSpan, Registry},
};

/// Panics wherever an actor's span is entered.
struct Broken;

impl<S: Subscriber + for<'a> LookupSpan<'a>> Layer<S> for Broken {
    fn on_enter(&self, _: &Id, _: Context<'_, S>) {
        panic!("broken");
    }
}

async fn holds(shared: Arc<()>) {
    pending::<()>().await;
    drop(shared);
}

#[test]
fn its_panic_ends_the_group_and_leaves_no_actor() {
    let shared = Arc::new(());
    let group = run_group! {
        a: holds(shared.clone()) => || {},
        b: holds(shared.clone()) => drop,
    };
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
    let result = with_default(&Dispatch::new(Registry::default().with(Broken)), || {
        catch_unwind(AssertUnwindSafe(|| runtime.block_on(group)))
    });
    assert_eq!(result.unwrap_err().downcast_ref(), Some(&"broken"));
    assert_eq!(Arc::strong_count(&shared), 1);
}

/// Panics at every event that is an error.
struct BrokenByErrors;

impl<S: Subscriber + for<'a> LookupSpan<'a>> Layer<S> for BrokenByErrors {
    fn on_event(&self, event: &Event<'_>, _: Context<'_, S>) {
        assert!(*event.metadata().level() != Level::ERROR, "broken");
    }
}

#[test]
fn its_panic_at_the_event_of_a_panic_keeps_no_actor() {
    let shared = Arc::new(());
    let group = run_group! {
        a: async { panic!("boom") } => || {},
        b: holds(shared.clone()) => drop,
    };
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
    let result = with_default(&Dispatch::new(Registry::default().with(BrokenByErrors)), || {
        catch_unwind(AssertUnwindSafe(|| runtime.block_on(group)))
    });
    assert_eq!(result.unwrap_err().downcast_ref(), Some(&"boom"));
    assert_eq!(Arc::strong_count(&shared), 1);
}

#[test]
fn after_its_panic_at_the_event_of_a_failure_all_are_joined() {
    let joined = Cell::new(false);
    let group = run_group! {
        a: async { Err("no table".into()) } => || {},
        b: |stop| async { stop.stopped().await; joined.set(true); Ok(()) },
    };
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
    let result = with_default(&Dispatch::new(Registry::default().with(BrokenByErrors)), || runtime.block_on(group));
    assert_eq!(result.unwrap_err().to_string(), "actor `a` failed (and 1 more)");
    assert!(joined.get());
}
