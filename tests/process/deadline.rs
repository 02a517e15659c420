//! What cannot outlast the deadline, nor keep the process: connections, streams, threads, what was left to the runtime.

use std::{
    convert::Infallible,
    future::ready,
    io::{self, stdin},
    thread::park,
    time::Duration,
};

use axum::{
    Router,
    body::Body,
    routing::{get, post},
};
use futures::stream::{self, StreamExt};
use run_group::{Report, Stop, run_group, signal, thread};
use tokio::{net::TcpListener, task::spawn_blocking};

use crate::{
    client::Connection,
    process::{End, Process, expect_code},
};

const GRACE: Duration = Duration::from_millis(200);

/// How the process ends.
#[derive(Clone, Copy)]
enum Way {
    /// With `.exit()`.
    Exit,
    /// With the runtime first, as `main` does that returns the `.report()`.
    Report,
}

/// Runs an `async fn main` to its end, and the process with it.
fn main_with(main: impl Future<Output = Report>) -> ! {
    let runtime = tokio::runtime::Runtime::new().unwrap();
    let report = runtime.block_on(main);
    drop(runtime);
    if let Err(error) = report.result() {
        eprintln!("Error: {error:?}");
    }
    std::process::exit(report.exit_code().into())
}

/// A group to its end, in one way or the other.
macro_rules! end {
    ($way:expr, $group:expr) => {
        main_with(async {
            let group = $group;
            match $way {
                Way::Exit => group.exit().await,
                Way::Report => group.report().await,
            }
        })
    };
}

/// A server: what is posted to `/` it reads to its end, `/events` is a stream that never ends.
async fn serve(stop: Stop) -> io::Result<()> {
    let listener = TcpListener::bind("127.0.0.1:0").await?;
    println!("{}", listener.local_addr()?);
    let events = async || {
        let events = stream::once(ready(Ok::<_, Infallible>("data: hello\n\n"))).chain(stream::pending());
        ([("content-type", "text/event-stream")], Body::from_stream(events))
    };
    let app = Router::new().route("/", post(async |text: String| text)).route("/events", get(events));
    axum::serve(listener, app).with_graceful_shutdown(stop.stopped_owned()).await
}

#[track_caller]
fn expect_stuck(end: &End, actor: &str) {
    expect_code(end, 124);
    assert_eq!(end.errors, format!("Error: actor `{actor}` was stuck\n"));
}

/// A client that keeps its connection, and does not come to the end of its second request.
#[track_caller]
fn a_connection(test: &str, way: Way) {
    let server = Process::alone(test, || {
        end!(way, run_group! { http: |stop| serve(stop), signals: signal::shutdown() => drop }.grace(GRACE))
    });
    let mut connection = Connection::open(&server.line()).unwrap();
    assert_eq!(connection.post().unwrap().status, 200);
    connection.hold();

    server.signal("TERM");

    expect_stuck(&server.end(), "http");
    assert!(connection.answer().is_err(), "the connection has gone with the process");
}

#[test]
fn a_connection_does_not_outlast_the_deadline_of_exit() {
    a_connection("deadline::a_connection_does_not_outlast_the_deadline_of_exit", Way::Exit);
}

#[test]
fn a_connection_does_not_outlast_the_deadline_of_a_report() {
    a_connection("deadline::a_connection_does_not_outlast_the_deadline_of_a_report", Way::Report);
}

#[track_caller]
fn an_event_stream(test: &str, way: Way) {
    let server = Process::alone(test, || {
        end!(way, run_group! { http: |stop| serve(stop), signals: signal::shutdown() => drop }.grace(GRACE))
    });
    let mut connection = Connection::open(&server.line()).unwrap();
    connection.send("GET /events HTTP/1.1\r\nHost: test\r\n\r\n").unwrap();
    while connection.line().unwrap() != "data: hello\n" {}

    server.signal("TERM");

    expect_stuck(&server.end(), "http");
}

#[test]
fn an_event_stream_does_not_outlast_the_deadline_of_exit() {
    an_event_stream("deadline::an_event_stream_does_not_outlast_the_deadline_of_exit", Way::Exit);
}

#[test]
fn an_event_stream_does_not_outlast_the_deadline_of_a_report() {
    an_event_stream("deadline::an_event_stream_does_not_outlast_the_deadline_of_a_report", Way::Report);
}

/// Nothing makes a read of the standard input return, but the input.
#[track_caller]
fn a_thread_that_reads(test: &str, way: Way) {
    let reader = Process::alone(test, || {
        let read = || {
            println!("reading");
            stdin().read_line(&mut String::new()).map(drop)
        };
        end!(way, run_group! { lines: thread(read) => || {}, signals: signal::shutdown() => drop }.grace(GRACE))
    });
    assert_eq!(reader.line(), "reading");

    reader.signal("TERM");

    expect_stuck(&reader.end(), "lines");
}

#[test]
fn a_thread_stuck_in_a_read_does_not_outlast_the_deadline_of_exit() {
    a_thread_that_reads("deadline::a_thread_stuck_in_a_read_does_not_outlast_the_deadline_of_exit", Way::Exit);
}

#[test]
fn a_thread_stuck_in_a_read_does_not_outlast_the_deadline_of_a_report() {
    a_thread_that_reads("deadline::a_thread_stuck_in_a_read_does_not_outlast_the_deadline_of_a_report", Way::Report);
}

#[test]
fn a_second_signal_ends_a_drain_without_a_deadline() {
    let reader = Process::alone("deadline::a_second_signal_ends_a_drain_without_a_deadline", || {
        let read = || {
            println!("reading");
            stdin().read_line(&mut String::new()).map(drop)
        };
        end!(Way::Exit, run_group! { lines: thread(read) => || println!("told"), signals: signal::shutdown() => drop })
    });
    assert_eq!(reader.line(), "reading");
    // Another one than the first, so that it is no copy of it.
    reader.signal("INT");
    assert_eq!(reader.line(), "told");

    reader.signal("TERM");

    expect_stuck(&reader.end(), "lines");
}

#[test]
fn exit_leaves_behind_what_still_blocks_elsewhere() {
    let end = Process::alone("deadline::exit_leaves_behind_what_still_blocks_elsewhere", || {
        end!(
            Way::Exit,
            run_group! {
                // The runtime would wait for it for ever when it is dropped; that the actor is dropped changes nothing.
                blocks: spawn_blocking(|| loop { park() }) => drop,
                job:    async { Ok(()) } => drop,
            }
        )
    })
    .end();
    expect_code(&end, 0);
}

#[test]
fn exit_leaves_behind_the_connections_of_a_server_that_was_dropped() {
    let test = "deadline::exit_leaves_behind_the_connections_of_a_server_that_was_dropped";
    let server = Process::alone(test, || {
        end!(Way::Exit, run_group! { http: serve(Stop::new()) => drop, signals: signal::shutdown() => drop })
    });
    let mut connection = Connection::open(&server.line()).unwrap();
    connection.hold();

    server.signal("TERM");

    expect_code(&server.end(), 0);
}
