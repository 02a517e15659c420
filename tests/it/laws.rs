//! The laws, each test named after the one that it holds the group to. Panics, fairness, drops and what is `Send` have
//! modules of their own.

use std::{
    cell::Cell,
    fmt,
    future::{pending, poll_fn},
    pin::pin,
    sync::mpsc,
    task::Poll,
};

use run_group::{Cause, Error, Interrupt, Signal, Stop, run_group};

use crate::support::{
    Flag, Log, Step, counting_waker, drive, failures, holding, panic_text, poll, poll_once, ready, script,
};

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
            let told: Vec<_> = names.iter().map(|name| format!("stop {name}: `{first}` {}", $words(first))).collect();
            let stops: Vec<_> = log.take().into_iter().filter(|event| event.starts_with("stop")).collect();
            assert_eq!(stops, told, "ready in this order: {order:?}");

            // Who was ready failed before whoever was only told.
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
fn law_2_first_exit_of_errors_ready_in_one_poll_in_any_order_the_first_written_is_the_one_cause() {
    every_order_of_errors!(a);
    every_order_of_errors!(a b);
    every_order_of_errors!(a b c);
    every_order_of_errors!(a b c d);
    every_order_of_errors!(a b c d e);
}

fn ends_well(_: &str) -> Step {
    Step::Ok
}

macro_rules! every_order_of_oks {
    ($($name:ident)+) => {
        every_order!(
            ends_well,
            |_| "ended",
            |result: Result<(), Error<&'static str>>, _: Vec<&'static str>| result.unwrap();
            $($name)+
        )
    };
}

#[test]
fn law_2_first_exit_of_oks_ready_in_one_poll_in_any_order_the_first_written_is_the_one_cause() {
    every_order_of_oks!(a);
    every_order_of_oks!(a b);
    every_order_of_oks!(a b c);
    every_order_of_oks!(a b c d);
    every_order_of_oks!(a b c d e);
}

#[test]
fn law_2_first_exit_an_ok_cause_stays_the_cause_when_an_error_is_behind_it_in_the_pass() {
    let log = Log::new();
    let group = run_group! {
        a: async { Ok(()) } => |cause| log.say(cause),
        b: async { Err("late")? } => |cause| log.say(cause),
    };
    drive(group).unwrap_err();
    log.expect(&["`a` ended", "`a` ended"]);
}

// Law 3: interrupt all

#[test]
fn law_3_interrupt_all_no_interrupt_is_called_before_the_cause() {
    let log = Log::new();
    let mut group = pin!(run_group! {
        a: script("a", &log, [Step::Pending, Step::Pending, Step::Ok]) => { log.say("stop a") },
        b: script("b", &log, []) => drop,
        c: script("c", &log, []) => async { log.say("stop c") },
        d: script("d", &log, []) => || { log.say("stop d"); async {} },
        e: pending::<()>() => drop,
    });
    for _ in 0..2 {
        assert!(poll(group.as_mut()).is_pending());
        log.expect(&["poll a", "poll b", "poll c", "poll d"]);
    }
}

#[test]
fn law_3_interrupt_all_each_is_called_once_in_the_order_written_those_of_ended_actors_included() {
    let log = Log::new();
    let a = Flag::new();
    let mut group = pin!(run_group! {
        // Takes its time, so that the group is polled after all have been told.
        a: script("a", &log, [Step::Until(a.clone()), Step::Pending, Step::Pending, Step::Ok]) => { log.say("stop a"); a.set(); },
        b: script("b", &log, [Step::Ok]) => { log.say("stop b") },
        c: script("c", &log, [Step::Err("c")]) => |_| log.say("stop c"),
        d: script("d", &log, []) => drop,
        e: script("e", &log, [Step::Ok]) => || log.say("stop e"),
        f: script("f", &log, [Step::Ok]) => async { log.say("stop f") },
    });
    assert!(poll(group.as_mut()).is_pending());
    assert!(poll(group.as_mut()).is_pending());
    ready(poll(group.as_mut())).unwrap_err();
    let events = log.take();
    let told: Vec<_> = events.iter().filter(|event| event.starts_with("stop") || *event == "drop d").collect();
    assert_eq!(told, ["stop a", "stop b", "stop c", "drop d", "stop e", "stop f"]);
}

