//! Clients of an HTTP service: one request at a time, or one after the other until the service refuses a connection.

use std::{
    fmt,
    io::{self, BufRead, BufReader, ErrorKind, Read, Write},
    net::TcpStream,
    sync::{
        Arc,
        atomic::{AtomicBool, Ordering::Relaxed},
        mpsc::Sender,
    },
    thread::{self, JoinHandle},
};

use super::GUARD;

/// A connection to the service.
pub struct Connection {
    stream: BufReader<TcpStream>,
}

/// What a request was answered with, in full.
#[derive(Debug)]
pub struct Answer {
    pub status: u16,
    pub body: String,
    /// Whether the service closes the connection after it.
    pub closes: bool,
}

/// A request that was not answered in full.
#[derive(Debug)]
pub struct Cut {
    /// Whether a part of the answer had come.
    pub begun: bool,
    pub error: io::Error,
}

impl Connection {
    pub fn open(address: &str) -> io::Result<Self> {
        let stream = TcpStream::connect(address)?;
        stream.set_nodelay(true)?;
        stream.set_read_timeout(Some(GUARD))?;
        Ok(Connection { stream: BufReader::new(stream) })
    }

    pub fn send(&mut self, bytes: &str) -> io::Result<()> {
        self.stream.get_mut().write_all(bytes.as_bytes())
    }

    /// Asks for a page.
    pub fn get(&mut self, path: &str) -> Result<Answer, Cut> {
        self.send(&format!("GET {path} HTTP/1.1\r\nHost: test\r\n\r\n"))
            .map_err(|error| Cut { begun: false, error })?;
        self.answer()
    }

    /// Sends three lines, the last one a little later.
    pub fn post(&mut self) -> Result<Answer, Cut> {
        self.send("POST / HTTP/1.1\r\nHost: test\r\nContent-Length: 14\r\n\r\none\ntwo\n")
            .and_then(|()| {
                thread::yield_now();
                self.send("three\n")
            })
            .map_err(|error| Cut { begun: false, error })?;
        self.answer()
    }

    /// Sends a request without its body, and returns when the service asks for that: then it is handling the request.
    pub fn hold(&mut self) {
        self.send("POST / HTTP/1.1\r\nHost: test\r\nContent-Length: 6\r\nExpect: 100-continue\r\n\r\n").unwrap();
        assert_eq!(self.line().unwrap(), "HTTP/1.1 100 Continue\r\n");
        assert_eq!(self.line().unwrap(), "\r\n");
    }

    /// Sends the body that was held back.
    pub fn release(&mut self) -> Result<Answer, Cut> {
        self.send("three\n").map_err(|error| Cut { begun: false, error })?;
        self.answer()
    }

    /// Waits until the service has answered.
    pub fn answer(&mut self) -> Result<Answer, Cut> {
        let status = self.line().map_err(|error| Cut { begun: false, error })?;
        self.rest(&status).map_err(|error| Cut { begun: true, error })
    }

    /// What comes after the status.
    fn rest(&mut self, status: &str) -> io::Result<Answer> {
        let no_http = || io::Error::other(format!("no status: {status:?}"));
        let status = status.split(' ').nth(1).and_then(|status| status.parse().ok()).ok_or_else(no_http)?;
        let (mut length, mut closes) = (0, false);
        loop {
            let line = self.line()?.to_ascii_lowercase();
            match line.trim_end().split_once(": ") {
                None => break,
                Some(("content-length", value)) => length = value.parse().map_err(io::Error::other)?,
                Some(("connection", value)) => closes = value == "close",
                Some(_) => {}
            }
        }
        let mut body = vec![0; length];
        self.stream.read_exact(&mut body)?;
        Ok(Answer { status, body: String::from_utf8(body).map_err(io::Error::other)?, closes })
    }

    /// The next line of the answer.
    pub fn line(&mut self) -> io::Result<String> {
        let mut line = String::new();
        self.stream.read_line(&mut line)?;
        if line.ends_with('\n') { Ok(line) } else { Err(ErrorKind::UnexpectedEof.into()) }
    }

    /// Whether the service has closed it while it idled.
    fn is_closed(&self) -> io::Result<bool> {
        let stream = self.stream.get_ref();
        stream.set_nonblocking(true)?;
        let read = stream.peek(&mut [0]);
        stream.set_nonblocking(false)?;
        Ok(!read.is_err_and(|error| error.kind() == ErrorKind::WouldBlock))
    }
}

