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
    future::pending,
    io::{self, BufRead, BufReader},
    iter,
    net::{Shutdown, SocketAddr},
    os::unix::net::UnixStream,
    sync::{
        Arc,
        atomic::{AtomicBool, AtomicU64, Ordering::Relaxed},
    },
    time::Duration,
};

use anyhow::Context;
use axum::{
    Router,
    extract::State,
    http::{HeaderValue, StatusCode, header::CONNECTION},
    middleware::map_response_with_state,
    response::Response,
    routing::get,
    serve::Listener,
};
use run_group::{AnyError, Report, Stop, run_group, signal, task, thread};
use tokio::{
    io::AsyncWriteExt,
    net::{TcpListener, TcpStream},
    select,
    time::{interval, sleep},
};

/// How long an accepted client may take to send its request when the service stops.
const LINGER: Duration = Duration::from_millis(500);
/// How long all actors may take together.
const GRACE: Duration = Duration::from_secs(10);

/// What the actors share.
#[derive(Default)]
struct Shared {
    stopping: AtomicBool,
    connections: AtomicU64,
    lines: AtomicU64,
}

#[tokio::main]
async fn main() -> Result<Report, AnyError> {
    let mut arguments = std::env::args().skip(1);
    let address = arguments.next().unwrap_or_else(|| "127.0.0.1:8080".into());
    let lame_duck = Duration::from_secs(arguments.next().map_or(Ok(0), |seconds| seconds.parse())?);
    let state = Arc::new(Shared::default());
    let (feed, wire) = connection()?;
    let peer = wire.try_clone()?;

    let report = run_group! {
        // Interrupted through `stop`: it closes the port and answers the requests that have come in.
        http:    |stop| serve(&address, &state, stop),
        // Blocked in a read, so its interrupt shuts the socket down. The ticker writes to it, and ends first.
        #[outlives(ticker)]
        lines:   thread({ let state = state.clone(); move || count_lines(wire, &state) }) => {
            peer.shutdown(Shutdown::Both).ok();
        },
        // It has nothing to finish, so it is cancelled.
        ticker:  task(tick(feed)) => drop,
        signals: signal::shutdown(),
    }
    .on_cause(|cause| {
        state.stopping.store(true, Relaxed);
        println!("stopping: {cause}");
    })
    .lame_duck(lame_duck)
    .grace(GRACE)
    .report()
    .await;

    println!("served {} connections", state.connections.load(Relaxed));
    println!("{report}");
    // If an actor failed, `main` prints the error and the exit code is not 0.
    Ok(report)
}

/// The port is bound in the actor, so a port that is taken is a failure of this actor.
async fn serve(address: &str, state: &Arc<Shared>, stop: Stop) -> anyhow::Result<()> {
    let listener = TcpListener::bind(address).await.with_context(|| format!("cannot bind {address}"))?;
    println!("listening on http://{}", listener.local_addr()?);
    let listener =
        DrainingListener { listener: Some(listener), queued: Vec::new(), stop: stop.clone(), state: state.clone() };
    let lingered = async move {
        stop.stopped().await;
        sleep(LINGER).await;
    };
    axum::serve(listener, router(state)).with_graceful_shutdown(lingered).await.context("cannot serve")
}

fn router(state: &Arc<Shared>) -> Router {
    Router::new()
        .route("/", get(lines).post(add_lines))
        .route("/ready", get(ready))
        .layer(map_response_with_state(state.clone(), close_when_stopping))
        .with_state(state.clone())
}

async fn lines(state: State<Arc<Shared>>) -> String {
    format!("lines: {}\n", state.lines.load(Relaxed))
}

async fn add_lines(state: State<Arc<Shared>>, text: String) -> String {
    let lines = text.lines().map(|_| 1).sum();
    format!("lines: {}\n", state.lines.fetch_add(lines, Relaxed) + lines)
}

async fn ready(state: State<Arc<Shared>>) -> StatusCode {
    if state.stopping.load(Relaxed) { StatusCode::SERVICE_UNAVAILABLE } else { StatusCode::OK }
}

/// Asks clients that keep a connection open to send the next request elsewhere.
async fn close_when_stopping(state: State<Arc<Shared>>, mut response: Response) -> Response {
    if state.stopping.load(Relaxed) {
        response.headers_mut().insert(CONNECTION, HeaderValue::from_static("close"));
    }
    response
}

/// A listener that, when it stops, first accepts the connections that the system has queued, and then closes the port.
/// Their clients may have sent a request already; with tokio's listener alone, they would be reset.
struct DrainingListener {
    listener: Option<TcpListener>,
    queued: Vec<(TcpStream, SocketAddr)>,
    stop: Stop,
    state: Arc<Shared>,
}

impl DrainingListener {
    fn close(&mut self) -> io::Result<()> {
        let Some(listener) = self.listener.take() else { return Ok(()) };
        let listener = listener.into_std()?;
        let queued: Vec<_> = iter::from_fn(|| listener.accept().ok()).collect();
        drop(listener);
        for (connection, address) in queued {
            connection.set_nonblocking(true)?;
            self.queued.push((TcpStream::from_std(connection)?, address));
        }
        Ok(())
    }
}

impl Listener for DrainingListener {
    type Io = TcpStream;
    type Addr = SocketAddr;

    async fn accept(&mut self) -> (TcpStream, SocketAddr) {
        let accepted = loop {
            if let Some(accepted) = self.queued.pop() {
                break accepted;
            }
            let Some(listener) = &mut self.listener else { break pending().await };
            select! {
                accepted = Listener::accept(listener) => break accepted,
                () = self.stop.stopped() => if let Err(error) = self.close() { eprintln!("{error}") },
            }
        };
        self.state.connections.fetch_add(1, Relaxed);
        accepted
    }

    fn local_addr(&self) -> io::Result<SocketAddr> {
        self.listener.as_ref().map_or(Err(io::ErrorKind::NotConnected.into()), TcpListener::local_addr)
    }
}

fn count_lines(wire: UnixStream, state: &Shared) -> io::Result<()> {
    for line in BufReader::new(wire).lines() {
        line?;
        state.lines.fetch_add(1, Relaxed);
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