#[test]
fn law_3_interrupt_all_the_only_actor_is_told_too() {
    let told = Cell::new(0);
    drive(run_group! { a: async { Ok(()) } => { told.set(told.get() + 1) } }).unwrap();
    assert_eq!(told.get(), 1);
}

#[test]
fn law_3_interrupt_all_an_actor_that_ends_in_the_drain_is_not_told_again() {
    let log = Log::new();
    let (a, b) = (Flag::new(), Flag::new());
    let mut group = pin!(run_group! {
        a: script("a", &log, [Step::Until(a.clone()), Step::Err("a")]) => { log.say("stop a") },
        b: script("b", &log, [Step::Until(b.clone()), Step::Ok]) => { log.say("stop b") },
        c: script("c", &log, [Step::Ok]) => { log.say("stop c") },
    });
    assert!(poll(group.as_mut()).is_pending());
    log.take();
    a.set();
    assert!(poll(group.as_mut()).is_pending());
    b.set();
    ready(poll(group.as_mut())).unwrap_err();
    log.expect(&["poll a", "drop a", "poll b", "poll b", "drop b"]);
}

#[test]
fn law_3_interrupt_all_on_cause_is_called_before_the_first_interrupt() {
    let log = Log::new();
    let group = run_group! { a: async { Ok(()) } => { log.say("stop a") }, b: async { Ok(()) } => drop };
    drive(group.on_cause(|_| log.say("first")).on_cause(|_| log.say("second"))).unwrap();
    log.expect(&["first", "second", "stop a"]);
}

#[test]
fn law_3_interrupt_all_a_value_is_given_the_cause_once() {
    struct Says<'a>(&'a Log);

    impl<E: fmt::Display> Interrupt<E> for Says<'_> {
        fn interrupt(self, cause: &Cause<'_, E>) {
            self.0.say(cause);
        }
    }

    let log = Log::new();
    drive(run_group! { a: async { Ok(()) } => Says(&log), b: async { Err("late")? } => Says(&log) }).unwrap_err();
    log.expect(&["`a` ended", "`a` ended"]);
}

// Law 4: join all

#[test]
fn law_4_join_all_the_group_ends_only_when_the_last_actor_has() {
    let log = Log::new();
    let (a, b) = (Flag::new(), Flag::new());
    let mut group = pin!(run_group! {
        a: script("a", &log, [Step::Until(a.clone()), Step::Ok]) => {},
        job: async { Ok(()) } => drop,
        b: script("b", &log, [Step::Until(b.clone()), Step::Ok]) => {},
    });
    assert!(poll(group.as_mut()).is_pending());
    b.set();
    assert!(poll(group.as_mut()).is_pending());
    a.set();
    ready(poll(group.as_mut())).unwrap();
}

#[test]
fn law_4_join_all_an_ended_actor_keeps_the_group_alive_until_its_async_interrupt_has_finished() {
    let log = Log::new();
    let told = Flag::new();
    let mut group = pin!(run_group! {
        type Error = &'static str;
        a: script("a", &log, [Step::Ok]) => async { script("telling a", &log, [Step::Until(told.clone()), Step::Ok]).await },
        b: pending::<()>() => drop,
    });
    assert!(poll(group.as_mut()).is_pending());
    assert!(poll(group.as_mut()).is_pending());
    log.take();
    told.set();
    ready(poll(group.as_mut())).unwrap();
    log.expect(&["poll telling a", "drop telling a"]);
}

