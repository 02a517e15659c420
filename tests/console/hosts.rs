//! Handlers of the host: the system calls the one that was added last first.

use std::{future::pending, sync::mpsc, thread};

use run_group::{run_group, signal};
use tokio::{
    runtime::Runtime,
    signal::windows::{ctrl_c, ctrl_close},
};

use crate::{
    event::{Event, send},
    expect_said,
    process::alone,
    say, wait_for_the_next_request,
};

/// Sets a handler that prints a line. Returns what waits for it to have done so.
fn host() -> mpsc::Receiver<()> {
    let (heard, hears) = mpsc::channel();
    ctrlc::set_handler(move || {
        println!("the host");
        let _ = heard.send(());
    })
    .unwrap();
    hears
}

#[test]
fn one_made_before_hears_what_comes_after_the_group() {
    let end = alone(|| {
        let host = host();
        let group = run_group! { signals: signal::shutdown() => drop };
        send(Event::CtrlC);
        group.on_cause(say).run().unwrap();
        send(Event::CtrlC);
        host.recv().unwrap();
    });
    expect_said(&end, &["received SIGINT", "the host"]);
}

#[test]
fn one_made_before_hears_the_third() {
    let end = alone(|| {
        let host = host();
        let _ = run_group! {
            signals: signal::shutdown() => drop,
            hangs:   pending::<()>() => {
                for request in 2..=3 {
                    wait_for_the_next_request();
                    println!("request {request}");
                    send(Event::CtrlC);
                }
                host.recv().unwrap();
            },
            send:    async { send(Event::CtrlC); pending().await } => drop,
        }
        .run();
    });
    expect_said(&end, &["request 2", "request 3", "the host"]);
}

#[test]
fn one_made_after_the_group_hears() {
    let end = alone(|| {
        let group = run_group! { signals: signal::shutdown() => drop };
        send(Event::CtrlC);
        group.on_cause(say).run().unwrap();
        let host = host();
        send(Event::CtrlC);
        host.recv().unwrap();
    });
    expect_said(&end, &["received SIGINT", "the host"]);
}

#[test]
fn one_made_during_the_group_has_the_event_alone() {
    let end = alone(|| {
        let _group = run_group! { signals: signal::shutdown() => drop };
        let host = host();
        send(Event::CtrlC);
        host.recv().unwrap();
    });
    expect_said(&end, &["the host"]);
}

#[test]
fn a_group_made_after_one_of_an_earlier_group_hears_first() {
    let end = alone(|| {
        drop(run_group! { signals: signal::shutdown() => drop });
        let _host = host();
        let group = run_group! { signals: signal::shutdown() => drop };
        send(Event::CtrlC);
        group.on_cause(say).run().unwrap();
    });
    expect_said(&end, &["received SIGINT"]);
}

#[test]
fn a_log_off_is_left_to_the_host() {
    let end = alone(|| {
        let host = host();
        let _group = run_group! { signals: signal::shutdown() => drop };
        send(Event::LogOff);
        host.recv().unwrap();
    });
    expect_said(&end, &["the host"]);
}

#[test]
fn a_listener_of_tokio_hears_what_comes_after_the_group() {
    let end = alone(|| {
        Runtime::new().unwrap().block_on(async {
            let mut host = ctrl_c().unwrap();
            let group = run_group! { signals: signal::shutdown() => drop };
            send(Event::CtrlC);
            group.on_cause(say).await.unwrap();
            send(Event::CtrlC);
            host.recv().await.unwrap();
            println!("the host");
        });
    });
    expect_said(&end, &["received SIGINT", "the host"]);
}

/// A handler of tokio for the end of the console does not return, and while it runs the system lets nobody change the handlers.
#[test]
fn a_group_returns_while_a_handler_does_not() {
    let end = alone(|| {
        Runtime::new().unwrap().block_on(async {
            let group = run_group! {
                signals: signal::shutdown() => drop,
                host:    async {
                    let mut closed = ctrl_close().unwrap();
                    drop(thread::spawn(|| send(Event::Close)));
                    closed.recv().await.unwrap();
                    Ok(())
                } => drop,
            };
            group.on_cause(say).await.unwrap();
        });
    });
    expect_said(&end, &["`host` ended"]);
}
