//! Signals that are ignored when the first group begins to listen: under `nohup`, and in a background job of a shell.

use libc::{SIGHUP, SIGINT, SIGQUIT, SIGTERM, SIGUSR2};
use run_group::{Signal, signal};
use tokio::{
    runtime::Builder,
    signal::unix::{self, SignalKind},
};

use super::{EACH, expect_killed, expect_said, hears_nothing_until, wait_for_the_end};
use crate::support::{
    Process, alone,
    sigaction::{Disposition, raise},
};

/// Raises signals that are ignored, in a group that listens for them and after it, and then one that ends the process.
fn ignores(signals: &[i32]) {
    let listener = signal::listen(EACH);
    for &number in signals {
        assert!(Disposition::of(number).is_ignored());
        raise(number);
    }
    hears_nothing_until(&listener, SIGTERM, Signal::Terminate);
    drop(listener);
    for &number in signals {
        assert!(Disposition::of(number).is_ignored());
        raise(number);
    }
    println!("still here");
    raise(SIGTERM);
    wait_for_the_end();
}

#[test]
fn under_nohup_sighup_stays_ignored() {
    let end = Process::alone_by(&["nohup"], || ignores(&[SIGHUP])).end();
    assert!(end.lines.contains(&"still here".into()), "{:?}", end.lines);
    expect_killed(&end, SIGTERM);
}

#[test]
fn in_a_background_job_sigint_and_sigquit_stay_ignored() {
    let end = Process::alone_by(&["sh", "-c", "\"$@\" & wait $!", "sh"], || ignores(&[SIGINT, SIGQUIT])).end();
    assert!(end.lines.contains(&"still here".into()), "{:?}", end.lines);
    // The shell says so.
    assert_eq!(end.status.code(), Some(128 + SIGTERM));
}

#[test]
fn where_tokio_has_listened_for_it_before_it_is_heard() {
    let end = Process::alone_by(&["nohup"], || {
        let runtime = Builder::new_current_thread().enable_all().build().unwrap();
        let mut host = runtime.block_on(async { unix::signal(SignalKind::hangup()).unwrap() });
        let listener = signal::listen([Signal::Hangup]);
        raise(SIGHUP);
        assert_eq!(listener.blocking_next(), Signal::Hangup);
        runtime.block_on(host.recv()).unwrap();
    })
    .end();
    expect_said(&end, &[]);
}

/// A service manager that has it ignored wants it heard all the same.
#[test]
fn sigterm_is_heard_and_ignored_again_after_the_group() {
    let end = alone(|| {
        for number in [SIGTERM, SIGUSR2] {
            Disposition::ignored().set(number);
        }
        let before = Disposition::of(SIGTERM);
        for _ in 0..2 {
            let listener = signal::listen([Signal::Terminate, Signal::User2]);
            hears_nothing_until(&listener, SIGTERM, Signal::Terminate);
            hears_nothing_until(&listener, SIGUSR2, Signal::User2);
            raise(SIGTERM);
            // Nobody has looked at that one, and it is ignored.
            drop(listener);
            assert_eq!(Disposition::of(SIGTERM), before);
            raise(SIGTERM);
        }
    });
    expect_said(&end, &[]);
}
