//! Events that ask a group to stop.

use std::future::pending;

use futures::{executor::block_on, join};
use run_group::{Signal, run_group, signal};

use crate::{
    event::{Event, call, send},
    expect_ended_by_default, expect_said,
    process::alone,
    say, wait_for_the_end, wait_for_the_next_request,
};

#[test]
fn one_before_the_first_poll_ends_the_group() {
    let end = alone(|| {
        let group = run_group! { signals: signal::shutdown() => drop };
        send(Event::CtrlC);
        group.on_cause(say).run().unwrap();
    });
    expect_said(&end, &["received SIGINT"]);
}

#[test]
fn one_while_the_group_waits_ends_it() {
    let end = alone(|| {
        run_group! {
            signals: signal::shutdown() => drop,
            // Polled after the signals, which now wait.
            send:    async { send(Event::CtrlC); pending().await } => drop,
        }
        .on_cause(say)
        .run()
        .unwrap();
    });
    expect_said(&end, &["received SIGINT"]);
}

#[test]
fn ctrl_break_is_an_interrupt() {
    let end = alone(|| {
        let group = run_group! { signals: signal::any([Signal::Interrupt]) => drop };
        send(Event::CtrlBreak);
        group.on_cause(say).run().unwrap();
    });
    expect_said(&end, &["received SIGINT"]);
}

/// The system ends the process when the handler has returned. Under Wine it does not, but the thread of the event can be seen.
#[test]
fn the_end_of_the_console_waits_until_the_process_exits() {
    let end = alone(|| {
        let group = run_group! { signals: signal::any([Signal::Terminate]) => drop };
        let event = call(Event::Close);
        group.on_cause(say).run().unwrap();
        wait_for_the_next_request();
        assert!(!event.is_finished());
        println!("returned");
    });
    expect_said(&end, &["received SIGTERM", "returned"]);
}

#[test]
fn the_end_of_the_system_ends_the_group() {
    let end = alone(|| {
        let group = run_group! { signals: signal::shutdown() => drop };
        send(Event::ShutDown);
        group.on_cause(say).run().unwrap();
    });
    expect_said(&end, &["received SIGTERM"]);
}

#[test]
fn the_second_makes_the_group_give_up() {
    let end = alone(|| {
        let error = run_group! {
            signals: signal::shutdown() => drop,
            hangs:   pending::<()>() => {
                wait_for_the_next_request();
                send(Event::CtrlC);
            },
            send:    async { send(Event::CtrlC); pending().await } => drop,
        }
        .on_cause(say)
        .run()
        .unwrap_err();
        println!("cut short: {:?}", error.cut_short());
    });
    expect_said(&end, &["received SIGINT", "cut short: [\"hangs\"]"]);
}

/// A terminal and a parent may both send one. If the second counted, the group would give up.
#[test]
fn one_right_after_another_is_its_copy() {
    let end = alone(|| {
        let group = run_group! {
            signals: signal::shutdown() => drop,
            last:    |stop| async { stop.stopped().await; wait_for_the_next_request(); println!("ended"); Ok(()) },
        };
        call(Event::CtrlC).join().unwrap();
        call(Event::CtrlBreak).join().unwrap();
        group.on_cause(say).run().unwrap();
    });
    expect_said(&end, &["received SIGINT", "ended"]);
}

/// The group hangs so that it cannot even give up.
#[test]
fn the_third_ends_the_process() {
    let end = alone(|| {
        let _ = run_group! {
            signals: signal::shutdown() => drop,
            hangs:   pending::<()>() => {
                for request in 2..=3 {
                    wait_for_the_next_request();
                    println!("request {request}");
                    send(Event::CtrlC);
                }
                wait_for_the_end();
            },
            send:    async { send(Event::CtrlC); pending().await } => drop,
        }
        .run();
    });
    expect_ended_by_default(&end, &["request 2", "request 3"]);
}

#[test]
fn every_group_hears_it() {
    let end = alone(|| {
        let first = run_group! { signals: signal::shutdown() => drop };
        let second = run_group! { signals: signal::shutdown() => drop };
        send(Event::CtrlC);
        let (first, second) = block_on(async { join!(first.on_cause(say), second.on_cause(say)) });
        first.unwrap();
        second.unwrap();
    });
    expect_said(&end, &["received SIGINT", "received SIGINT"]);
}

#[test]
fn when_one_group_has_gone_the_other_still_hears() {
    let end = alone(|| {
        let first = run_group! { signals: signal::shutdown() => drop };
        let second = run_group! { signals: signal::shutdown() => drop };
        drop(first);
        send(Event::CtrlC);
        second.on_cause(say).run().unwrap();
    });
    expect_said(&end, &["received SIGINT"]);
}

#[test]
fn a_listener_hears_each() {
    let end = alone(|| {
        let events = signal::listen([Signal::Interrupt]);
        for _ in 0..3 {
            send(Event::CtrlC);
            println!("{}", events.blocking_next());
        }
    });
    expect_said(&end, &["SIGINT", "SIGINT", "SIGINT"]);
}
