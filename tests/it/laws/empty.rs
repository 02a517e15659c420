//! Law 13: a group without actors ends at once with `Ok`.

use std::pin::pin;

use run_group::run_group;

use crate::support::{Log, Step, counting_waker, drive, failures, poll_once, ready, script};

#[test]
fn a_group_of_none_ends_at_once_with_ok() {
    let log = Log::new();
    let (woken, waker) = counting_waker();
    let group = run_group! {
        a: script("a", &log, []) if false => { log.say("stop a") },
        b: script("b", &log, []) if let Some(()) = None => async { log.say("stop b") },
        c: |stop| { drop(stop); script("c", &log, []) } if false,
    };
    let mut group = pin!(group.on_cause(|_| log.say("cause")));
    ready(poll_once(group.as_mut(), &waker)).unwrap();
    assert_eq!(woken.take(), 0);
    log.expect(&[]);
}

#[test]
fn those_that_are_left_keep_their_names_and_order() {
    let log = Log::new();
    let group = run_group! {
        a: script("a", &log, [Step::Ok]) if false => { log.say("stop a") },
        b: script("b", &log, []) => drop,
        c: script("c", &log, [Step::Ok]) if false => { log.say("stop c") },
        d: script("d", &log, [Step::Err("refused")]) if true => |cause| log.say(cause),
        e: script("e", &log, [Step::Ok]) if false => { log.say("stop e") },
    };
    let error = drive(group).unwrap_err();
    assert_eq!(failures(&error), ["d failed: refused"]);
    log.expect(&["poll b", "poll d", "drop d", "drop b", "`d` failed: refused"]);
}
