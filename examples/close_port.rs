//! A port that is closed without losing a request: what that takes, and what the kernel does.
//!
//! ```text
//! cargo run --example close_port [ADDRESS [LAME_DUCK]]      # 127.0.0.1:8080, and 0 seconds
//! ```
//!
//! The kernel sets up connections by itself: it answers a client's SYN, and puts the connection into the listener's queue.
//! The client may then send a request, which the kernel receives, too. `accept` takes a connection out of that queue. When the
//! listener is closed, the kernel resets all that are still in it. So a server that stops calling `accept` and then closes its port,
//! as the graceful shutdown of most servers does, resets clients whose requests have been sent. Here, in this order:
//!
//! 1. With a lame duck, `/ready` fails first, and load balancers send nothing new. They are what closes the last gap, below.
//! 2. The queue is emptied: `accept` is called until there is none left, and the port is closed right after that.
//! 3. Those connections are served as all others: for as long as [`LINGER`] a first request may come, and is answered.
//! 4. Connections that are kept open are answered with `Connection: close`, so that their clients send the next request elsewhere.
//!    An idle one that is closed without that may cross with a request.
//!
//! What is left is the moment between the last `accept`, which finds none, and `close`: what the kernel sets up then is reset. No
//! server can change that by itself. That is the load balancer's, as in 1; or of who holds the port: under systemd's socket
//! activation the listener is not closed, and the queue waits for the next process.
//!
//! `SO_REUSEPORT` does not help: each listener has a queue of its own, which its close resets. (Linux can hand it on to
//! another listener of the same port: `net.ipv4.tcp_migrate_req`.)

use std::{
    future::pending,
    io, iter,
    net::SocketAddr,
    sync::{
        Arc,
        atomic::{AtomicBool, AtomicU64, Ordering::Relaxed},
    },
    time::Duration,
};

use axum::{
    Router,
    extract::State,
    http::{HeaderValue, StatusCode, header::CONNECTION},
    middleware::map_response_with_state,
    response::Response,
    routing::get,
    serve::Listener,
};
use run_group::{AnyError, Stop, run_group, signal};
use tokio::{
    net::{TcpListener, TcpStream},
    select,
    time::sleep,
};

/// How long an accepted client may take to send its request when the service stops.
const LINGER: Duration = Duration::from_millis(500);

/// What the handlers and the listener share.
#[derive(Default)]
struct Shared {
    stopping: AtomicBool,
    connections: AtomicU64,
    lines: AtomicU64,
}

#[tokio::main]
async fn main() -> Result<(), AnyError> {
    let mut arguments = std::env::args().skip(1);
    let listener = TcpListener::bind(arguments.next().as_deref().unwrap_or("127.0.0.1:8080")).await?;
    let lame_duck = Duration::from_secs(arguments.next().map_or(Ok(0), |seconds| seconds.parse())?);
    println!("listening on http://{}", listener.local_addr()?);
    let state = Arc::new(Shared::default());

    run_group! {
        http:    |stop| serve(listener, &state, stop),
        signals: signal::shutdown(),
    }
    .on_cause(|cause| {
        state.stopping.store(true, Relaxed);
        println!("stopping: {cause}");
    })
    .lame_duck(lame_duck)
    .grace(Duration::from_secs(10))
    .await?;

    println!("served {} connections", state.connections.load(Relaxed));
    Ok(())
}

async fn serve(listener: TcpListener, state: &Arc<Shared>, stop: Stop) -> io::Result<()> {
    let listener =
        DrainingListener { listener: Some(listener), queued: Vec::new(), stop: stop.clone(), state: state.clone() };
    let lingered = async move {
        stop.await;
        sleep(LINGER).await;
    };
    axum::serve(listener, router(state)).with_graceful_shutdown(lingered).await
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