#[test]
fn law_4_join_all_a_slow_async_interrupt_holds_nobody_up() {
    let log = Log::new();
    let (a, b, told) = (Flag::new(), Flag::new(), Flag::new());
    let mut group = pin!(run_group! {
        type Error = &'static str;
        a: script("a", &log, [Step::Until(a.clone()), Step::Ok]) => async {
            script("telling a", &log, [Step::Until(told.clone()), Step::Ok]).await?;
            a.set();
            Ok(())
        },
        b: script("b", &log, [Step::Until(b.clone()), Step::Ok]) => async {
            script("telling b", &log, [Step::Ok]).await?;
            b.set();
            Ok(())
        },
        job: async { Ok(()) } => drop,
    });
    assert!(poll(group.as_mut()).is_pending());
    assert!(poll(group.as_mut()).is_pending());
    // `b` was told and has ended, while `a` is still being told.
    assert_eq!((log.count("drop telling b"), log.count("drop b")), (1, 1));
    assert_eq!((log.count("drop telling a"), log.count("drop a")), (0, 0));
    told.set();
    // The interrupt stands behind its actor, which the flag wakes.
    assert!(poll(group.as_mut()).is_pending());
    ready(poll(group.as_mut())).unwrap();
}

#[test]
fn law_4_join_all_async_interrupts_run_beside_each_other() {
    let (there, back) = (Flag::new(), Flag::new());
    // Each waits for the other: one after the other they would wait for ever.
    let log = Log::new();
    drive(run_group! {
        type Error = &'static str;
        a: async { Ok(()) } => async {
            script("a", &log, [Step::Until(there.clone()), Step::Ok]).await?;
            back.set();
            Ok(())
        },
        b: async { Ok(()) } => async {
            there.set();
            script("b", &log, [Step::Until(back.clone()), Step::Ok]).await
        },
    })
    .unwrap();
}

#[test]
fn law_4_join_all_actors_go_on_while_others_drain() {
    let log = Log::new();
    let (a, b) = (Flag::new(), Flag::new());
    let mut group = pin!(run_group! {
        a: script("a", &log, [Step::Until(a.clone()), Step::Ok]) => {},
        b: script("b", &log, [Step::Yield, Step::Yield, Step::Yield, Step::Until(b.clone()), Step::Ok]) => {},
        job: async { Ok(()) } => drop,
    });
    assert!(poll(group.as_mut()).is_pending());
    log.take();
    assert!(poll(group.as_mut()).is_pending());
    assert!(poll(group.as_mut()).is_pending());
    log.expect(&["poll a", "poll b", "poll a", "poll b"]);
}

#[test]
fn law_4_join_all_an_async_interrupt_runs_beside_its_own_actor() {
    let log = Log::new();
    let mut group = pin!(run_group! {
        type Error = &'static str;
        a: script("a", &log, []) => async { script("telling a", &log, []).await },
        job: async { Ok(()) } => drop,
    });
    assert!(poll(group.as_mut()).is_pending());
    log.take();
    assert!(poll(group.as_mut()).is_pending());
    log.expect(&["poll a", "poll telling a"]);
}

#[test]
fn law_4_join_all_what_was_told_is_polled_in_the_same_poll() {
    let a = Flag::new();
    let log = Log::new();
    let mut group = pin!(run_group! {
        // Told without a wake: nobody but the group knows that it could end now.
        a: poll_fn(|_| if a.is_set() { Poll::Ready(()) } else { Poll::Pending }) => { a.set() },
        b: script("b", &log, [Step::Ok]) => drop,
    });
    ready(poll(group.as_mut())).unwrap();
}

// Law 5: result

#[test]
fn law_5_result_is_the_causes_error_and_its_actor() {
    let group = run_group! {
        type Error = &'static str;
        a: pending::<()>() => drop,
        b: async { Err("refused") } => drop,
    };
    let error = drive(group).unwrap_err();
    assert_eq!((error.actor(), error.get_ref()), (Some("b"), Some(&"refused")));
    assert_eq!(error.others().len(), 0);
}

#[test]
fn law_5_result_is_ok_where_every_actor_ended_well_or_was_dropped_as_asked() {
    let log = Log::new();
    let b = Flag::new();
    let group = run_group! {
        a: script("a", &log, []) => drop,
        b: script("b", &log, [Step::Until(b.clone()), Step::Ok]) => { b.set() },
        c: script("c", &log, [Step::Ok]) => drop,
    };
    drive(group).unwrap();
    assert_eq!(log.count("drop a"), 1);
}