/// What a client does over and over.
#[derive(Clone, Copy, Debug)]
pub enum Habit {
    /// Keeps its connection for all its requests, as long as the service does.
    Keeps,
    /// Opens a connection for each request.
    Opens,
}

/// What clients have seen.
#[derive(Debug, Default)]
pub struct Seen {
    /// Connections that were opened, as far as a client can tell.
    pub connections: u64,
    /// Requests that were answered in full, with 200.
    pub answered: u64,
    /// Connections that the service has closed between two requests.
    pub closed: u64,
    /// Connections that were reset before a byte of the first answer: the service may never have had them.
    pub reset: u64,
    /// Everything else.
    pub failed: Vec<String>,
}

impl Seen {
    pub fn add(&mut self, other: Seen) {
        self.connections += other.connections;
        self.answered += other.answered;
        self.closed += other.closed;
        self.reset += other.reset;
        self.failed.extend(other.failed);
    }
}

impl fmt::Display for Seen {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Seen { connections, answered, closed, reset, failed } = self;
        write!(
            f,
            "{answered} requests answered on {connections} connections; {closed} connections closed while they "
        )?;
        write!(f, "idled, {reset} reset before they were accepted, {} requests failed", failed.len())
    }
}

/// Starts a client that sends one request after the other until the service refuses a connection, or is said not to be
/// ready for another one, or a request fails. It sends a message for each that was answered.
pub fn client(address: &str, habit: Habit, ready: &Arc<AtomicBool>, answered: Sender<()>) -> JoinHandle<Seen> {
    let (address, ready) = (address.to_owned(), ready.clone());
    thread::spawn(move || {
        let mut seen = Seen::default();
        if let Err(failed) = until_refused(&address, habit, &ready, &answered, &mut seen) {
            seen.failed.push(format!("{habit:?}: {failed}"));
        }
        seen
    })
}

/// Starts a load balancer, which asks again and again whether the service is ready, and makes this known when it is
/// not.
pub fn balancer(address: &str, ready: &Arc<AtomicBool>) -> JoinHandle<Seen> {
    let (address, ready) = (address.to_owned(), ready.clone());
    thread::spawn(move || {
        let mut seen = Seen::default();
        while ready.load(Relaxed) {
            seen.connections += 1;
            match Connection::open(&address).map(|mut connection| connection.get("/ready")) {
                Ok(Ok(answer)) => {
                    seen.answered += 1;
                    ready.store(answer.status == 200, Relaxed);
                }
                other => {
                    seen.failed.push(format!("the load balancer: {other:?}"));
                    ready.store(false, Relaxed);
                }
            }
        }
        seen
    })
}

fn until_refused(
    address: &str,
    habit: Habit,
    ready: &AtomicBool,
    answered: &Sender<()>,
    seen: &mut Seen,
) -> Result<(), String> {
    while ready.load(Relaxed) {
        let mut connection = match Connection::open(address) {
            Ok(connection) => connection,
            Err(error) if error.kind() == ErrorKind::ConnectionRefused => return Ok(()),
            // The port was closed in the middle of it.
            Err(error) if is_reset(&error) => {
                seen.connections += 1;
                seen.reset += 1;
                continue;
            }
            Err(error) => return Err(format!("cannot connect: {error}")),
        };
        seen.connections += 1;
        for number in 0.. {
            if number > 0 && connection.is_closed().map_err(|error| error.to_string())? {
                seen.closed += 1;
                break;
            }
            match if number % 2 == 0 { connection.get("/") } else { connection.post() } {
                Ok(answer) if answer.status == 200 && answer.body.starts_with("lines: ") => {
                    seen.answered += 1;
                    // The messages are not received any more when the service has been asked to stop.
                    let _ = answered.send(());
                    if answer.closes || matches!(habit, Habit::Opens) {
                        break;
                    }
                }
                Ok(answer) => return Err(format!("an answer, but {answer:?}")),
                Err(cut) if number == 0 && !cut.begun && is_reset(&cut.error) => {
                    seen.reset += 1;
                    break;
                }
                Err(cut) => return Err(format!("request {number} of a connection: {cut:?}")),
            }
        }
    }
    Ok(())
}

/// Whether the connection was reset: when it was read from, or already when it was written to.
fn is_reset(error: &io::Error) -> bool {
    matches!(error.kind(), ErrorKind::ConnectionReset | ErrorKind::BrokenPipe)
}
