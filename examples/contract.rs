//! Every kind of actor in one group: a server that drains within a limit, one that is there only if it is configured, a
//! thread, a pool that outlives the server and is closed with `await`, the signals.
//!
//! ```text
//! cargo run --example contract [ADDRESS [METRICS_ADDRESS]]        # 127.0.0.1:8080, and no metrics
//! ```
//!
//! Stop it with Ctrl-C.

use std::{
    io::{self, BufRead, BufReader},
    net::{Shutdown, SocketAddr},
    os::unix::net::UnixStream,
    time::Duration,
};

use axum::{Router, routing::get};
use run_group::{AnyError, Stop, run_group, signal, thread};
use tokio::{
    net::TcpListener,
    time::{interval, sleep},
};

#[tokio::main]
async fn main() -> Result<(), AnyError> {
    let config = Config::from_args()?;
    let app = Router::new().route("/", get(async || "hello\n"));
    let listener = TcpListener::bind(config.address).await?;
    println!("listening on http://{}", listener.local_addr()?);

    let pool = Pool::default();
    let (conn, _remote) = UnixStream::pair()?;
    let peer = conn.try_clone()?;

    run_group! {
        #[grace(Duration::from_secs(8))]                // one endless stream must not keep the pool from closing
        http:    |stop| axum::serve(listener, app).with_graceful_shutdown(stop),
        metrics: serve_metrics(addr) if let Some(addr) = config.metrics => drop,
        lines:   thread(move || read_lines(conn)) => { peer.shutdown(Shutdown::Both).ok(); },
        #[outlives(http)]                               // interrupted only when http has ended
        db:      pool.maintain() => async { pool.close().await },
        signals: signal::shutdown(),
    }
    .grace(Duration::from_secs(10))
    .on_cause(|cause| println!("stopping: {cause}"))
    .await?;

    println!("stopped");
    Ok(())
}

struct Config {
    address: SocketAddr,
    metrics: Option<SocketAddr>,
}

impl Config {
    fn from_args() -> Result<Self, AnyError> {
        let mut args = std::env::args().skip(1);
        let address = args.next().map_or(Ok(([127, 0, 0, 1], 8080).into()), |address| address.parse())?;
        let metrics = args.next().map(|address| address.parse()).transpose()?;
        Ok(Config { address, metrics })
    }
}

async fn serve_metrics(address: SocketAddr) -> io::Result<()> {
    let listener = TcpListener::bind(address).await?;
    println!("metrics on http://{}", listener.local_addr()?);
    axum::serve(listener, Router::new().route("/", get(async || "up 1\n"))).await
}

fn read_lines(conn: UnixStream) -> io::Result<()> {
    for line in BufReader::new(conn).lines() {
        println!("{}", line?);
    }
    println!("lines: end of input");
    Ok(())
}

/// Stands in for a pool of connections to a database.
#[derive(Default)]
struct Pool {
    closing: Stop,
}

impl Pool {
    /// Maintains the connections until the pool is closed.
    async fn maintain(&self) {
        let mut checks = interval(Duration::from_secs(1));
        loop {
            tokio::select! {
                () = self.closing.stopped() => return,
                _ = checks.tick() => {}
            }
        }
    }

    async fn close(&self) {
        self.closing.stop();
        // The connections come back.
        sleep(Duration::from_millis(50)).await;
        println!("db: closed");
    }
}
