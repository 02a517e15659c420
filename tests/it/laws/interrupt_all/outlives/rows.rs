//! Rows that outlive others, and that others outlive.

use std::pin::pin;

use run_group::run_group;

use crate::support::{Actors, Step, done, drive, poll, ready, script};

#[test]
fn a_row_is_waited_for_as_a_whole() {
    let actors = &Actors::new();
    let mut group = pin!(run_group! {
        #[outlives(row)]
        db: actors.waits("db") => { actors.interrupt("db") },
        row: actors.then(name, vec![Step::Pending; polls].into_iter().chain([Step::Ok]))
            for (name, polls) in [("x", 1), ("y", 3), ("z", 2)] => move || actors.interrupt(name),
        job: done() => drop,
    });
    for _ in 0..3 {
        assert!(poll(group.as_mut()).is_pending());
    }
    assert_eq!((actors.log.count("drop x"), actors.log.count("drop z"), actors.log.count("stop db")), (1, 1, 0));
    actors.log.take();
    ready(poll(group.as_mut())).unwrap();
    actors.log.expect(&["poll db", "poll y", "drop y", "stop db", "poll db", "drop db"]);
}

#[test]
fn a_row_is_interrupted_in_the_order_of_its_items() {
    let actors = &Actors::new();
    let mut group = pin!(run_group! {
        #[outlives(a)]
        row: actors.waits(name) for name in ["x", "y", "z"] => move || actors.interrupt(name),
        a: actors.then("a", [Step::Pending, Step::Ok]) => { actors.interrupt("a") },
        job: done() => drop,
    });
    assert!(poll(group.as_mut()).is_pending());
    actors.log.take();
    ready(poll(group.as_mut())).unwrap();
    actors.log.expect(&[
        "poll x", "poll y", "poll z", "poll a", "drop a", //
        "stop x", "stop y", "stop z", //
        "poll x", "drop x", "poll y", "drop y", "poll z", "drop z",
    ]);
}

#[test]
fn a_row_with_drop_frees_others_after_its_last_item() {
    let actors = Actors::new();
    let group = run_group! {
        #[outlives(row)]
        db: actors.waits("db") => { actors.interrupt("db") },
        row: script(name, &actors.log, []) for name in ["x", "y"] => drop,
        last: actors.waits("last") => { actors.interrupt("last") },
        job: done() => drop,
    };
    drive(group).unwrap();
    let events = actors.log.take();
    assert_eq!(events[4..8], ["drop x", "drop y", "stop db", "stop last"]);
}