#[test]
fn law_5_result_after_a_signal_a_flush_that_fails_in_the_drain_is_an_error_that_names_it() {
    let log = Log::new();
    let (http, db) = (Flag::new(), Flag::new());
    let mut group = pin!(run_group! {
        type Error = &'static str;
        http: script("http", &log, [Step::Until(http.clone()), Step::Pending, Step::Ok]) => { http.set() },
        db: script("db", &log, [Step::Until(db.clone()), Step::Pending, Step::Err("disk full")]) => |cause| {
            log.say(cause);
            db.set();
        },
        signals: std::future::ready(Signal::Terminate) => drop,
    });
    assert!(poll(group.as_mut()).is_pending());
    assert_eq!(log.count("received SIGTERM"), 1);
    let error = ready(poll(group.as_mut())).unwrap_err();
    assert_eq!(failures(&error), ["db failed: disk full"]);
}

#[test]
fn law_5_result_of_several_errors_behind_an_ok_the_first_decides_and_has_the_others() {
    let log = Log::new();
    let mut group = pin!(run_group! {
        type Error = &'static str;
        a: script("a", &log, [Step::Pending, Step::Pending, Step::Pending, Step::Err("third")]) => {},
        b: script("b", &log, [Step::Pending, Step::Pending, Step::Err("second")]) => {},
        job: script("job", &log, [Step::Ok]) => {},
        c: script("c", &log, [Step::Pending, Step::Err("first")]) => {},
    });
    assert!(poll(group.as_mut()).is_pending());
    assert!(poll(group.as_mut()).is_pending());
    let error = ready(poll(group.as_mut())).unwrap_err();
    assert_eq!(failures(&error), ["c failed: first", "b failed: second", "a failed: third"]);
}

#[test]
fn law_5_result_errors_behind_an_error_are_among_its_others() {
    let a = Flag::new();
    let log = Log::new();
    let group = run_group! {
        type Error = &'static str;
        a: script("a", &log, [Step::Until(a.clone()), Step::Err("late")]) => { a.set() },
        b: script("b", &log, [Step::Err("cause")]) => {},
        c: script("c", &log, [Step::Err("in the same pass")]) => {},
    };
    let error = drive(group).unwrap_err();
    assert_eq!(failures(&error), ["b failed: cause", "c failed: in the same pass", "a failed: late"]);
}

#[test]
fn law_5_result_the_error_of_an_async_interrupt_is_its_actors() {
    let group = run_group! {
        type Error = &'static str;
        a: async { Ok(()) } => drop,
        db: async { Ok(()) } => async { Err("close") },
    };
    let error = drive(group).unwrap_err();
    assert_eq!(failures(&error), ["db failed: close"]);
}

#[test]
fn law_5_result_an_actor_may_fail_and_be_told_in_vain() {
    let group = run_group! {
        type Error = &'static str;
        db: async { Err("lost") } => async { Err("close") },
        b: pending::<()>() => drop,
    };
    let error = drive(group).unwrap_err();
    assert_eq!(failures(&error), ["db failed: lost", "db failed: close"]);
}

// Law 6: panics

#[test]
fn law_6_panics_a_panic_is_an_exit_the_others_are_told_and_joined_then_it_goes_on() {
    let log = Log::new();
    let b = Flag::new();
    let mut group = pin!(run_group! {
        a: script("a", &log, [Step::Panic("boom")]) => { log.say("stop a") },
        b: script("b", &log, [Step::Until(b.clone()), Step::Pending, Step::Ok]) => { log.say("stop b"); b.set(); },
    });
    assert!(poll(group.as_mut()).is_pending());
    log.expect(&["poll a", "drop a", "poll b", "stop a", "stop b", "poll b"]);
    assert_eq!(panic_text(|| poll(group.as_mut())), "boom");
    log.expect(&["poll b", "drop b"]);
}

// Law 7: never twice

