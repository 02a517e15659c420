//! Processes to look at from outside: the examples, and single tests run once more by themselves.

use std::{
    env,
    io::{BufRead, BufReader, Read},
    path::PathBuf,
    process::{Child, Command, ExitStatus, Stdio},
    sync::mpsc::{self, Receiver, RecvTimeoutError},
    thread::{self, JoinHandle},
    time::Duration,
};

/// How long to wait for a process to say or do what is expected of it, before it is killed.
const GUARD: Duration = Duration::from_secs(60);

/// A process whose output is read line by line. It does not outlive the test.
pub struct Process {
    child: Child,
    lines: Receiver<String>,
    errors: Option<JoinHandle<String>>,
}

/// How a process ended, and what it said that had not been read before.
pub struct End {
    pub status: ExitStatus,
    pub lines: Vec<String>,
    pub errors: String,
}

impl Process {
    pub fn start(command: &mut Command) -> Self {
        let mut child =
            command.stdin(Stdio::null()).stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().expect("it starts");
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

    /// The next line that it prints.
    #[track_caller]
    pub fn line(&self) -> String {
        self.lines.recv_timeout(GUARD).expect("it prints another line")
    }

    /// Sends it a signal: `TERM`, `INT`.
    pub fn signal(&self, name: &str) {
        kill(name, self.child.id());
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
        // Nobody can print any more, so it has ended, or is about to.
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
pub fn kill(name: &str, id: u32) {
    let kill = Command::new("sh").arg("-c").arg(format!("kill -{name} {id}")).status().unwrap();
    assert!(kill.success(), "cannot send SIG{name} to {id}");
}

fn example(name: &str) -> PathBuf {
    let this = env::current_exe().unwrap();
    let path = this.parent().unwrap().parent().unwrap().join("examples").join(name);
    assert!(path.exists(), "{} is not there: `cargo test` builds it, as does `cargo build --examples`", path.display());
    path
}

const ALONE: &str = "RUN_GROUP_TEST_ALONE";
const HERE: &str = "here I am";

/// Runs `body` in a process that runs nothing else: this test executable, once more, told to run only the calling test.
/// `test` is the test's name.
///
/// In that process it does not return: it exits, with 0 if `body` returned. Here it gives how that process ended.
pub fn alone(test: &str, body: impl FnOnce()) -> End {
    if env::var_os(ALONE).is_some() {
        println!("\n{HERE}");
        body();
        std::process::exit(0);
    }
    let mut end = Process::start(
        Command::new(env::current_exe().unwrap()).args([test, "--exact", "--nocapture"]).env(ALONE, "1"),
    )
    .end();
    // What stands before comes from the test harness.
    let here = end.lines.iter().position(|line| line == HERE);
    end.lines.drain(..=here.unwrap_or_else(|| panic!("there is no test `{test}`")));
    end
}

/// Fails, with what the process said, unless it ended with that code.
#[track_caller]
pub fn expect_code(end: &End, code: i32) {
    assert_eq!(end.status.code(), Some(code), "{}\n{:#?}\n{}", end.status, end.lines, end.errors);
}
