//! Processes to look at from outside: single tests, run once more by themselves.
//!
//! For the tests that start processes, each of which includes this file.

use std::{
    any::type_name,
    env,
    ffi::OsStr,
    io::{BufRead, BufReader, Read},
    process::{Child, Command, ExitStatus, Stdio},
    sync::mpsc::{self, Receiver, RecvTimeoutError},
    thread::{self, JoinHandle},
    time::Duration,
};

/// How long to wait for a process to print or do what is expected of it, before it is killed.
pub const GUARD: Duration = Duration::from_secs(60);

/// A process whose output is read line by line, and whose input stays open and empty. It does not outlive the test.
pub struct Process {
    pub(super) child: Child,
    pub(super) lines: Receiver<String>,
    errors: Option<JoinHandle<String>>,
}

/// How a process ended, and what it printed that had not been read before.
pub struct End {
    pub status: ExitStatus,
    pub lines: Vec<String>,
    pub errors: String,
}

/// A command that runs a program which ignores no signal: what runs the tests may have begun in the background, or under `nohup`.
#[cfg(unix)]
pub fn program(path: impl AsRef<OsStr>) -> Command {
    let mut command = Command::new("env");
    command.args(ignores_any().then_some("--default-signal=INT,HUP,QUIT")).arg(path);
    command
}

#[cfg(windows)]
pub fn program(path: impl AsRef<OsStr>) -> Command {
    Command::new(path)
}

/// Whether this process ignores SIGINT, SIGHUP or SIGQUIT, where the system shows that.
#[cfg(unix)]
fn ignores_any() -> bool {
    const HANGUP_INTERRUPT_QUIT: u64 = 0b111;
    let status = std::fs::read_to_string("/proc/self/status").unwrap_or_default();
    let ignored = status.lines().find_map(|line| line.strip_prefix("SigIgn:"));
    ignored.is_some_and(|set| u64::from_str_radix(set.trim(), 16).unwrap() & HANGUP_INTERRUPT_QUIT != 0)
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
        Process::alone_with(test, |_| {}, body)
    }

    /// As [`alone`](Self::alone), started by another program: its words, after which the command comes.
    #[cfg(unix)]
    #[track_caller]
    pub fn alone_by<F: FnOnce()>(starter: &[&str], body: F) -> Self {
        Process::alone_in_by(test_of::<F>(), starter, body)
    }

    /// The same, with the test given by its name.
    #[cfg(unix)]
    #[track_caller]
    pub fn alone_in_by(test: &str, starter: &[&str], body: impl FnOnce()) -> Self {
        Process::alone_started(test, starter, |_| {}, body)
    }

    /// As [`alone_in`](Self::alone_in), started as `set_up` says.
    #[track_caller]
    pub fn alone_with(test: &str, set_up: impl FnOnce(&mut Command), body: impl FnOnce()) -> Self {
        Process::alone_started(test, &[], set_up, body)
    }

    #[track_caller]
    fn alone_started(test: &str, starter: &[&str], set_up: impl FnOnce(&mut Command), body: impl FnOnce()) -> Self {
        if env::var_os(ALONE).is_some() {
            println!("\n{HERE}");
            body();
            std::process::exit(0);
        }
        let this = env::current_exe().unwrap();
        let words: Vec<_> = starter.iter().map(OsStr::new).chain([this.as_os_str()]).collect();
        let mut command = program(words[0]);
        // A console of its own, whose events reach it alone.
        #[cfg(windows)]
        std::os::windows::process::CommandExt::creation_flags(&mut command, NO_WINDOW);
        set_up(command.args(&words[1..]).args([test, "--exact", "--nocapture"]).env(ALONE, "1"));
        let process = Process::start(&mut command);
        // What comes before is from the test harness.
        while process.lines.recv_timeout(GUARD).unwrap_or_else(|_| panic!("there is no test `{test}`")) != HERE {}
        process
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

/// The creation flag of a process with a console of its own, which has no window.
#[cfg(windows)]
pub const NO_WINDOW: u32 = 0x0800_0000;

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
