//! A thread's error and panic are its actor's.

use std::{future::pending, io, panic::panic_any};

use futures::executor::block_on;
use run_group::{run_group, thread};

use crate::support::{Log, failures, panic_of};

#[test]
fn its_panic_is_resumed_with_its_payload() {
    let payload = panic_of(|| {
        run_group! {
            lines: thread(|| panic_any(17_u32)) => {},
        }
        .run()
    });
    assert_eq!(payload.downcast_ref(), Some(&17_u32));
}

#[test]
fn its_panic_is_its_actors() {
    let log = Log::new();
    panic_of(|| {
        run_group! {
            lines: thread(|| panic!("boom")) => {},
            other: pending::<()>() => drop,
        }
        .on_cause(|cause| log.say(cause))
        .run()
    });
    log.expect(&["`lines` panicked: boom"]);
}

#[test]
fn its_panic_in_the_drain_is_among_the_others() {
    let error = run_group! {
        lines: |stop| thread(move || {
            block_on(stop.stopped());
            panic!("boom")
        }),
        job:   async { Err("broken".into()) } => drop,
    }
    .run()
    .unwrap_err();
    assert_eq!(failures(&error), ["job failed: broken", "lines panicked: boom"]);
}

#[test]
fn its_error_names_its_actor() {
    let error = run_group! {
        lines: thread(|| Err::<(), _>(io::Error::other("no such line"))) => {},
        other: pending::<()>() => drop,
    }
    .run()
    .unwrap_err();
    assert_eq!(failures(&error), ["lines failed: no such line"]);
}

#[test]
fn its_error_in_the_drain_fails_the_group() {
    let error = run_group! {
        lines: |stop| thread(move || {
            block_on(stop.stopped());
            Err::<(), _>(io::Error::other("flush failed"))
        }),
        job:   async { Ok(()) } => drop,
    }
    .run()
    .unwrap_err();
    assert_eq!(failures(&error), ["lines failed: flush failed"]);
}
