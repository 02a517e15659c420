//! The code that a process exits with: by `.exit()`, and where `main` returns the report.

use std::{
    fmt,
    future::{pending, ready},
    process::{ExitCode, Termination},
    thread::park,
};

use futures::executor::block_on;
use run_group::run_group;
use tokio::task::spawn_blocking;

use crate::support::{End, alone, expect_code};

/// The groups that the codes are about.
macro_rules! group {
    (ended) => {
        run_group! { job: async { Ok(()) } => drop, wait: pending::<()>() => drop }
    };
    (failed) => {
        run_group! { job: async { Err("broken".into()) } => drop, wait: pending::<()>() => drop }
    };
    (panicked) => {
        run_group! { job: async { panic!("boom") } => drop, wait: pending::<()>() => drop }
    };
    (stuck) => {
        run_group! { job: async { Ok(()) } => drop, wait: pending::<()>() => || {} }.deadline(|| ready(()))
    };
    (failed, stuck) => {
        run_group! { job: async { Err("broken".into()) } => drop, wait: pending::<()>() => || {} }
            .deadline(|| ready(()))
    };
}

/// Panics when it is displayed, and when it is dropped.
#[derive(Debug)]
struct Unshowable;

impl fmt::Display for Unshowable {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("it says")?;
        panic!("cannot be shown");
    }
}

impl Drop for Unshowable {
    fn drop(&mut self) {
        panic!("cannot be dropped");
    }
}

macro_rules! unshowable {
    () => {
        run_group! { type Error = Unshowable; job: async { Err(Unshowable) } => drop, wait: pending::<()>() => drop }
    };
}

#[track_caller]
fn expect_end(end: &End, code: i32, errors: &str) {
    expect_code(end, code);
    assert_eq!(end.errors, errors);
}

#[test]
fn it_is_0_where_all_actors_succeeded() {
    let end = alone(|| block_on(group!(ended).exit()));
    expect_end(&end, 0, "");
}

#[test]
fn it_is_1_where_an_actor_failed() {
    let end = alone(|| block_on(group!(failed).exit()));
    expect_end(&end, 1, "Error: actor `job` failed: broken\n");
}

#[test]
fn it_is_101_where_an_actor_panicked() {
    let end = alone(|| block_on(group!(panicked).exit()));
    expect_code(&end, 101);
    // After what the panic's own hook prints.
    assert!(end.errors.ends_with("\nError: actor `job` panicked: boom\n"), "{}", end.errors);
}

#[test]
fn it_is_124_where_an_actor_was_stuck() {
    let end = alone(|| block_on(group!(stuck).exit()));
    expect_end(&end, 124, "Error: actor `wait` was stuck: it was interrupted, but has not ended\n");
}

#[test]
fn of_a_failure_and_a_stuck_actor_the_failure_counts() {
    let end = alone(|| block_on(group!(failed, stuck).exit()));
    expect_end(&end, 1, "Error: actor `job` failed: broken\nstuck: `wait`: it was interrupted, but has not ended\n");
}

#[test]
fn a_plain_main_prints_the_error_and_exits_with_its_code() {
    let end = alone(|| group!(failed).run_and_exit());
    expect_end(&end, 1, "Error: actor `job` failed: broken\n");
}

#[test]
fn a_plain_main_exits_with_the_code_of_a_panic() {
    let end = alone(|| group!(panicked).run_and_exit());
    expect_code(&end, 101);
    assert!(end.errors.ends_with("\nError: actor `job` panicked: boom\n"), "{}", end.errors);
}

#[test]
fn a_plain_main_exits_whatever_still_blocks() {
    let end = alone(|| {
        run_group! {
            job: async {
                spawn_blocking(|| loop { park() });
                Ok(())
            } => drop,
        }
        .run_and_exit()
    });
    expect_end(&end, 0, "");
}

/// Also where an actor panicked: the process exits with the report's code, and the panic is not resumed.
#[test]
fn a_report_that_main_returns_has_the_same_codes() {
    let codes = [
        block_on(group!(ended).report()).report(),
        block_on(group!(failed).report()).report(),
        block_on(group!(panicked).report()).report(),
        block_on(group!(stuck).report()).report(),
        block_on(group!(failed, stuck).report()).report(),
    ];
    assert_eq!(codes, [0, 1, 101, 124, 1].map(ExitCode::from));
}

#[test]
fn a_report_that_main_returns_prints_the_error() {
    let end = alone(|| {
        let _ = block_on(group!(failed).report()).report();
    });
    expect_end(&end, 0, "Error: actor `job` failed: broken\n");
}

#[test]
fn an_error_that_panics_when_shown_ends_the_process() {
    let end = alone(|| block_on(unshowable!().exit()));
    expect_code(&end, 1);
    // After what the panic's own hook prints.
    assert!(end.errors.ends_with("\nError: actor `job` failed: it says\n"), "{}", end.errors);
}

#[test]
fn a_report_of_an_error_that_panics_keeps_its_code() {
    let end = alone(|| {
        assert_eq!(block_on(unshowable!().report()).report(), ExitCode::from(1));
    });
    expect_code(&end, 0);
}
