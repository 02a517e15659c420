//! The cause is the signal, also where an actor has ended because of the same signal.

use std::{future::pending, hint::spin_loop, sync::mpsc, thread};

use libc::SIGTERM;
use run_group::{AnyError, Cause, run_group, signal, task};
use tokio::{
    runtime::Runtime,
    signal::unix::{self, SignalKind},
    task::yield_now,
};

use super::times;
use crate::support::{
    alone, expect_code,
    sigaction::{raise, send_myself},
};

async fn busy() {
    loop {
        yield_now().await;
    }
}

/// A library's group, with signals of its own.
async fn library() -> Result<(), AnyError> {
    let group = run_group! {
        busy:    busy() => drop,
        signals: signal::shutdown() => drop,
    };
    Ok(group.await?)
}

/// An actor that hears the signal by itself.
async fn hears(mut host: unix::Signal) {
    host.recv().await;
}

fn is_signal(cause: &Cause<'_, AnyError>) {
    assert_eq!((cause.actor(), cause.to_string().as_str()), ("signals", "received SIGTERM"));
}

#[test]
fn a_signal_that_came_before_the_group_was_asked_is_the_cause() {
    let end = alone(|| {
        let group = run_group! {
            idle:    pending::<()>() => drop,
            signals: signal::shutdown() => drop,
        };
        // It is handled by the time that the future is done.
        group.until(async { raise(SIGTERM) }).on_cause(is_signal).run().unwrap();
    });
    expect_code(&end, 0);
}

/// Each life has one of three actors that end because of the signal, and a busy one, all written before the signals.
#[test]
fn whoever_ends_because_of_it_is_not_the_cause() {
    let end = alone(|| {
        let (begun, begins) = mpsc::channel::<u64>();
        // At another moment each time.
        thread::spawn(move || {
            for life in begins {
                (0..life * 7919 % 5003).for_each(|_| spin_loop());
                send_myself(SIGTERM);
            }
        });
        let runtime = Runtime::new().unwrap();
        let tokios = || unix::signal(SignalKind::terminate()).unwrap();
        let mut host = runtime.block_on(async { tokios() });
        for life in 0..times(402) {
            if life % 400 == 0 {
                println!("life {life}");
            }
            let begun = begun.clone();
            runtime.block_on(async {
                let start = async move {
                    begun.send(life).unwrap();
                    pending::<()>().await;
                };
                match life % 3 {
                    0 => run_group! {
                        library: library() => drop,
                        busy:    busy() => drop,
                        signals: signal::shutdown() => drop,
                        start:   start => drop,
                    }
                    .on_cause(is_signal)
                    .await
                    .unwrap(),
                    1 => run_group! {
                        library: task(library()) => drop,
                        busy:    busy() => drop,
                        signals: signal::shutdown() => drop,
                        start:   start => drop,
                    }
                    .on_cause(is_signal)
                    .await
                    .unwrap(),
                    _ => run_group! {
                        hears:   hears(tokios()) => drop,
                        task:    task(hears(tokios())) => drop,
                        busy:    busy() => drop,
                        signals: signal::shutdown() => drop,
                        start:   start => drop,
                    }
                    .on_cause(is_signal)
                    .await
                    .unwrap(),
                }
                // tokio may pass it on only now, also to those that begin to listen for the next one.
                host.recv().await.unwrap();
            });
        }
    });
    expect_code(&end, 0);
}
