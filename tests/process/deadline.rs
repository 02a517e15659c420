//! The deadline of a group ends the process: no connection, stream or thread outlasts it, nor what was spawned on the
//! runtime.

use std::{
    convert::Infallible,
    future::ready,
    io::{self, stdin},
    thread::{park, sleep},
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

use crate::support::{Connection, End, Process, expect_code};

const GRACE: Duration = Duration::from_millis(200);

/// How the process ends.
#[derive(Clone, Copy)]
enum Way {
    /// With `.exit()`.
    Exit,
    /// As a `main` that returns the `.report()`: its runtime is dropped before.
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

/// Runs a group to its end, in one way or the other.
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

/// A server that answers what is posted to `/`, and whose `/events` is a stream that never ends.
async fn serve(stop: Stop) -> io::Result<()> {
    let listener = TcpListener::bind("127.0.0.1:0").await?;
    println!("{}", listener.local_addr()?);
    let events = async || {
        let events = stream::once(ready(Ok::<_, Infallible>("data: hello\n\n"))).chain(stream::pending());
        ([("content-type", "text/event-stream")], Body::from_stream(events))
    };
    let app = Router::new().route("/", post(async |text: String| text)).route("/events", get(events));
    axum::serve(listener, app).with_graceful_shutdown(stop).await
}

#[track_caller]
fn expect_stuck(end: &End, actor: &str) {
    expect_unfinished(end, actor, "stuck");
}

#[track_caller]
fn expect_unfinished(end: &End, actor: &str, how: &str) {
    expect_code(end, 124);
    assert_eq!(end.errors, format!("Error: actor `{actor}` was {how}: it was interrupted, but has not ended\n"));
}

/// A process with a server in a group that ends in that way.
fn server(way: Way) -> ! {
    end!(way, run_group! { http: |stop| serve(stop), signals: signal::shutdown() => drop }.grace(GRACE))
}

/// The work of a thread, which only its input ends.
fn read_a_line() -> io::Result<()> {
    println!("reading");
    stdin().read_line(&mut String::new()).map(drop)
}

/// A process with a thread in a read, in a group that ends in that way.
fn reader(way: Way) -> ! {
    end!(way, run_group! { lines: thread(read_a_line) => || {}, signals: signal::shutdown() => drop }.grace(GRACE))
}

/// Stops a server while a client keeps its connection, and does not finish its second request.
#[track_caller]
fn expect_the_connection_cut(server: Process) {
    let mut connection = Connection::open(&server.line()).unwrap();
    assert_eq!(connection.post().unwrap().status, 200);
    connection.hold();

    server.signal("TERM");

    expect_stuck(&server.end(), "http");
    assert!(connection.answer().is_err(), "the connection has gone with the process");
}

#[test]
fn with_exit_it_cuts_a_connection() {
    expect_the_connection_cut(Process::alone(|| server(Way::Exit)));
}

#[test]
fn with_a_report_it_cuts_a_connection() {
    expect_the_connection_cut(Process::alone(|| server(Way::Report)));
}

/// Stops a server while a client reads a stream that never ends.
#[track_caller]
fn expect_the_stream_cut(server: Process) {
    let mut connection = Connection::open(&server.line()).unwrap();
    connection.send("GET /events HTTP/1.1\r\nHost: test\r\n\r\n").unwrap();
    while connection.line().unwrap() != "data: hello\n" {}

    server.signal("TERM");

    expect_stuck(&server.end(), "http");
}

#[test]
fn with_exit_it_cuts_an_event_stream() {
    expect_the_stream_cut(Process::alone(|| server(Way::Exit)));
}

#[test]
fn with_a_report_it_cuts_an_event_stream() {
    expect_the_stream_cut(Process::alone(|| server(Way::Report)));
}

#[track_caller]
fn expect_the_thread_detached(reader: Process) {
    assert_eq!(reader.line(), "reading");

    reader.signal("TERM");

    expect_stuck(&reader.end(), "lines");
}

#[test]
fn with_exit_it_detaches_a_thread_in_a_read() {
    expect_the_thread_detached(Process::alone(|| reader(Way::Exit)));
}

#[test]
fn with_a_report_it_detaches_a_thread_in_a_read() {
    expect_the_thread_detached(Process::alone(|| reader(Way::Report)));
}

#[test]
fn without_it_a_second_signal_ends_the_drain() {
    let reader = Process::alone(|| {
        end!(
            Way::Exit,
            run_group! { lines: thread(read_a_line) => || println!("interrupted"), signals: signal::shutdown() => drop }
        )
    });
    assert_eq!(reader.line(), "reading");
    reader.signal("INT");
    assert_eq!(reader.line(), "interrupted");

    // Sooner, and it would be a copy of the first request.
    sleep(Duration::from_millis(110));
    reader.signal("TERM");

    // It had been interrupted less than a second before.
    expect_unfinished(&reader.end(), "lines", "cut short");
}

#[test]
fn exit_does_not_wait_for_what_blocks_elsewhere() {
    let end = Process::alone(|| {
        end!(
            Way::Exit,
            run_group! {
                // Dropping the actor does not end this, and dropping the runtime would wait for it for ever.
                blocks: async { Ok(spawn_blocking(|| loop { park() }).await?) } => drop,
                job:    async { Ok(()) } => drop,
            }
        )
    })
    .end();
    expect_code(&end, 0);
}

#[test]
fn exit_does_not_wait_for_a_dropped_servers_connections() {
    let server = Process::alone(|| {
        end!(Way::Exit, run_group! { http: serve(Stop::new()) => drop, signals: signal::shutdown() => drop })
    });
    let mut connection = Connection::open(&server.line()).unwrap();
    connection.hold();

    server.signal("TERM");

    expect_code(&server.end(), 0);
}
