//! A typical service: an HTTP server that drains, a blocking reader on a thread, a ticker in a task of its own, and the
//! signals that stop them all. When it has ended it prints what each of them did.
//!
//! ```text
//! cargo run --example service [ADDRESS [LAME_DUCK]]      # 127.0.0.1:8080, and 0 seconds
//! curl http://127.0.0.1:8080                             # how many lines have come in so far
//! curl http://127.0.0.1:8080 --data-binary @README.md    # some more
//! curl http://127.0.0.1:8080/ready                       # what a load balancer asks
//! ```
//!
//! Stop it with Ctrl-C or `kill`. Start it twice: the second one says which actor failed, and why, and exits with 1.

use std::{
    io::{self, BufRead, BufReader},
    net::Shutdown,
    os::unix::net::UnixStream,
    sync::atomic::{AtomicUsize, Ordering::Relaxed},
    time::Duration,
};

use anyhow::Context;
use axum::{Router, http::StatusCode, routing::get};
use run_group::{AnyError, Report, Status, Stop, run_group, signal, task, thread};
use tokio::{io::AsyncWriteExt, net::TcpListener, time::interval};

static LINES: AtomicUsize = AtomicUsize::new(0);

#[tokio::main]
async fn main() -> Result<Report, AnyError> {
    let mut arguments = std::env::args().skip(1);
    let address = arguments.next().unwrap_or_else(|| "127.0.0.1:8080".into());
    let lame_duck = Duration::from_secs(arguments.next().map_or(Ok(0), |seconds| seconds.parse())?);
    let (feed, wire) = connection()?;
    let peer = wire.try_clone()?;
    let status = Status::new();

    let report = run_group! {
        // Interrupted through `stop`: it closes the port and answers the requests that have come in.
        http:    |stop| serve(&address, &status, stop),
        // Blocked in a read, so its interrupt shuts the socket down. The ticker writes to it, and ends first.
        #[outlives(ticker)]
        lines:   thread(move || count_lines(wire)) => { peer.shutdown(Shutdown::Both).ok(); },
        // It has nothing to finish, so it is cancelled.
        ticker:  task(tick(feed)) => drop,
        signals: signal::shutdown(),
    }
    .status(&status)
    .on_cause(|cause| println!("stopping: {cause}"))
    .lame_duck(lame_duck)
    .grace(Duration::from_secs(10))
    .report()
    .await;

    println!("{report}");
    // If an actor failed, `main` prints the error and the exit code is not 0.
    Ok(report)
}

/// The port is bound in the actor, so a port that is taken is a failure of this actor.
async fn serve(address: &str, status: &Status, stop: Stop) -> anyhow::Result<()> {
    let listener = TcpListener::bind(address).await.with_context(|| format!("cannot bind {address}"))?;
    println!("listening on http://{}", listener.local_addr()?);
    let status = status.clone();
    let ready = async move || if status.is_ready() { StatusCode::OK } else { StatusCode::SERVICE_UNAVAILABLE };
    let app = Router::new().route("/", get(lines).post(add_lines)).route("/ready", get(ready));
    axum::serve(listener, app).with_graceful_shutdown(stop).await.context("cannot serve")
}

async fn lines() -> String {
    format!("lines: {}\n", LINES.load(Relaxed))
}

async fn add_lines(text: String) -> String {
    LINES.fetch_add(text.lines().count(), Relaxed);
    lines().await
}

fn count_lines(wire: UnixStream) -> io::Result<()> {
    for line in BufReader::new(wire).lines() {
        line?;
        LINES.fetch_add(1, Relaxed);
    }
    Ok(())
}

async fn tick(mut feed: tokio::net::UnixStream) -> io::Result<()> {
    let mut ticks = interval(Duration::from_secs(1));
    loop {
        ticks.tick().await;
        feed.write_all(b"tick\n").await?;
    }
}

/// Stands in for a connection to another service: a task writes to one end, a thread reads from the other.
fn connection() -> io::Result<(tokio::net::UnixStream, UnixStream)> {
    let (feed, wire) = UnixStream::pair()?;
    feed.set_nonblocking(true)?;
    Ok((tokio::net::UnixStream::from_std(feed)?, wire))
}
