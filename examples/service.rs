//! A service as `run_group!` is made for: an HTTP server that drains, a blocking reader on a thread, a ticker in a task of
//! its own, and the signals that stop them all. At its end it prints what each of them did.
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

/// How long a client that has got through the door may take to send its request when the service stops.
const LINGER: Duration = Duration::from_millis(500);
/// How long everybody may take together.
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
        // Told through `stop`, it closes the port and answers what has come in.
        http:    |stop| serve(&address, &state, stop),
        // Blocked in a read: what ends it is that the socket is shut down, when nobody writes any more.
        #[outlives(ticker)]
        lines:   thread({ let state = state.clone(); move || count_lines(wire, &state) }) => {
            peer.shutdown(Shutdown::Both).ok();
        },
        // Nothing to finish: it is cancelled where it stands.
        ticker:  task(tick(feed)) => drop,
        signals: signal::shutdown() => drop,
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
    // Where something failed, it says so, and the exit code is not 0.
    Ok(report)
}

/// The port is bound in the actor, so a port that is taken is this actor's failure.
async fn serve(address: &str, state: &Arc<Shared>, stop: Stop) -> anyhow::Result<()> {
    let listener = TcpListener::bind(address).await.with_context(|| format!("cannot bind {address}"))?;
    println!("listening on http://{}", listener.local_addr()?);
    let door = Door { listener: Some(listener), waiting: Vec::new(), stop: stop.clone(), state: state.clone() };
    let idle_is_over = async move {
        stop.stopped().await;
        sleep(LINGER).await;
    };
    axum::serve(door, router(state)).with_graceful_shutdown(idle_is_over).await.context("cannot serve")
}

fn router(state: &Arc<Shared>) -> Router {
    Router::new()
        .route("/", get(lines).post(add_lines))
        .route("/ready", get(ready))
        .layer(map_response_with_state(state.clone(), part))
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

/// Tells who keeps a connection open to send the next request elsewhere.
async fn part(state: State<Arc<Shared>>, mut response: Response) -> Response {
    if state.stopping.load(Relaxed) {
        response.headers_mut().insert(CONNECTION, HeaderValue::from_static("close"));
    }
    response
}

/// A listener that, when it stops, first lets in who stands before the door, and then closes it. A client whose connection
/// the system has accepted may have sent its request already; with the listener alone, it would be reset.
struct Door {
    listener: Option<TcpListener>,
    waiting: Vec<(TcpStream, SocketAddr)>,
    stop: Stop,
    state: Arc<Shared>,
}

impl Door {
    fn close(&mut self) -> io::Result<()> {
        let Some(listener) = self.listener.take() else { return Ok(()) };
        let listener = listener.into_std()?;
        let waiting: Vec<_> = iter::from_fn(|| listener.accept().ok()).collect();
        drop(listener);
        for (connection, address) in waiting {
            connection.set_nonblocking(true)?;
            self.waiting.push((TcpStream::from_std(connection)?, address));
        }
        Ok(())
    }
}

impl Listener for Door {
    type Io = TcpStream;
    type Addr = SocketAddr;

    async fn accept(&mut self) -> (TcpStream, SocketAddr) {
        let accepted = loop {
            if let Some(accepted) = self.waiting.pop() {
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

/// Stands in for a connection to somewhere else: an end that is written to by a task, one that is read by a thread.
fn connection() -> io::Result<(tokio::net::UnixStream, UnixStream)> {
    let (feed, wire) = UnixStream::pair()?;
    feed.set_nonblocking(true)?;
    Ok((tokio::net::UnixStream::from_std(feed)?, wire))
}
