//! Processes to look at from outside: the examples, and single tests run once more by themselves.

use std::{
    any::type_name,
    env,
    ffi::OsStr,
    io::{BufRead, BufReader, Read},
    path::PathBuf,
    process::{Child, Command, ExitStatus, Stdio},
    sync::mpsc::{self, Receiver, RecvTimeoutError},
    thread::{self, JoinHandle},
    time::Duration,
};

/// How long to wait for a process to print or do what is expected of it, before it is killed.
pub const GUARD: Duration = Duration::from_secs(60);

/// A process whose output is read line by line, and whose input stays open and empty. It does not outlive the test.
pub struct Process {
    child: Child,
    lines: Receiver<String>,
    errors: Option<JoinHandle<String>>,
}

/// How a process ended, and what it printed that had not been read before.
pub struct End {
    pub status: ExitStatus,
    pub lines: Vec<String>,
    pub errors: String,
}

impl Process {
    pub fn start(command: &mut Command) -> Self {
        let mut child =
            command.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().expect("it starts");
        let output = BufReader::new(child.stdout.take().unwrap());
        let mut errors = child.stderr.take().unwrap();
        let (line, lines) = mpsc::channel();
        thread::spawn(move || output.lines().map_while(Result::ok).try_for_each(|text| line.send(text)));
        let errors = thread::spawn(move || {
            let mut text = String::new();
            errors.read_to_string(&mut text).unwrap();
            text
        });
        Process { child, lines, errors: Some(errors) }
    }

    /// An example, as `cargo test` builds it.
    pub fn example(name: &str, args: &[&str]) -> Self {
        Process::start(Command::new(example(name)).args(args))
    }

    /// A process that runs `body` and nothing else: this test executable once more, with the calling test alone.
    /// `body` is a closure of that test itself, not of a function that it calls.
    ///
    /// In that process it does not return: it exits, with 0 if `body` returned.
    #[track_caller]
    pub fn alone<F: FnOnce()>(body: F) -> Self {
        Process::alone_in(test_of::<F>(), body)
    }

    /// The same, with the test given by its name.
    #[track_caller]
    pub fn alone_in(test: &str, body: impl FnOnce()) -> Self {
        Process::alone_in_by(test, &[], body)
    }

    /// As [`alone`](Self::alone), started by another program: its words, after which the command comes.
    #[track_caller]
    pub fn alone_by<F: FnOnce()>(starter: &[&str], body: F) -> Self {
        Process::alone_in_by(test_of::<F>(), starter, body)
    }

    #[track_caller]
    pub fn alone_in_by(test: &str, starter: &[&str], body: impl FnOnce()) -> Self {
        if env::var_os(ALONE).is_some() {
            println!("\n{HERE}");
            body();
            std::process::exit(0);
        }
        let this = env::current_exe().unwrap();
        let words: Vec<_> = starter.iter().map(OsStr::new).chain([this.as_os_str()]).collect();
        let command = &mut Command::new(words[0]);
        let process = Process::start(command.args(&words[1..]).args([test, "--exact", "--nocapture"]).env(ALONE, "1"));
        // What comes before is from the test harness.
        while process.lines.recv_timeout(GUARD).unwrap_or_else(|_| panic!("there is no test `{test}`")) != HERE {}
        process
    }

    /// The next line that it prints.
    #[track_caller]
    pub fn line(&self) -> String {
        self.lines.recv_timeout(GUARD).expect("it prints another line")
    }

    pub fn id(&self) -> u32 {
        self.child.id()
    }

    /// Sends it a signal: `TERM`, `INT`.
    pub fn signal(&self, name: &str) {
        kill(name, self.id());
    }

    pub fn has_ended(&mut self) -> bool {
        self.child.try_wait().unwrap().is_some()
    }

    /// Waits until it has ended.
    #[track_caller]
    pub fn end(mut self) -> End {
        let mut lines = Vec::new();
        loop {
            match self.lines.recv_timeout(GUARD) {
                Ok(line) => lines.push(line),
                Err(RecvTimeoutError::Disconnected) => break,
                Err(RecvTimeoutError::Timeout) => panic!("it does not end; it said {lines:#?}"),
            }
        }
        // Its output is closed, so it has ended, or is about to.
        let status = self.child.wait().unwrap();
        let errors = self.errors.take().unwrap().join().unwrap();
        End { status, lines, errors }
    }
}

impl Drop for Process {
    fn drop(&mut self) {
        // It may have ended long ago.
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

/// Sends a signal to a process, and returns when that is done.
#[track_caller]
pub fn kill(name: &str, id: u32) {
    shell(&format!("kill -{name} {id}"));
}

/// Runs a line in a shell, which can send many signals in less time than a process takes to start.
#[track_caller]
pub fn shell(line: &str) {
    let status = Command::new("sh").args(["-c", line]).status().unwrap();
    assert!(status.success(), "{line}: {status}");
}

/// Where an example is.
pub fn example(name: &str) -> PathBuf {
    let this = env::current_exe().unwrap();
    let path = this.parent().unwrap().parent().unwrap().join("examples").join(name);
    assert!(path.exists(), "{} is not there: `cargo test` builds it, as does `cargo build --examples`", path.display());
    path
}

const ALONE: &str = "RUN_GROUP_TEST_ALONE";
const HERE: &str = "the test begins";

/// The name of the test that a closure is written in.
pub fn test_of<F>() -> &'static str {
    let path = type_name::<F>();
    let path = path.split_once("::").map_or(path, |(_crate, path)| path);
    path.split_once("::{{closure}}").map_or(path, |(test, _closure)| test)
}

/// Runs `body` in a process that runs nothing else, as [`Process::alone`] does, and waits for its end.
#[track_caller]
pub fn alone<F: FnOnce()>(body: F) -> End {
    Process::alone(body).end()
}

/// Fails, with what the process said, unless it ended with that code.
#[track_caller]
pub fn expect_code(end: &End, code: i32) {
    assert_eq!(end.status.code(), Some(code), "{}\n{:#?}\n{}", end.status, end.lines, end.errors);
}
