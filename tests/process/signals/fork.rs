//! Forks: a child is not the group.

use futures::executor::block_on;
use libc::{SIGTERM, SIGUSR1};
use run_group::{Signal, run_group, signal};

use super::expect_said;
use crate::support::{
    alone,
    sigaction::{Disposition, Ended, chained_calls, fork, raise, send},
};

/// It keeps what it has inherited open, without knowing.
#[test]
fn a_child_that_lives_on_does_not_hold_up_the_group() {
    let end = alone(|| {
        let group = run_group! {
            signals: signal::shutdown() => drop,
            job:     async { Ok(()) } => drop,
        };
        let child = fork(|| loop { std::thread::park() });
        block_on(group).unwrap();
        println!("the group has returned");
        send(SIGTERM, child.id());
        assert_eq!(child.end(), Ended::Killed(SIGTERM));
    });
    expect_said(&end, &["the group has returned"]);
}

#[test]
fn a_handler_between_two_of_ours_keeps_a_child_alive() {
    let end = alone(|| {
        let first = signal::listen([Signal::User1]);
        Disposition::chain(0, SIGUSR1);
        drop(first);
        let _second = signal::listen([Signal::User1]);
        let child = fork(|| {
            raise(SIGUSR1);
            i32::try_from(chained_calls(0)).unwrap()
        });
        assert_eq!(child.end(), Ended::Exited(1));
    });
    expect_said(&end, &[]);
}
