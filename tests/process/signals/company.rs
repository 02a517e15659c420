//! Processes around the group's: `timeout`, its process group with a child, a reader that has gone.

use std::{
    io::{Write, stderr},
    os::unix::process::ExitStatusExt,
    process::Command,
};

use futures::executor::block_on;
use libc::SIGTERM;
use run_group::{run_group, signal};

use super::{expect_said, say};
use crate::support::{
    Process, expect_code,
    sigaction::{raise, send},
};

/// It signals the process, and then the whole process group: one request. On a machine that is too slow to start the process
/// in its time, it is tried again.
#[test]
fn under_timeout_it_drains() {
    for seconds in ["0.5", "5", "30"] {
        let process = Process::alone_by(&["timeout", "--kill-after=60", seconds], || {
            run_group! {
                signals: signal::shutdown() => drop,
                drains:  |stop| async { println!("running"); stop.stopped().await; println!("drained"); Ok(()) },
            }
            .on_cause(say)
            .run()
            .unwrap();
            println!("cleaned up");
        });
        let end = process.end();
        if end.lines.is_empty() {
            continue;
        }
        assert_eq!(end.lines, ["running", "received SIGTERM", "drained", "cleaned up"]);
        // Of `timeout`, which says that the time was up.
        expect_code(&end, 124);
        break;
    }
}

/// As from a terminal. In a session of its own, so that the tests are not in it.
#[test]
fn a_child_in_its_process_group_gets_the_signal_too() {
    let end = Process::alone_by(&["setsid"], || {
        let group = run_group! { signals: signal::shutdown() => drop };
        let mut child = Command::new("sleep").arg("1000").spawn().unwrap();
        send(SIGTERM, 0);
        group.on_cause(say).run().unwrap();
        assert_eq!(child.wait().unwrap().signal(), Some(SIGTERM));
    })
    .end();
    expect_said(&end, &["received SIGTERM"]);
}

/// Its reader has gone. The exit code is right all the same.
#[test]
fn an_error_that_is_not_read_has_its_exit_code() {
    let end = Process::alone_by(&["bash", "-c", "\"$@\" 2> >(exec true)", "bash"], || {
        let group = run_group! {
            signals: signal::shutdown() => drop,
            fails:   |stop| async { stop.stopped().await; Err("broken".into()) },
        };
        while stderr().write_all(b"?").is_ok() {}
        raise(SIGTERM);
        block_on(group.on_cause(say).exit());
    })
    .end();
    expect_code(&end, 1);
    assert_eq!(end.lines, ["received SIGTERM"]);
}
