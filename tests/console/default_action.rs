//! What an event does where no group wants it.

use std::{
    future::pending,
    os::windows::process::CommandExt,
    pin::pin,
    task::{Context, Waker},
};

use run_group::{Signal, run_group, signal};
use windows_sys::Win32::System::Threading::CREATE_NEW_PROCESS_GROUP;

use crate::{
    event::{Event, send},
    expect_ended_by_default, expect_said,
    process::{NO_WINDOW, Process, alone},
    say, wait_for_the_end, wait_for_the_next_request,
};

#[test]
fn one_after_the_group_ends_the_process() {
    let end = alone(|| {
        run_group! {
            signals: signal::shutdown() => drop,
            job:     async { Ok(()) } => drop,
        }
        .run()
        .unwrap();
        send(Event::CtrlC);
        wait_for_the_end();
    });
    expect_ended_by_default(&end, &[]);
}

#[test]
fn one_after_the_one_received_ends_the_process() {
    let end = alone(|| {
        let group = run_group! { signals: signal::shutdown() => drop };
        send(Event::CtrlC);
        group.on_cause(say).run().unwrap();
        send(Event::CtrlBreak);
        wait_for_the_end();
    });
    expect_ended_by_default(&end, &["received SIGINT"]);
}

#[test]
fn the_end_of_the_console_after_the_group_ends_the_process() {
    let end = alone(|| {
        let group = run_group! { signals: signal::shutdown() => drop };
        send(Event::CtrlC);
        group.on_cause(say).run().unwrap();
        send(Event::Close);
        wait_for_the_end();
    });
    expect_ended_by_default(&end, &["received SIGINT"]);
}

#[test]
fn one_after_a_dropped_group_ends_the_process() {
    let end = alone(|| {
        {
            let mut group = pin!(run_group! { signals: signal::shutdown() => drop });
            let mut cx = Context::from_waker(Waker::noop());
            assert!(Future::poll(group.as_mut(), &mut cx).is_pending());
        }
        send(Event::CtrlC);
        wait_for_the_end();
    });
    expect_ended_by_default(&end, &[]);
}

#[test]
fn signals_that_are_guarded_out_do_not_listen() {
    let end = alone(|| {
        let _group = run_group! {
            signals: signal::shutdown() if false => drop,
            wait:    pending::<()>() => drop,
        };
        send(Event::CtrlC);
        wait_for_the_end();
    });
    expect_ended_by_default(&end, &[]);
}

#[test]
fn any_leaves_the_other_events_alone() {
    let end = alone(|| {
        let _group = run_group! { signals: signal::any([Signal::Terminate]) => drop };
        send(Event::CtrlC);
        wait_for_the_end();
    });
    expect_ended_by_default(&end, &[]);
}

/// As in a process that is started in a process group of its own.
#[test]
fn ctrl_c_stays_ignored_where_it_is() {
    let end = Process::alone_with(
        "default_action::ctrl_c_stays_ignored_where_it_is",
        |command| {
            command.creation_flags(NO_WINDOW | CREATE_NEW_PROCESS_GROUP);
        },
        || {
            let group = run_group! {
                signals: signal::shutdown() => drop,
                job:     async { Ok(()) } => drop,
            };
            send(Event::CtrlC);
            wait_for_the_next_request();
            group.on_cause(say).run().unwrap();
        },
    );
    expect_said(&end.end(), &["`job` ended"]);
}
