//! What has been polled does not move.

use run_group::run_group;

use crate::support::{Flag, Log, PinCheck, Step, failures, poll, ready, script};

#[test]
fn an_actor_is_not_moved_from_its_first_poll_to_its_end() {
    let log = Log::new();
    let (a, f) = (Flag::new(), Flag::new());
    let two = [Step::Pending, Step::Pending];
    let group = run_group! {
        a: PinCheck::new(script("a", &log, [Step::Until(a.clone()), Step::Pending, Step::Pending, Step::Ok])) => { a.set() },
        b: PinCheck::new(script("b", &log, [])) if true => drop,
        c: PinCheck::new(script("c", &log, [&two[..], &[Step::Err("first")]].concat())) => {},
        d: PinCheck::new(script("d", &log, [&two[..], &[Step::Panic("boom")]].concat())) => async {
            PinCheck::new(script("interrupt d", &log, [&two[..], &[Step::Ok]].concat())).await?;
            Ok(())
        },
        e: PinCheck::new(script("e", &log, [])) if false => drop,
        f: PinCheck::new(script("f", &log, [Step::Until(f.clone()), Step::Pending, Step::Ok])) => {
            f.set();
            panic!("cannot interrupt");
        },
        g: run_group! { h: PinCheck::new(script("h", &log, [])) => drop } => drop,
    };
    // It may be moved, since nothing has been polled yet.
    let mut group = Box::pin(group.on_cause(|_| log.say("cause")));
    for _ in 0..4 {
        assert!(poll(group.as_mut()).is_pending());
    }
    let result = ready(poll(group.as_mut()));
    // An actor that was moved would have panicked, and be one of them.
    assert_eq!(failures(&result.unwrap_err()), ["c failed: first", "d panicked: boom", "f panicked: cannot interrupt"]);
    assert_eq!(["a", "b", "c", "d", "f", "h"].map(|name| log.count(&format!("poll {name}"))), [6, 3, 3, 3, 3, 3]);
}

#[test]
fn a_dropped_group_drops_its_actors_where_they_were() {
    let log = Log::new();
    let mut group = Box::pin(run_group! {
        type Error = &'static str;
        a: PinCheck::new(script("a", &log, [])) => async { PinCheck::new(script("interrupt a", &log, [])).await },
        b: PinCheck::new(script("b", &log, [])) => {},
        job: async { Ok(()) } => {},
    });
    assert!(poll(group.as_mut()).is_pending());
    log.take();
    drop(group);
    log.expect(&["drop a", "drop interrupt a", "drop b"]);
}