#[test]
fn law_7_never_twice_no_actor_is_polled_after_it_has_ended_however_often_the_group_is() {
    let log = Log::new();
    let mut group = pin!(run_group! {
        type Error = &'static str;
        a: script("a", &log, [Step::Pending, Step::Ok]) => async {
            script("telling a", &log, [Step::Pending, Step::Ok]).await
        },
        b: script("b", &log, [Step::Pending, Step::Err("b")]) => {},
        c: script("c", &log, [Step::Pending, Step::Pending, Step::Panic("c")]) => {},
        d: script("d", &log, []) => drop,
        e: script("e", &log, [Step::Pending, Step::Pending, Step::Pending, Step::Pending, Step::Pending, Step::Ok]) => {},
    });
    // Nobody is ever woken: every poll is a spurious one.
    for _ in 0..4 {
        assert!(poll(group.as_mut()).is_pending());
    }
    let error = ready(poll(group.as_mut())).unwrap_err();
    assert_eq!(failures(&error), ["b failed: b", "c panicked: c"]);
    let polls = ["a", "telling a", "b", "c", "d", "e"].map(|name| log.count(&format!("poll {name}")));
    assert_eq!(polls, [2, 2, 2, 3, 2, 6]);
    let drops = ["a", "telling a", "b", "c", "d", "e"].map(|name| log.count(&format!("drop {name}")));
    assert_eq!(drops, [1; 6]);
}

#[test]
fn law_7_never_twice_the_cause_is_dropped_before_on_cause_and_any_interrupt() {
    let log = Log::new();
    let (sender, receiver) = mpsc::channel::<()>();
    let closed = || matches!(receiver.try_recv(), Err(mpsc::TryRecvError::Disconnected));
    let group = run_group! {
        // A future that an `async` block would have emptied itself on its way out.
        a: poll_fn(move |_| { let _held = &sender; Poll::Ready(()) }) => { log.say(format_args!("a {}", closed())) },
        b: pending::<()>() => drop,
    };
    drive(group.on_cause(|_| log.say(format_args!("cause {}", closed())))).unwrap();
    log.expect(&["cause true", "a true"]);
}

#[test]
fn law_7_never_twice_an_actor_is_dropped_where_it_stands_before_the_next_is_polled() {
    let log = Log::new();
    let mut group = pin!(run_group! {
        a: script("a", &log, [Step::Pending, Step::Pending, Step::Ok]) => {},
        b: script("b", &log, [Step::Pending, Step::Pending, Step::Err("b")]) => {},
        job: script("job", &log, [Step::Ok]) => {},
    });
    assert!(poll(group.as_mut()).is_pending());
    log.take();
    ready(poll(group.as_mut())).unwrap_err();
    log.expect(&["poll a", "drop a", "poll b", "drop b"]);
}

#[test]
fn law_7_never_twice_a_finished_async_interrupt_is_not_polled_again() {
    let log = Log::new();
    let mut group = pin!(run_group! {
        type Error = &'static str;
        a: async { Ok(()) } => || async { script("telling a", &log, [Step::Ok]).await },
        b: script("b", &log, [Step::Pending, Step::Pending, Step::Pending, Step::Ok]) => {},
    });
    assert!(poll(group.as_mut()).is_pending());
    log.expect(&["poll b", "poll telling a", "drop telling a", "poll b"]);
    assert!(poll(group.as_mut()).is_pending());
    ready(poll(group.as_mut())).unwrap();
    log.expect(&["poll b", "poll b", "drop b"]);
}

#[test]
fn law_7_never_twice_a_group_polled_after_its_end_panics_and_says_so() {
    let mut well = pin!(run_group! { a: async { Ok(()) } => drop });
    ready(poll(well.as_mut())).unwrap();
    assert_eq!(panic_text(|| poll(well)), "`run_group!` polled after it had ended");

    let mut failed = pin!(run_group! { a: async { Err("a")? } => drop });
    ready(poll(failed.as_mut())).unwrap_err();
    assert_eq!(panic_text(|| poll(failed)), "`run_group!` polled after it had ended");

    let mut panicked = pin!(run_group! { a: async { panic!("boom") } => drop });
    assert_eq!(panic_text(|| poll(panicked.as_mut())), "boom");
    assert_eq!(panic_text(|| poll(panicked)), "`run_group!` polled after it had ended");

    let mut empty = pin!(run_group! { a: async { Ok(()) } if false => drop });
    ready(poll(empty.as_mut())).unwrap();
    assert_eq!(panic_text(|| poll(empty)), "`run_group!` polled after it had ended");
}

// Law 9: fair

