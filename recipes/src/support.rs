//! What the tests of the recipes share.

use std::{
    future::Future,
    io,
    net::SocketAddr,
    os::{fd::OwnedFd, unix::net::UnixStream},
    process::{Command, Stdio},
    sync::mpsc::{self, Receiver, RecvTimeoutError},
    thread,
    time::{Duration, Instant},
};

use run_group::signal::{Listener, listen as listen_for};
use rustix::process::{Pid, Signal, WaitId, WaitIdOptions, getpid, kill_process, waitid};
use tokio::{
    io::{AsyncBufReadExt, AsyncReadExt, AsyncWriteExt, BufReader},
    net::{TcpListener, TcpStream},
    sync::{Mutex, MutexGuard},
    task::yield_now,
    time::timeout,
};

/// Nothing in these tests takes this long, unless it never ends.
pub const NEVER: Duration = Duration::from_secs(20);

static SIGNALS: Mutex<()> = Mutex::const_new(());

/// One test at a time, since a signal reaches the whole process. It also listens for the signals, so that one that the
/// service under test does not listen for does not end the process with all its tests.
#[expect(dead_code, reason = "held until it is dropped")]
pub struct Alone(MutexGuard<'static, ()>, Listener);

pub async fn alone() -> Alone {
    Alone(SIGNALS.lock().await, ours())
}

/// The same, in a test without a runtime.
pub fn alone_blocking() -> Alone {
    Alone(SIGNALS.blocking_lock(), ours())
}

/// Listens for what the tests send.
fn ours() -> Listener {
    listen_for([run_group::Signal::Terminate, run_group::Signal::Hangup])
}

impl Alone {
    /// Asks this process to stop, as a service manager does. The service under test must be listening.
    #[expect(clippy::unused_self, reason = "a test that is not alone would stop others")]
    pub fn terminate(&self) {
        kill_process(getpid(), Signal::TERM).unwrap();
    }

    /// Sends this process SIGHUP.
    #[expect(clippy::unused_self, reason = "a test that is not alone would signal others")]
    pub fn hang_up(&self) {
        kill_process(getpid(), Signal::HUP).unwrap();
    }
}

/// What the future gives. Fails where it takes for ever.
#[track_caller]
pub fn soon<F: Future>(future: F) -> impl Future<Output = F::Output> {
    let caller = std::panic::Location::caller();
    async move { timeout(NEVER, future).await.unwrap_or_else(|_| panic!("it takes for ever at {caller}")) }
}

/// Asks until the answer is yes. Fails where that takes for ever, in real time and not in the runtime's.
pub async fn until(mut is_so: impl AsyncFnMut() -> bool) {
    let start = Instant::now();
    while !is_so().await {
        assert!(start.elapsed() < NEVER, "it takes for ever");
        yield_now().await;
    }
}

/// Lets everything run that can, so that what must not happen yet would.
pub async fn settle() {
    for _ in 0..100 {
        yield_now().await;
    }
}

/// The same as `until`, in a test without a runtime.
pub fn until_blocking(mut is_so: impl FnMut() -> bool) {
    let start = Instant::now();
    while !is_so() {
        assert!(start.elapsed() < NEVER, "it takes for ever");
    }
}

/// What the channel gives, or `None` at its end. Fails where it takes for ever.
#[track_caller]
pub fn receive<T>(channel: &Receiver<T>) -> Option<T> {
    match channel.recv_timeout(NEVER) {
        Ok(value) => Some(value),
        Err(RecvTimeoutError::Disconnected) => None,
        Err(RecvTimeoutError::Timeout) => panic!("it takes for ever"),
    }
}

/// Runs what blocks on a thread of its own, and gives what it returns through a channel.
pub fn on_a_thread<T: Send + 'static>(f: impl FnOnce() -> T + Send + 'static) -> Receiver<T> {
    let (sender, receiver) = mpsc::channel();
    thread::spawn(move || sender.send(f()));
    receiver
}

/// A shell that runs the script, and its output, which ends when no process has it open any more.
pub fn shell(script: &str) -> (Command, UnixStream) {
    let (ours, theirs) = UnixStream::pair().unwrap();
    ours.set_read_timeout(Some(NEVER)).unwrap();
    let mut command = Command::new("sh");
    command.args(["-c", script]).stdout(OwnedFd::from(theirs)).stderr(Stdio::null());
    (command, ours)
}

/// The lines of an output, for tests with a runtime.
pub struct Lines(tokio::io::Lines<BufReader<tokio::net::UnixStream>>);

impl Lines {
    pub fn of(output: UnixStream) -> Self {
        output.set_nonblocking(true).unwrap();
        Lines(BufReader::new(tokio::net::UnixStream::from_std(output).unwrap()).lines())
    }

    pub async fn next(&mut self) -> Option<String> {
        soon(self.0.next_line()).await.unwrap()
    }
}

/// The process with the number that this line is.
pub fn number(line: &str) -> Pid {
    Pid::from_raw(line.parse().unwrap()).unwrap()
}

/// Whether this child has been stopped, and not yet continued.
pub fn is_stopped(child: Pid) -> bool {
    let options = WaitIdOptions::STOPPED | WaitIdOptions::NOWAIT | WaitIdOptions::NOHANG;
    waitid(WaitId::Pid(child), options).unwrap().is_some()
}

/// Whether this child has been waited for.
pub fn is_gone(child: Pid) -> bool {
    waitid(WaitId::Pid(child), WaitIdOptions::EXITED | WaitIdOptions::NOWAIT | WaitIdOptions::NOHANG).is_err()
}

/// Stops the runtime's paused time until what this gives is dropped. Paused time only advances while no task and no
/// blocking call runs, and this is a blocking call.
pub fn hold_the_clock() -> mpsc::Sender<()> {
    let (clock, stopped) = mpsc::channel();
    tokio::task::spawn_blocking(move || stopped.recv());
    clock
}

/// A listener on a port of its own.
pub async fn listen() -> (TcpListener, SocketAddr) {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = listener.local_addr().unwrap();
    (listener, address)
}

/// Waits until the port is closed: the server has begun to stop.
pub async fn closed(address: SocketAddr) {
    until(async || TcpStream::connect(address).await.is_err()).await;
}

/// What the server answers, up to the end of the connection.
pub async fn get(address: SocketAddr, path: &str) -> io::Result<String> {
    let mut connection = TcpStream::connect(address).await?;
    let request = format!("GET {path} HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n");
    connection.write_all(request.as_bytes()).await?;
    rest(&mut connection).await
}

/// A connection that is kept alive after a request that has been answered.
pub async fn idle(address: SocketAddr, path: &str) -> TcpStream {
    let mut connection = TcpStream::connect(address).await.unwrap();
    let request = format!("POST {path} HTTP/1.1\r\nHost: localhost\r\nContent-Length: 5\r\n\r\nhello");
    connection.write_all(request.as_bytes()).await.unwrap();
    read_until(&mut connection, "\r\n\r\nhello").await;
    connection
}

/// The rest of what is sent, up to the end of the connection.
pub async fn rest(connection: &mut TcpStream) -> io::Result<String> {
    let mut text = String::new();
    soon(connection.read_to_string(&mut text)).await?;
    Ok(text)
}

/// Reads up to and including this text.
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
        // The handler has been called, since it has asked for the body.
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
        assert!(matches!(read, Ok(0) | Err(_)), "the request was answered");
    }
}
