//! Law 2: the first actor to end is the cause.

use std::{cell::Cell, future::pending, pin::pin};

use run_group::{Error, run_group};

use crate::support::{Flag, Log, Step, drive, failures, panic_text, poll, ready, script};

/// Every choice of at least one of the numbers below `count`, in every order.
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

#[test]
fn an_ok_is_the_cause() {
    let said = Cell::new(None);
    let group = run_group! { a: pending::<()>() => drop, b: async { Ok(()) } => drop };
    drive(group.on_cause(|cause| said.set(Some((cause.actor() == "b", cause.to_string()))))).unwrap();
    assert_eq!(said.take(), Some((true, "`b` ended".into())));
}

#[test]
fn an_err_is_the_cause() {
    let said = Cell::new(None);
    let group = run_group! { a: pending::<()>() => drop, b: async { Err("no route")? } => drop };
    drive(group.on_cause(|cause| said.set(Some((cause.actor() == "b", cause.to_string()))))).unwrap_err();
    assert_eq!(said.take(), Some((true, "`b` failed: no route".into())));
}

#[test]
fn a_panic_is_the_cause() {
    let said = Cell::new(None);
    let group = run_group! { a: pending::<()>() => drop, b: async { panic!("boom") } => drop };
    let group = group.on_cause(|cause| said.set(Some((cause.actor() == "b", cause.to_string()))));
    assert_eq!(panic_text(|| drive(group)), "boom");
    assert_eq!(said.take(), Some((true, "`b` panicked: boom".into())));
}

/// Makes every choice of the actors ready before one poll, in every order, and checks the cause that the interrupts are
/// given, and the result. The actors that are not ready end as soon as they are interrupted.
macro_rules! every_order {
    ($end:expr, $words:expr, $check:expr; $($name:ident)+) => {{
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
            let expected: Vec<_> = names.iter().map(|name| format!("stop {name}: `{first}` {}", $words(first))).collect();
            let stops: Vec<_> = log.take().into_iter().filter(|event| event.starts_with("stop")).collect();
            assert_eq!(stops, expected, "ready in this order: {order:?}");

            // Those that were ready failed before those that were interrupted.
            let (early, late): (Vec<_>, Vec<_>) = (0..names.len()).partition(|index| order.contains(index));
            let ends: Vec<_> = early.iter().chain(&late).map(|&index| names[index]).collect();
            $check(result, ends);
        }
    }};
}

/// Of errors that are ready in one poll: the first in the list is the cause and the result, the others are its others.
macro_rules! every_order_of_errors {
    ($($name:ident)+) => {
        every_order!(
            Step::Err,
            |first| format!("failed: {first}"),
            |result: Result<(), Error<&'static str>>, ends: Vec<&'static str>| {
                let failed: Vec<_> = ends.iter().map(|name| format!("{name} failed: {name}")).collect();
                assert_eq!(failures(&result.unwrap_err()), failed);
            };
            $($name)+
        )
    };
}

#[test]
fn of_errors_in_one_poll_the_first_written_is_the_cause() {
    every_order_of_errors!(a);
    every_order_of_errors!(a b);
    every_order_of_errors!(a b c);
    every_order_of_errors!(a b c d);
    every_order_of_errors!(a b c d e);
}

fn ends_with_ok(_: &str) -> Step {
    Step::Ok
}

macro_rules! every_order_of_oks {
    ($($name:ident)+) => {
        every_order!(
            ends_with_ok,
            |_| "ended",
            |result: Result<(), Error<&'static str>>, _: Vec<&'static str>| result.unwrap();
            $($name)+
        )
    };
}

#[test]
fn of_oks_in_one_poll_the_first_written_is_the_cause() {
    every_order_of_oks!(a);
    every_order_of_oks!(a b);
    every_order_of_oks!(a b c);
    every_order_of_oks!(a b c d);
    every_order_of_oks!(a b c d e);
}

#[test]
fn an_ok_stays_the_cause_when_an_error_follows() {
    let log = Log::new();
    let group = run_group! {
        a: async { Ok(()) } => |cause| log.say(cause),
        b: async { Err("late")? } => |cause| log.say(cause),
    };
    drive(group).unwrap_err();
    log.expect(&["`a` ended", "`a` ended"]);
}

#[test]
fn the_first_exit_in_a_nested_group_is_the_cause_at_once() {
    let (log, slow) = (Log::new(), Flag::new());
    let mut group = pin!(
        run_group! {
            sub: run_group! {
                a: async { Err("broken".into()) } => drop,
                slow: script("slow", &log, [Step::Until(slow.clone()), Step::Ok]) => { log.say("stop slow") },
            },
            server: pending::<()>() => { log.say("stop server") },
        }
        .on_cause(|cause| log.say(cause))
    );
    assert!(poll(group.as_mut()).is_pending());
    log.expect(&["poll slow", "`sub.a` failed: broken", "stop slow", "stop server", "poll slow"]);
}
