//! What the tests of the recipes share.

use std::{
    future::Future,
    io,
    net::SocketAddr,
    sync::mpsc::{self, Receiver, RecvTimeoutError},
    thread,
    time::{Duration, Instant},
};

use run_group::signal::{Signals, shutdown};
use rustix::process::{Signal, getpid, kill_process};
use tokio::{
    io::{AsyncReadExt, AsyncWriteExt},
    net::{TcpListener, TcpStream},
    sync::{Mutex, MutexGuard},
    time::timeout,
};

/// Nothing in these tests takes as long, unless it never ends.
pub const NEVER: Duration = Duration::from_secs(20);

static SIGNALS: Mutex<()> = Mutex::const_new(());

/// One test at a time: a signal is the whole process's. One that the service under test does not listen for goes unheard,
/// and does not end the process with all its tests.
#[expect(dead_code, reason = "held until it is dropped")]
pub struct Alone(MutexGuard<'static, ()>, Signals);

pub async fn alone() -> Alone {
    Alone(SIGNALS.lock().await, shutdown())
}

/// The same, in a test without a runtime.
pub fn alone_blocking() -> Alone {
    Alone(SIGNALS.blocking_lock(), shutdown())
}

impl Alone {
    /// Asks this process to stop, as a service manager does. The service under test must be listening.
    #[expect(clippy::unused_self, reason = "who is not alone would stop others")]
    pub fn terminate(&self) {
        kill_process(getpid(), Signal::TERM).unwrap();
    }
}

/// What the future gives, which must not take for ever.
#[track_caller]
pub fn soon<F: Future>(future: F) -> impl Future<Output = F::Output> {
    let caller = std::panic::Location::caller();
    async move { timeout(NEVER, future).await.unwrap_or_else(|_| panic!("it takes for ever at {caller}")) }
}

/// Asks until it is so, which must not take for ever, whatever the clock of the runtime says.
pub async fn until(mut is_so: impl AsyncFnMut() -> bool) {
    let start = Instant::now();
    while !is_so().await {
        assert!(start.elapsed() < NEVER, "it takes for ever");
    }
}

/// The same, in a test without a runtime.
pub fn until_blocking(mut is_so: impl FnMut() -> bool) {
    let start = Instant::now();
    while !is_so() {
        assert!(start.elapsed() < NEVER, "it takes for ever");
    }
}

/// What the channel gives, which must not take for ever. `None` is its end.
#[track_caller]
pub fn receive<T>(channel: &Receiver<T>) -> Option<T> {
    match channel.recv_timeout(NEVER) {
        Ok(value) => Some(value),
        Err(RecvTimeoutError::Disconnected) => None,
        Err(RecvTimeoutError::Timeout) => panic!("it takes for ever"),
    }
}

/// What a thread of its own gives: for what blocks its thread.
pub fn on_a_thread<T: Send + 'static>(f: impl FnOnce() -> T + Send + 'static) -> Receiver<T> {
    let (sender, receiver) = mpsc::channel();
    thread::spawn(move || sender.send(f()));
    receiver
}

/// Time stands still until what this gives is dropped, however long everybody waits. It must be paused already: then
/// it goes on by leaps, once nobody has anything to do.
pub fn hold_the_clock() -> mpsc::Sender<()> {
    let (clock, stands) = mpsc::channel();
    tokio::task::spawn_blocking(move || stands.recv());
    clock
}

/// A listener on a port of its own.
pub async fn listen() -> (TcpListener, SocketAddr) {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = listener.local_addr().unwrap();
    (listener, address)
}

/// Waits until nobody listens there any more: the server knows that it is to stop.
pub async fn closed(address: SocketAddr) {
    until(async || TcpStream::connect(address).await.is_err()).await;
}

/// Gives what the server answers, up to the end of the connection.
pub async fn get(address: SocketAddr, path: &str) -> io::Result<String> {
    let mut connection = TcpStream::connect(address).await?;
    let request = format!("GET {path} HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n");
    connection.write_all(request.as_bytes()).await?;
    rest(&mut connection).await
}

/// A connection that is kept alive, behind a request that has been answered.
pub async fn idle(address: SocketAddr, path: &str) -> TcpStream {
    let mut connection = TcpStream::connect(address).await.unwrap();
    let request = format!("POST {path} HTTP/1.1\r\nHost: localhost\r\nContent-Length: 5\r\n\r\nhello");
    connection.write_all(request.as_bytes()).await.unwrap();
    read_until(&mut connection, "\r\n\r\nhello").await;
    connection
}

/// Gives what is still to be read, up to the end.
pub async fn rest(connection: &mut TcpStream) -> io::Result<String> {
    let mut text = String::new();
    soon(connection.read_to_string(&mut text)).await?;
    Ok(text)
}

/// Reads until this has been read.
pub async fn read_until(connection: &mut TcpStream, end: &str) -> String {
    let mut text = String::new();
    soon(async {
        while !text.ends_with(end) {
            text.push(connection.read_u8().await.unwrap().into());
        }
    })
    .await;
    text
}

/// A request whose handler waits for the rest of it.
pub struct InFlight(TcpStream);

impl InFlight {
    pub async fn post(address: SocketAddr, path: &str) -> Self {
        let mut stream = TcpStream::connect(address).await.unwrap();
        let request = format!(
            "POST {path} HTTP/1.1\r\nHost: localhost\r\nContent-Type: text/plain\r\n\
             Content-Length: 5\r\nExpect: 100-continue\r\n\r\n"
        );
        stream.write_all(request.as_bytes()).await.unwrap();
        // The handler has been called: it has asked for the body.
        let asked = read_until(&mut stream, "\r\n\r\n").await;
        assert!(asked.starts_with("HTTP/1.1 100 "), "{asked}");
        InFlight(stream)
    }

    /// Sends the rest, and gives the answer, up to the end of the connection.
    pub async fn finish(mut self) -> io::Result<String> {
        self.0.write_all(b"hello").await?;
        rest(&mut self.0).await
    }

    /// Waits until the server has closed the connection without an answer.
    pub async fn cut_off(mut self) {
        let read = soon(self.0.read(&mut [0])).await;
        assert!(matches!(read, Ok(0) | Err(_)), "it was answered");
    }
}
