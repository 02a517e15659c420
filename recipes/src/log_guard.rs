//! A log that is written by a thread of its own, with `tracing-appender`, and a process that ends with `exit`.
//!
//! `.exit()` does not return, and runs no destructor. So a guard in `main` that flushes when it is dropped is never
//! dropped, and the last lines are lost. The statements after the group do what `.exit()` does, in the right order:
//! they log the error, drop the guard, and exit with the report's code. Whatever else `main` buffers has its place
//! beside the guard.
//!
//! Interrupts: `job` holds nothing, and `signals` neither, so they are dropped.
//!
//! Not covered: a `main` in which nothing blocks any more when the group has returned. It can return the report, which
//! has the same exit code and prints the error; the guard is then dropped at its end as always.

use std::{io::Write, process::exit};

use run_group::{AnyError, run_group, signal};

/// Does the job, and ends the process.
pub async fn run(output: impl Write + Send + 'static, job: impl Future<Output = Result<(), AnyError>>) -> ! {
    let (writer, guard) = tracing_appender::non_blocking(output);
    tracing_subscriber::fmt().with_ansi(false).with_writer(writer).init();
    let report = run_group! {
        job:     job => drop,
        signals: signal::shutdown(),
    }
    .report()
    .await;
    if let Err(error) = report.result() {
        tracing::error!("{error:?}");
    }
    drop(guard);
    exit(report.exit_code().into())
}
