//! After a failure in one turn, the later turns still come.

use std::{cell::Cell, pin::pin};

use run_group::run_group;

use crate::support::{Actors, Step, drive, failures, poll, ready, script};

#[test]
fn an_interrupt_that_panics_frees_those_that_outlive_it() {
    for name in ["a", "b", "c"] {
        let actors = Actors::new();
        let actor = |name| actors.then(name, [Step::Pending, Step::Ok]);
        let interrupt = |actor| {
            actors.interrupt(actor);
            assert!(actor != name, "cannot interrupt");
        };
        let group = run_group! {
            type Error = &'static str;
            #[outlives(b)]
            c: actor("c") => { interrupt("c") },
            #[outlives(a)]
            b: actor("b") => { interrupt("b") },
            a: actor("a") => { interrupt("a") },
            job: async { Err("first") } => drop,
        };
        let error = drive(group).unwrap_err();
        assert_eq!(failures(&error), ["job failed: first".to_owned(), format!("{name} panicked: cannot interrupt")]);
        let mut events = actors.log.take();
        events.retain(|event| !event.starts_with("poll"));
        assert_eq!(events, ["stop a", "drop a", "stop b", "drop b", "stop c", "drop c"]);
    }
}

#[test]
fn an_async_interrupt_that_panics_still_sets_the_stop() {
    let actors = Actors::new();
    let (log, handle) = (&actors.log, Cell::new(None));
    let mut group = pin!(run_group! {
        type Error = &'static str;
        #[outlives(a)]
        db: actors.waits("db") => { actors.interrupt("db") },
        a: |stop| { handle.set(Some(stop)); actors.then("a", [Step::Ok]) } => async {
            script("interrupt a", log, [Step::Panic("cannot interrupt")]).await
        },
        job: async { Err("first") } => drop,
    });
    assert!(poll(group.as_mut()).is_pending());
    assert!(poll(group.as_mut()).is_pending());
    assert!(handle.take().unwrap().is_stopped());
    assert_eq!((log.count("drop a"), log.count("stop db")), (0, 0));
    log.take();
    actors.interrupt("a");
    ready(poll(group.as_mut())).unwrap_err();
    log.expect(&["stop a", "poll db", "poll a", "drop a", "stop db", "poll db", "drop db"]);
}

#[test]
fn failures_of_all_turns_are_kept_in_order() {
    let actors = Actors::new();
    let group = run_group! {
        type Error = &'static str;
        #[outlives(b)]
        c: actors.waits("c") => async { Err("cannot interrupt c") },
        #[outlives(a)]
        b: actors.then("b", [Step::Err("b")]) => { actors.interrupt("b") },
        a: actors.then("a", [Step::Err("a")]) => { actors.interrupt("a"); },
        d: script("d", &actors.log, []) => { actors.interrupt("c"); panic!("cannot interrupt d") },
        job: async { Err("job") } => drop,
    };
    let failed = [
        "job failed: job",
        "d panicked: cannot interrupt d",
        "a failed: a",
        "b failed: b",
        "c failed: cannot interrupt c",
    ];
    assert_eq!(failures(&drive(group).unwrap_err()), failed);
}
