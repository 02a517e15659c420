//! The recipes whose point is the process: its signals, its terminal, its exit code. Each run is a process of its own.
#![cfg(unix)]

use std::{
    fs::File,
    io::{BufRead, BufReader, Lines, Write},
    os::{
        fd::OwnedFd,
        unix::{net::UnixStream, process::CommandExt},
    },
    process::{Child, Command, Stdio},
    time::Duration,
};

use rustix::{
    fs::{Mode, OFlags},
    process::{Pid, Signal, kill_process_group},
    pty::{OpenptFlags, grantpt, openpt, ptsname, unlockpt},
};

/// A shell that waits for another process, which says the number of the shell.
const FAMILY: &str = "sh -c 'echo $PPID; exec sleep 60'; exit";
/// A run takes less, unless it never ends.
const NEVER: Duration = Duration::from_secs(20);

/// A process that runs a recipe.
struct Program {
    process: Child,
    lines: Lines<BufReader<UnixStream>>,
}

impl Program {
    /// Starts a command whose output is read line by line.
    fn start(command: &mut Command) -> Self {
        let (ours, theirs) = UnixStream::pair().unwrap();
        ours.set_read_timeout(Some(NEVER)).unwrap();
        let process = command.stdout(OwnedFd::from(theirs)).spawn().unwrap();
        // The command would keep the output open.
        command.stdout(Stdio::null());
        Program { process, lines: BufReader::new(ours).lines() }
    }

    fn line(&mut self) -> String {
        self.lines.next().expect("a line").unwrap()
    }

    /// Waits until no process has the output open any more. Gives the remaining lines and the exit code.
    fn end(mut self) -> (Vec<String>, Option<i32>) {
        let lines = self.lines.by_ref().map(|line| line.expect("a process is left")).collect();
        (lines, self.process.wait().unwrap().code())
    }
}

impl Drop for Program {
    /// A test that fails leaves no process.
    fn drop(&mut self) {
        let _ = self.process.kill();
    }
}

/// A command that runs a recipe. It ignores no signal, even if the tests have begun in the background or under `nohup`.
fn recipe(name: &str) -> Command {
    let status = std::fs::read_to_string("/proc/self/status").unwrap_or_default();
    let set = status.lines().find_map(|line| line.strip_prefix("SigIgn:"));
    let ignores_any = set.is_some_and(|set| u64::from_str_radix(set.trim(), 16).unwrap() & 0b111 != 0);
    let mut command = Command::new("env");
    command.args(ignores_any.then_some("--default-signal=INT,HUP,QUIT")).args([env!("CARGO_BIN_EXE_run_recipe"), name]);
    command
}

/// Runs a recipe with the family a hundred times, each time in a process group of its own. `signal` gets its number, and
/// the number of the shell.
fn a_hundred_times(name: &str, signal: impl Fn(usize, Pid, Pid)) {
    for run in 0..100 {
        let mut program = Program::start(recipe(name).args(["sh", "-c", FAMILY]).process_group(0));
        let child = Pid::from_raw(program.line().parse().unwrap()).unwrap();

        signal(run, Pid::from_child(&program.process), child);

        assert_eq!(program.end(), (vec![], Some(0)), "{name}, run {run}");
    }
}

/// As a terminal does it: to the process group in the foreground.
fn ctrl_c(_: usize, group: Pid, _: Pid) {
    kill_process_group(group, Signal::INT).unwrap();
}

/// As a service manager does it: to each process, in any order.
fn terminate_all(run: usize, group: Pid, child: Pid) {
    let mut groups = [group, child];
    groups.rotate_left(run % 2);
    for group in groups {
        // What is not left any more has been asked by its parent.
        let _ = kill_process_group(group, Signal::TERM);
    }
}

#[test]
fn a_hundred_ctrl_cs_and_no_wrong_exit_code() {
    for name in ["std_process", "tokio_process", "terminal_child"] {
        a_hundred_times(name, ctrl_c);
    }
}

#[test]
fn a_hundred_sigterms_and_no_wrong_exit_code() {
    for name in ["std_process", "tokio_process", "terminal_child"] {
        a_hundred_times(name, terminate_all);
    }
}

#[test]
fn a_child_may_read_from_the_terminal() {
    let terminal = openpt(OpenptFlags::RDWR | OpenptFlags::NOCTTY).unwrap();
    grantpt(&terminal).unwrap();
    unlockpt(&terminal).unwrap();
    let path = ptsname(&terminal, []).unwrap();
    let input = rustix::fs::open(path, OFlags::RDWR | OFlags::NOCTTY, Mode::empty()).unwrap();
    let mut keys = File::from(terminal);
    let script = "echo started; read line; echo $line; sleep 60; exit";
    let mut command = recipe("--terminal");
    let mut program = Program::start(command.args(["terminal_child", "sh", "-c", script]).stdin(input));
    assert_eq!(program.line(), "started");

    keys.write_all(b"hello\n").unwrap();
    assert_eq!(program.line(), "hello");
    keys.write_all(b"\x03").unwrap();

    assert_eq!(program.end(), (vec![], Some(0)));
}

#[test]
fn all_lines_of_the_log_are_written() {
    let (lines, code) = Program::start(&mut recipe("log_guard")).end();

    assert_eq!(code, Some(1));
    assert_eq!(lines.len(), 501);
    assert!(lines[499].ends_with("line=499"), "{}", lines[499]);
    assert!(lines[500].ends_with("actor `job` failed: no space left"), "{}", lines[500]);
}
