//! The laws, each test named after the one that it holds the group to. Panics have a module of their own.

use std::{
    cell::{Cell, RefCell},
    fmt,
    future::{Future, pending, poll_fn},
    marker::PhantomData,
    pin::{Pin, pin},
    rc::Rc,
    sync::{Mutex, mpsc},
    task::{Context, Poll, Waker},
};

use run_group::{Cause, Error, Interrupt, Signal, run_group, thread};

use crate::support::{DetectDrop, Flag, Log, Step, counting_waker, drive, failures, panic_text, poll_once, ready, script};

/// Polls once, for those who do not ask who was woken.
fn poll<F: Future>(future: Pin<&mut F>) -> Poll<F::Output> {
    poll_once(future, Waker::noop())
}

/// Every order in which some of the first `count` numbers can stand, at least one of them.
fn orders(count: usize) -> Vec<Vec<usize>> {
    let mut all: Vec<Vec<usize>> = Vec::new();
    let mut longest = vec![Vec::new()];
    for _ in 0..count {
        longest = longest
            .iter()
            .flat_map(|order: &Vec<usize>| {
                let rest = (0..count).filter(|next| !order.contains(next));
                rest.map(|next| [order.as_slice(), &[next]].concat()).collect::<Vec<_>>()
            })
            .collect();
        all.extend(longest.iter().cloned());
    }
    all
}

// Law 1: start

#[test]
fn law_1_start_a_group_does_nothing_until_it_is_polled() {
    let log = Log::new();
    let group = run_group! {
        a: script("a", &log, [Step::Ok]) => { log.say("stop a") },
        b: script("b", &log, [Step::Ok]) => { log.say("stop b") },
    };
    log.expect(&[]);
    drop(group);
}

#[test]
fn law_1_start_every_actor_is_polled_once_in_the_order_written_even_behind_one_that_has_ended() {
    let log = Log::new();
    let group = run_group! {
        a: script("a", &log, [Step::Ok]) => drop,
        b: script("b", &log, []) => drop,
        c: script("c", &log, [Step::Err("c")]) => drop,
        d: script("d", &log, []) => drop,
    };
    drive(group.on_cause(|_| log.say("cause"))).unwrap_err();
    log.expect(&["poll a", "drop a", "poll b", "poll c", "drop c", "poll d", "cause", "drop b", "drop d"]);
}

#[test]
fn law_1_start_the_siblings_of_one_that_ends_on_its_first_poll_start_are_interrupted_and_drain() {
    let log = Log::new();
    let (b, c) = (Flag::new(), Flag::new());
    let mut group = pin!(run_group! {
        a: script("a", &log, [Step::Ok]) => { log.say("stop a") },
        b: script("b", &log, [Step::Until(b.clone()), Step::Pending, Step::Ok]) => { log.say("stop b"); b.set(); },
        c: script("c", &log, [Step::Until(c.clone()), Step::Pending, Step::Ok]) => { log.say("stop c"); c.set(); },
    });
    assert!(poll(group.as_mut()).is_pending());
    log.expect(&[
        "poll a", "drop a", "poll b", "poll c", // started
        "stop a", "stop b", "stop c", // interrupted
        "poll b", "poll c", // draining
    ]);
    ready(poll(group.as_mut())).unwrap();
    log.expect(&["poll b", "drop b", "poll c", "drop c"]);
}

// Law 2: first exit

#[test]
fn law_2_first_exit_an_ok_is_the_cause() {
    let said = Cell::new(None);
    let group = run_group! { a: pending::<()>() => drop, b: async { Ok(()) } => drop };
    drive(group.on_cause(|cause| said.set(Some((cause.actor() == "b", cause.to_string()))))).unwrap();
    assert_eq!(said.take(), Some((true, "`b` ended".into())));
}

#[test]
fn law_2_first_exit_an_err_is_the_cause() {
    let said = Cell::new(None);
    let group = run_group! { a: pending::<()>() => drop, b: async { Err("no route")? } => drop };
    drive(group.on_cause(|cause| said.set(Some((cause.actor() == "b", cause.to_string()))))).unwrap_err();
    assert_eq!(said.take(), Some((true, "`b` failed: no route".into())));
}

#[test]
fn law_2_first_exit_a_panic_is_the_cause() {
    let said = Cell::new(None);
    let group = run_group! { a: pending::<()>() => drop, b: async { panic!("boom") } => drop };
    let group = group.on_cause(|cause| said.set(Some((cause.actor() == "b", cause.to_string()))));
    assert_eq!(panic_text(|| drive(group)), "boom");
    assert_eq!(said.take(), Some((true, "`b` panicked: boom".into())));
}

/// Makes every choice of the actors ready before one poll, in every order, and looks at who is told what, and at the
/// result. The actors that are not ready end as soon as they are told.
macro_rules! every_order {
    ($end:expr, $words:literal, $check:expr; $($name:ident)+) => {{
        let names = [$(stringify!($name)),+];
        for order in orders(names.len()) {
            let log = Log::new();
            $(let $name = Flag::new();)+
            let flags = [$(&$name),+];
            let mut group = pin!(run_group! {
                type Error = &'static str;
                $($name: script(stringify!($name), &log, [Step::Until($name.clone()), $end(stringify!($name))]) => |cause| {
                    log.say(format_args!("stop {}: {cause}", stringify!($name)));
                    $name.set();
                }),+
            });
            assert!(poll(group.as_mut()).is_pending());
            log.take();
            for &index in &order {
                flags[index].set();
            }
            let result = ready(poll(group.as_mut()));

            let first = names[*order.iter().min().unwrap()];
            let told: Vec<_> = names.iter().map(|name| format!("stop {name}: `{first}` {}", $words(first))).collect();
            let stops: Vec<_> = log.take().into_iter().filter(|event| event.starts_with("stop")).collect();
            assert_eq!(stops, told, "ready in this order: {order:?}");

            // Who was ready failed before whoever was only told.
            let (early, late): (Vec<_>, Vec<_>) = (0..names.len()).partition(|index| order.contains(index));
            let ends: Vec<_> = early.iter().chain(&late).map(|&index| names[index]).collect();
            $check(result, ends);
        }
    }};
    ($end:expr, $words:expr, $check:expr; $($name:ident)+) => { compile_error!("unused") };
}
