//! Examples that are stopped at many moments, in the middle of their work: nothing that they have accepted is lost.

mod pages;
mod pipeline;
mod proxy;
mod terminal;

use std::{
    env, fs,
    io::{BufRead, BufReader, Write},
    net::TcpStream,
    path::{Path, PathBuf},
    process,
    sync::mpsc::{Receiver, Sender},
    thread::{self, JoinHandle},
};

use crate::support::{GUARD, number, random, seed};

/// How often each is stopped, unless the environment says otherwise.
const RUNS: u64 = 100;

/// Calls `run` with its number and a moment, a number of chance below `end`, many times.
fn at_many_moments(end: u64, run: impl Fn(u64, u64)) {
    let seed = seed("RUN_GROUP_MOMENTS_SEED");
    println!("RUN_GROUP_MOMENTS_SEED={seed}");
    for number in 0..number("RUN_GROUP_MOMENTS_RUNS").unwrap_or(RUNS) {
        run(number, random(seed, number) % end);
    }
}

/// A directory of a run, which is removed when it is dropped.
struct Directory(PathBuf);

impl Directory {
    fn of(example: &str, run: u64) -> Self {
        let path = env::temp_dir().join(format!("run-group-{example}-{}-{run}", process::id()));
        // What an earlier process of the same number has left, if it was killed.
        let _ = fs::remove_dir_all(&path);
        fs::create_dir(&path).unwrap();
        Directory(path)
    }

    fn path(&self) -> &Path {
        &self.0
    }

    fn file(&self, name: &str) -> String {
        self.0.join(name).to_str().unwrap().to_owned()
    }
}

impl Drop for Directory {
    fn drop(&mut self) {
        // Some other test may have failed, too.
        let _ = fs::remove_dir_all(&self.0);
    }
}

/// A client of a service that answers each line with a line.
struct Lines(BufReader<TcpStream>);

impl Lines {
    fn connect(address: &str) -> std::io::Result<Self> {
        let stream = TcpStream::connect(address)?;
        stream.set_nodelay(true)?;
        stream.set_read_timeout(Some(GUARD))?;
        Ok(Lines(BufReader::new(stream)))
    }

    /// The answer, if one comes.
    fn ask(&mut self, line: &str) -> Option<String> {
        let mut answer = String::new();
        self.0.get_mut().write_all(format!("{line}\n").as_bytes()).ok()?;
        self.0.read_line(&mut answer).ok()?;
        answer.strip_suffix('\n').map(str::to_owned)
    }
}

/// Starts a client that sends lines until one is not answered, and gives those that were. It sends a message for each of them.
fn client(
    address: &str,
    line: impl Fn(u64) -> String + Send + 'static,
    answered: Sender<()>,
) -> JoinHandle<Vec<String>> {
    let mut connection = Lines::connect(address).unwrap();
    thread::spawn(move || {
        let lines = (0..).map(line);
        let answered_ones =
            lines.take_while(|line| connection.ask(line).inspect(|answer| assert_eq!(answer, "ok")).is_some());
        // The messages are not received any more when the example has been asked to stop.
        answered_ones.inspect(|_| _ = answered.send(())).collect()
    })
}

/// Waits until so many lines have been answered.
fn wait_for(answers: u64, answered: &Receiver<()>) {
    for _ in 0..answers {
        answered.recv_timeout(GUARD).expect("lines are answered");
    }
}
