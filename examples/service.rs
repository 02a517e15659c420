//! A service as `run_group!` is made for: an HTTP server that drains, a blocking reader on a thread, a ticker, and the
//! signals that stop them all.
//!
//! ```text
//! cargo run --example service [ADDRESS]        # 127.0.0.1:8080
//! curl http://127.0.0.1:8080                   # how many lines have come in so far
//! ```
//!
//! Stop it with Ctrl-C or `kill`. Start it twice: the second one says which actor failed, and why, and exits with 1.

use std::{
    io::{self, BufRead, BufReader},
    net::Shutdown,
    os::unix::net::UnixStream,
    sync::{
        Arc,
        atomic::{AtomicU64, Ordering},
    },
    time::Duration,
};

use anyhow::Context;
use axum::{Router, routing::get};
use run_group::{AnyError, Stop, run_group, signal, thread};
use tokio::{io::AsyncWriteExt, net::TcpListener, time::interval};

#[tokio::main]
async fn main() -> Result<(), AnyError> {
    let address = std::env::args().nth(1).unwrap_or_else(|| "127.0.0.1:8080".into());
    let count = Arc::new(AtomicU64::new(0));
    let app = router(count.clone());
    let (mut feed, wire) = connection()?;
    let peer = wire.try_clone()?;

    run_group! {
        // Told through `stop`, it accepts nothing more and answers what is open.
        http:    |stop| serve(&address, app, stop),
        // Blocked in a read: what ends it is that the socket is shut down.
        lines:   thread(move || count_lines(wire, &count)) => { peer.shutdown(Shutdown::Both).ok(); },
        // Nothing to finish: it is dropped where it stands.
        ticker:  async {
            let mut ticks = interval(Duration::from_secs(1));
            loop {
                ticks.tick().await;
                feed.write_all(b"tick\n").await?;
            }
        } => drop,
        signals: signal::shutdown() => drop,
    }
    .on_cause(|cause| {
        // An error is what the group returns, and `main` prints it.
        if cause.error().is_none() {
            println!("stopping: {cause}");
        }
    })
    .await?;

    println!("stopped");
    Ok(())
}

fn router(count: Arc<AtomicU64>) -> Router {
    Router::new().route("/", get(async move || format!("lines: {}\n", count.load(Ordering::Relaxed))))
}

/// The port is bound in the actor, so a port that is taken is this actor's failure.
async fn serve(address: &str, app: Router, stop: Stop) -> anyhow::Result<()> {
    let listener = TcpListener::bind(address).await.with_context(|| format!("cannot bind {address}"))?;
    println!("listening on http://{}", listener.local_addr()?);
    axum::serve(listener, app).with_graceful_shutdown(stop.stopped_owned()).await.context("cannot serve")
}

fn count_lines(wire: UnixStream, count: &AtomicU64) -> io::Result<()> {
    for line in BufReader::new(wire).lines() {
        line?;
        count.fetch_add(1, Ordering::Relaxed);
    }
    Ok(())
}

/// Stands in for a connection to somewhere else: an end that is written to by a task, one that is read by a thread.
fn connection() -> io::Result<(tokio::net::UnixStream, UnixStream)> {
    let (feed, wire) = UnixStream::pair()?;
    feed.set_nonblocking(true)?;
    Ok((tokio::net::UnixStream::from_std(feed)?, wire))
}