#[test]
fn law_9_fair_one_poll_polls_each_actor_once_however_busy_they_are() {
    let log = Log::new();
    let always = || vec![Step::Yield; 4];
    let (woken, waker) = counting_waker();
    let mut group = pin!(run_group! {
        a: script("a", &log, always()) => {},
        b: script("b", &log, always()) => {},
        c: script("c", &log, always()) => {},
    });
    for _ in 0..4 {
        assert!(poll_once(group.as_mut(), &waker).is_pending());
        log.expect(&["poll a", "poll b", "poll c"]);
        assert!(woken.take() > 0);
    }
}

#[test]
fn law_9_fair_the_poll_with_the_cause_polls_each_actor_once_more_behind_it() {
    let log = Log::new();
    let always = || vec![Step::Yield; 4];
    let mut group = pin!(run_group! {
        a: script("a", &log, always()) => { log.say("stop a") },
        b: script("b", &log, [Step::Ok]) => { log.say("stop b") },
        c: script("c", &log, always()) => { log.say("stop c") },
    });
    assert!(poll(group.as_mut()).is_pending());
    log.expect(&["poll a", "poll b", "drop b", "poll c", "stop a", "stop b", "stop c", "poll a", "poll c"]);
    assert!(poll(group.as_mut()).is_pending());
    log.expect(&["poll a", "poll c"]);
}

/// A group with one actor that is pending until the group is told, whose interrupt tells it.
macro_rules! nested {
    ($inner:expr, $told:expr, $tell:expr, $log:expr) => {
        run_group! {
            inner: $inner => { $tell.set() },
            stop:  script("stop", $log, [Step::Until($told.clone()), Step::Ok]) => drop,
        }
    };
}

/// Five such groups, one in the other, around an actor that is never ready: each is told by the flag before its own.
macro_rules! five_levels {
    ($flags:expr, $log:expr) => {{
        let flags: &[Flag; 6] = $flags;
        let leaf = script("leaf", $log, vec![Step::Yield; 8]);
        let group = nested!(leaf, flags[4], flags[5], $log);
        let group = nested!(group, flags[3], flags[4], $log);
        let group = nested!(group, flags[2], flags[3], $log);
        let group = nested!(group, flags[1], flags[2], $log);
        nested!(group, flags[0], flags[1], $log)
    }};
}

#[test]
fn law_9_fair_five_levels_of_groups_poll_the_innermost_actor_once_a_poll() {
    let log = Log::new();
    let flags: [Flag; 6] = Default::default();
    let mut group = pin!(five_levels!(&flags, &log));
    for polls in 1..=3 {
        assert!(poll(group.as_mut()).is_pending());
        assert_eq!(log.count("poll leaf"), polls);
    }
}

#[test]
fn law_9_fair_five_levels_of_groups_that_all_stop_in_one_poll_stay_linear() {
    let log = Log::new();
    let flags: [Flag; 6] = Default::default();
    let mut group = pin!(five_levels!(&flags, &log));
    assert!(poll(group.as_mut()).is_pending());
    log.take();
    flags[0].set();
    assert!(poll(group.as_mut()).is_pending());
    assert!(flags[5].is_set());
    // Once, and once more for each level's own cause: not twice a level, which would be 32.
    assert_eq!(log.count("poll leaf"), 6);
}

// Law 13: empty

#[test]
fn law_13_empty_a_group_whose_actors_are_all_guarded_out_ends_at_once_with_ok() {
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
fn law_13_empty_an_actor_that_is_guarded_out_is_not_evaluated_nor_is_its_interrupt() {
    let log = Log::new();
    let mut nothing: Option<Flag> = None;
    let value = |name| {
        log.say(format_args!("evaluated {name}"));
        Flag::new()
    };
    let never = |log: &Log| {
        log.say("evaluated the interrupt of c");
        Stop::new()
    };
    let group = run_group! {
        a: holding(nothing.take().unwrap()) if nothing.is_some() => drop,
        b: holding(value("b")) if false => { log.say("stop b") },
        c: holding(()) if false => never(&log),
        job: async { Ok(()) } => drop,
    };
    drive(group).unwrap();
    log.expect(&[]);
}

#[test]
fn law_13_empty_those_that_are_left_keep_their_names_and_their_order() {
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
