//! `#[may_finish]` inside a nested group: its `Ok` is that group's exit where it is the last there.

use std::{
    future::{pending, ready as ready_with},
    pin::pin,
};

use run_group::{run_group, thread};

use crate::support::{Flag, Log, Step, drive, failures, poll, ready, script};

#[test]
fn the_last_to_finish_of_a_group_is_the_cause_at_once() {
    let log = Log::new();
    let (a, b) = (Flag::new(), Flag::new());
    let group = run_group! {
        sub: run_group! {
            #[may_finish] a: script("a", &log, [Step::Until(a.clone()), Step::Ok]) => {},
            #[may_finish] b: script("b", &log, [Step::Until(b.clone()), Step::Ok]) => {},
        },
        server: script("server", &log, []) => drop,
    };
    let mut group = pin!(group.on_cause(|cause| log.say(cause)));
    assert!(poll(group.as_mut()).is_pending());
    b.set();
    assert!(poll(group.as_mut()).is_pending());
    log.take();
    a.set();
    ready(poll(group.as_mut())).unwrap();
    log.expect(&["poll a", "drop a", "poll server", "`sub.a` ended", "drop server"]);
}

#[test]
fn another_in_it_that_may_not_is_the_cause() {
    let log = Log::new();
    drive(
        run_group! {
            sub: run_group! { #[may_finish] a: ready_with(()) => drop, b: ready_with(()) => drop },
            server: pending::<()>() => drop,
        }
        .on_cause(|cause| log.say(cause)),
    )
    .unwrap();
    log.expect(&["`sub.b` ended"]);
}

#[test]
fn one_that_finishes_while_others_in_it_run_is_no_exit() {
    let mut group = pin!(run_group! {
        sub: run_group! { #[may_finish] a: ready_with(()) => drop, b: pending::<()>() => drop },
        server: pending::<()>() => drop,
    });
    assert!(poll(group.as_mut()).is_pending());
    assert!(poll(group.as_mut()).is_pending());
}

#[test]
fn of_two_exits_in_one_pass_the_first_is_the_cause() {
    let log = Log::new();
    let error = drive(
        run_group! {
            sub: run_group! { #[may_finish] a: ready_with(()) => drop, #[may_finish] b: ready_with(()) => drop },
            broken: ready_with(Err::<(), _>("broken")) => drop,
        }
        .on_cause(|cause| log.say(cause)),
    )
    .unwrap_err();
    log.expect(&["`sub.b` ended"]);
    assert_eq!(failures(&error), ["broken failed: broken"]);
}

#[test]
fn a_failure_after_the_last_in_one_pass_is_no_cause_before_it() {
    let log = Log::new();
    drive(
        run_group! {
            sub: run_group! {
                #[may_finish] a: ready_with(()) => drop,
                deep: run_group! { #[may_finish] b: ready_with(()) => drop, #[may_finish] c: ready_with(()) => drop },
                #[may_finish] d: ready_with(Err::<(), _>("broken")) => drop,
            },
        }
        .on_cause(|cause| log.say(cause)),
    )
    .unwrap_err();
    // The exit of `deep`, which may not finish.
    log.expect(&["`sub.deep.c` ended"]);
}

#[test]
fn a_panic_after_one_that_finishes_is_the_cause() {
    let report = drive(
        run_group! {
            sub: run_group! {
                #[may_finish] a: ready_with(()) => drop,
                #[may_finish] b: async { panic!("boom") } => drop,
                c: pending::<()>() => drop,
            },
        }
        .report(),
    );
    assert_eq!(failures(report.result().unwrap_err()), ["sub.b panicked: boom"]);
    assert_eq!(report.cause().unwrap().actor(), "sub.b");
}

#[test]
fn where_all_of_all_groups_may_finish_the_last_is_the_cause() {
    let log = Log::new();
    let a = Flag::new();
    let group = run_group! {
        #[may_finish]
        sub: run_group! { #[may_finish] a: script("a", &log, [Step::Until(a.clone()), Step::Ok]) => {} },
        #[may_finish]
        b: ready_with(()) => drop,
    };
    let mut group = pin!(group.on_cause(|cause| log.say(cause)));
    assert!(poll(group.as_mut()).is_pending());
    a.set();
    ready(poll(group.as_mut())).unwrap();
    log.expect(&["poll a", "poll a", "drop a", "`sub.a` ended"]);
}

#[test]
fn a_thread_that_finishes_last_is_the_cause() {
    run_group! {
        sub: run_group! {
            #[may_finish] a: thread(|| ()) => {},
            #[may_finish] b: thread(|| ()) => {},
        },
        server: pending::<()>() => drop,
    }
    .run()
    .unwrap();
}

#[test]
fn it_is_seen_when_each_actor_has_a_waker_of_its_own() {
    let log = Log::new();
    let (a, b) = (Flag::new(), Flag::new());
    let (woken, waker) = crate::support::counting_waker();
    let mut group = Box::pin(run_group! {
        idle: pending::<()>() for _ in 0..8 => drop,
        sub: run_group! {
            #[may_finish] a: script("a", &log, [Step::Until(a.clone()), Step::Ok]) => {},
            #[may_finish] b: script("b", &log, [Step::Until(b.clone()), Step::Ok]) => {},
        },
    });
    for _ in 0..20 {
        assert!(crate::support::poll_once(group.as_mut(), &waker).is_pending());
    }
    a.set();
    assert_eq!(woken.take(), 1);
    assert!(crate::support::poll_once(group.as_mut(), &waker).is_pending());
    b.set();
    assert_eq!(woken.take(), 1);
    ready(crate::support::poll_once(group.as_mut(), &waker)).unwrap();
}
