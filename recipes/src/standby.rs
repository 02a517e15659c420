//! A standby that takes over when the leader is gone: it waits for its leadership inside its block, not behind a gate.
//!
//! `work` is handed no `ready`, so it is ready as soon as it stands by. That is its job until it leads, and a deployment that waits
//! until all instances are ready must not wait for a second leader, which never comes.
//!
//! Why not `#[when(lease.lock())]`, with the work after it:
//!
//! - An actor that has not started is not ready. So the group never is: `/readyz` answers 503, and a startup limit ends a standby
//!   that does all that it should.
//! - A gate may still open when the process has been asked to stop, until the actor itself is interrupted: through all of a lame
//!   duck, and while it waits for those that it outlives. The standby would take over only to stop again. Inside its block, it
//!   looks at its `stop` in the same place as at the lock.
//! - What the future of a gate returns is dropped, and here that is the lock.
//!
//! Interrupts:
//!
//! - `work` is interrupted through `|stop|`: while it stands by, it leaves at once; while it leads, it finishes what is in hand and
//!   then gives the lock back, which is what the next leader waits for.
//! - `signals` holds nothing, so it is dropped.
//!
//! Not covered: a lease that is lost while it leads. Let the actor fail then: the process ends, and stands by when it is restarted.

use std::time::Duration;

use run_group::{Error, Status, Stop, run_group, signal};
use tokio::sync::{Mutex, Notify};

/// Stands by and then leads, until the process is asked to stop. `lease` stands in for the lock that all instances share: one in a
/// database, in etcd, a Kubernetes `Lease`.
pub async fn run(lease: &Mutex<u32>, jobs: &Notify, status: &Status) -> Result<(), Error> {
    run_group! {
        work:    |stop| work(lease, jobs, stop),
        signals: signal::shutdown(),
    }
    .startup(Duration::from_secs(60))
    .grace(Duration::from_secs(20))
    .status(status)
    .await
}

async fn work(lease: &Mutex<u32>, jobs: &Notify, stop: Stop) {
    let mut done = tokio::select! {
        biased; // one that is to stop does not take over
        () = stop.stopped() => return,
        done = lease.lock() => done,
    };
    loop {
        tokio::select! {
            () = stop.stopped() => return, // gives the lock back
            () = jobs.notified() => *done += 1,
        }
    }
}

#[cfg(test)]
mod tests {
    use std::cell::Cell;

    use tokio::join;

    use super::*;
    use crate::support::{alone, hold_the_clock, soon, until};

    #[tokio::test]
    async fn a_standby_is_ready_and_takes_over() {
        let alone = alone().await;
        let (lease, jobs, status) = (Mutex::new(0), Notify::new(), Status::new());
        let leader = lease.lock().await;
        let operator = async {
            until(async || status.is_ready()).await;
            drop(leader);
            until(async || lease.try_lock().is_err()).await;
            alone.terminate();
        };

        let (ended, ()) = soon(async { join!(run(&lease, &jobs, &status), operator) }).await;

        ended.unwrap();
        assert!(lease.try_lock().is_ok(), "the lock was not given back");
    }

    #[tokio::test]
    async fn a_standby_that_is_stopped_does_not_wait_for_the_lease() {
        let alone = alone().await;
        let (lease, jobs, status) = (Mutex::new(0), Notify::new(), Status::new());
        let _leader = lease.lock().await;
        let operator = async {
            until(async || status.is_ready()).await;
            alone.terminate();
        };

        let (ended, ()) = soon(async { join!(run(&lease, &jobs, &status), operator) }).await;

        ended.unwrap();
    }

    // The lists that the recipe warns of.

    #[tokio::test(start_paused = true)]
    async fn behind_a_gate_a_standby_would_never_be_ready() {
        let lease = Mutex::new(0);
        let _leader = lease.lock().await;

        let error = run_group! {
            #[when(lease.lock())]
            work:  |stop| stop,
            other: |stop| stop,
        }
        .startup(Duration::from_secs(60))
        .await
        .unwrap_err();

        assert_eq!(error.to_string(), "not ready within 60s: `work`");
    }

    #[tokio::test(start_paused = true)]
    async fn behind_a_gate_a_standby_would_take_over_only_to_stop() {
        let alone = alone().await;
        let clock = hold_the_clock();
        let (lease, took_over) = (Mutex::new(0), Cell::new(false));
        let leader = lease.lock().await;
        let group = run_group! {
            #[when(lease.lock())]
            work:    |stop| async { took_over.set(true); stop.await; Ok(()) },
            signals: signal::shutdown(),
        }
        .on_cause(|_| drop((leader, clock)))
        .lame_duck(Duration::from_secs(15));

        alone.terminate();

        group.await.unwrap();
        assert!(took_over.get());
    }
}
