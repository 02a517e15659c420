//! Lists that have no actor left.

use std::pin::pin;

use run_group::run_group;

use crate::support::{Log, counting_waker, poll, poll_once, ready, script};

#[test]
fn all_configured_out_the_group_ends_at_once() {
    let log = Log::new();
    let (woken, waker) = counting_waker();
    let group = run_group! {
        #[cfg(any())]
        a: script("a", &log, []) => { log.say("stop a") },
        #[cfg(any())]
        #[outlives(a)]
        b: |stop| { drop(stop); script("b", &log, []) },
        #[cfg(any())]
        c: script("c", &log, []) for _ in 0..3 if true => drop,
    };
    let mut group = pin!(group.on_cause(|_| log.say("cause")));
    ready(poll_once(group.as_mut(), &waker)).unwrap();
    assert_eq!(woken.take(), 0);
    log.expect(&[]);
}

#[test]
fn its_only_actor_configured_out_it_ends_at_once() {
    let mut group = pin!(run_group! {
        type Error = &'static str;
        #[cfg(any())]
        a: std::future::pending::<()>() => drop,
    });
    ready(poll(group.as_mut())).unwrap();
}

#[test]
fn a_row_without_items_alone_ends_at_once() {
    let log = Log::new();
    let (woken, waker) = counting_waker();
    let group = run_group! { row: script(name, &log, []) for name in [] => drop };
    let mut group = pin!(group.on_cause(|_| log.say("cause")));
    ready(poll_once(group.as_mut(), &waker)).unwrap();
    assert_eq!(woken.take(), 0);
    log.expect(&[]);
}

#[test]
fn a_row_with_every_item_left_out_ends_at_once() {
    let log = Log::new();
    let mut group = pin!(run_group! { row: script(name, &log, []) for name in ["x", "y"] if name == "z" => drop });
    ready(poll(group.as_mut())).unwrap();
    log.expect(&[]);
}

#[test]
fn left_out_for_different_reasons_it_ends_at_once() {
    let log = Log::new();
    let mut group = pin!(run_group! {
        #[cfg(any())]
        a: script("a", &log, []) => drop,
        b: script("b", &log, []) if false => drop,
        #[cfg(all())]
        c: script("c", &log, []) if false => drop,
        #[outlives(a, b, c)]
        d: script(name, &log, []) for name in [] => drop,
    });
    ready(poll(group.as_mut())).unwrap();
    log.expect(&[]);
}
