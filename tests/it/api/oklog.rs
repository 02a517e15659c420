//! The tests and documented examples of oklog/run, in this crate's words: each behaves the same, in the same order.

use std::{future::pending, io, time::Duration};

use run_group::{AnyError, CancellationToken, run_group, thread};
use tokio::{
    net::{TcpListener, TcpStream},
    time::sleep,
};

use crate::support::{Log, drive, failures};

#[test]
fn a_group_of_none_ends_at_once() {
    drive(run_group! {
        absent: pending::<()>() if false => { panic!("it is not there") },
    })
    .unwrap();
}

#[test]
fn a_group_of_one_ends_with_its_error() {
    let error = drive(run_group! {
        one: async { Err("foobar".into()) } => {},
    })
    .unwrap_err();
    assert_eq!(failures(&error), ["one failed: foobar"]);
}

#[test]
fn a_group_of_one_ends_with_its_ok() {
    drive(run_group! {
        one: async { Ok(()) } => {},
    })
    .unwrap();
}

#[test]
fn a_group_of_many_ends_with_the_first_error() {
    let (cancel, cancelled) = tokio::sync::oneshot::channel();
    let error = drive(run_group! {
        fails: async { Err("interrupt".into()) } => {},
        waits: cancelled => cancel,
    })
    .unwrap_err();
    assert_eq!(failures(&error), ["fails failed: interrupt"]);
}

#[test]
fn actors_that_need_no_interrupt_have_an_empty_one() {
    let error = drive(run_group! {
        first:  async { Err("interrupt".into()) } => {},
        second: async { Err("interrupt".into()) } => {},
        third:  async { Err("interrupt".into()) } => {},
    })
    .unwrap_err();
    assert_eq!(error.actor(), Some("first"));
}

/// The original drops them.
#[test]
fn later_errors_are_kept() {
    let error = drive(run_group! {
        first:  async { Err("one".into()) } => {},
        second: async { Err("two".into()) } => {},
    })
    .unwrap_err();
    assert_eq!(failures(&error), ["first failed: one", "second failed: two"]);
}

#[test]
fn a_cancelled_context_ends_the_group() {
    let log = Log::new();
    let context = CancellationToken::new();
    context.cancel();
    drive(
        run_group! {
            context: context.cancelled() => drop,
            other:   pending::<()>() => drop,
        }
        .on_cause(|cause| log.say(cause)),
    )
    .unwrap();
    log.expect(&["`context` ended"]);
}

async fn run_until_cancelled(context: CancellationToken) -> Result<(), AnyError> {
    context.cancelled().await;
    Err("context canceled".into())
}

#[tokio::test(start_paused = true)]
async fn the_basic_example_behaves_the_same() {
    let log = Log::new();
    let (cancel, cancelled) = tokio::sync::oneshot::channel::<()>();
    let group = run_group! {
        first:  async {
            tokio::select! {
                () = sleep(Duration::from_secs(1)) => log.say("The first actor had its time elapsed"),
                _ = cancelled => log.say("The first actor was canceled"),
            }
            Ok(())
        } => |cause| {
            log.say(format_args!("The first actor was interrupted with: {}", cause.error().unwrap()));
            drop(cancel);
        },
        second: async {
            log.say("The second actor is returning immediately");
            Err("immediate teardown".into())
        } => |cause| {
            // It is called, although its actor has already returned.
            log.say(format_args!("The second actor was interrupted with: {}", cause.error().unwrap()));
        },
    };
    let error = group.await.unwrap_err();
    log.say(format_args!("The group was terminated with: {}", error.into_inner().unwrap()));

    log.expect(&[
        "The second actor is returning immediately",
        "The first actor was interrupted with: immediate teardown",
        "The second actor was interrupted with: immediate teardown",
        "The first actor was canceled",
        "The group was terminated with: immediate teardown",
    ]);
}

/// The same on threads, as the original runs its actors.
#[test]
fn the_basic_example_behaves_the_same_on_threads() {
    let log = Log::new();
    let (first_says, second_says) = (log.clone(), log.clone());
    let (cancel, cancelled) = std::sync::mpsc::channel::<()>();
    let group = run_group! {
        first:  thread(move || {
            let _ = cancelled.recv();
            first_says.say("The first actor was canceled");
        }) => |cause| {
            log.say(format_args!("The first actor was interrupted with: {}", cause.error().unwrap()));
        },
        second: thread(move || {
            second_says.say("The second actor is returning immediately");
            Err::<(), _>("immediate teardown")
        }) => |cause| {
            log.say(format_args!("The second actor was interrupted with: {}", cause.error().unwrap()));
            // After the line above, so that the order in which the two threads speak is known.
            drop(cancel);
        },
    };
    let error = group.run().unwrap_err();
    log.say(format_args!("The group was terminated with: {}", error.into_inner().unwrap()));

    log.expect(&[
        "The second actor is returning immediately",
        "The first actor was interrupted with: immediate teardown",
        "The second actor was interrupted with: immediate teardown",
        "The first actor was canceled",
        "The group was terminated with: immediate teardown",
    ]);
}

#[tokio::test]
async fn the_context_example_behaves_the_same() {
    let context = CancellationToken::new();
    let own = context.child_token();
    tokio::spawn(async move { context.cancel() });
    let error = run_group! {
        process: run_until_cancelled(own.clone()) => own,
    }
    .await
    .unwrap_err();
    assert_eq!(failures(&error), ["process failed: context canceled"]);
}

#[tokio::test]
async fn the_listener_example_behaves_the_same() {
    let log = Log::new();
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = listener.local_addr().unwrap();
    let error = run_group! {
        serve: |stop| async {
            let app = axum::Router::new();
            let served = axum::serve(listener, app).with_graceful_shutdown(stop).await;
            log.say("serve returned");
            Ok(served?)
        },
        other: async { Err("immediate teardown".into()) } => {},
    }
    .await
    .unwrap_err();
    log.say(format_args!("The group was terminated with: {}", error.into_inner().unwrap()));

    log.expect(&["serve returned", "The group was terminated with: immediate teardown"]);
    // The port is closed when the group has returned.
    assert_eq!(TcpStream::connect(address).await.unwrap_err().kind(), io::ErrorKind::ConnectionRefused);
}

// On Windows, shutting a socket down does not end a read that waits.
#[cfg(unix)]
#[test]
fn the_read_closer_example_behaves_the_same() {
    use std::{
        io::{BufRead, BufReader, Write},
        net::Shutdown,
        os::unix::net::UnixStream,
    };

    let log = Log::new();
    let say = log.clone();
    let (conn, mut remote) = UnixStream::pair().unwrap();
    let closer = conn.try_clone().unwrap();
    let (second_line, has_second_line) = futures::channel::oneshot::channel();
    writeln!(remote, "one\ntwo").unwrap();
    run_group! {
        reader: thread(move || {
            let mut second_line = Some(second_line);
            for line in BufReader::new(conn).lines() {
                let line = line?;
                say.say(&line);
                if line == "two" {
                    second_line.take().unwrap().send(()).unwrap();
                }
            }
            say.say("end");
            Ok(())
        }) => { closer.shutdown(Shutdown::Both).unwrap(); },
        other:  has_second_line => {},
    }
    .run()
    .unwrap();
    log.expect(&["one", "two", "end"]);
}
