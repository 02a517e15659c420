//! A second runtime: what computes has threads of its own, so that what serves stays quick.
//!
//! One runtime with more threads is not the same: a task that computes for long takes a thread from those that answer, and a few of them
//! take all. A `thread(..)` for each is the other way; here they are tasks, since they wait for messages, too.
//!
//! Interrupts:
//!
//! - `front` is interrupted through `|stop|`. At its end it drops the sender of the jobs.
//! - `compute` runs on the other runtime. It ends when it has done all jobs and no sender is left, so its interrupt does nothing.
//! - `signals` holds nothing, so it is dropped.
//!
//! The group joins the task wherever it runs. The runtime itself is shut down after the group: were it before, its tasks would be
//! cancelled, and fail. It has a limit of its own, since a runtime that is dropped waits for what `spawn_blocking` has begun. And it
//! is shut down outside of the first runtime: in an `async fn main` dropping a runtime panics; there, write
//! `runtime.shutdown_background()`.
//!
//! Not covered: threads that are bound to a core, or have a priority. `Builder::on_thread_start` is the place for that.

use std::time::Duration;

use run_group::{AnyError, Stop, run_group, signal, task};
use tokio::{
    runtime::Builder,
    sync::mpsc::{Receiver, Sender, channel},
};

/// How long what `spawn_blocking` has begun on the second runtime may take, when all actors have ended.
const LIMIT: Duration = Duration::from_secs(2);

/// Takes jobs from `front` until the process is asked to stop, and works off all of them. In a plain `fn main`: `.run()` makes the first
/// runtime, of one thread.
pub fn run<F: Future<Output = Result<(), AnyError>>>(
    front: impl FnOnce(Sender<u64>, Stop) -> F,
    job: impl FnMut(u64) + Send + 'static,
) -> Result<(), AnyError> {
    let runtime = Builder::new_multi_thread().worker_threads(2).thread_name("compute").enable_all().build()?;
    let (jobs, queue) = channel(100);
    let result = run_group! {
        front:   |stop| front(jobs, stop),
        compute: task(compute(queue, job)).on(runtime.handle()) => {},
        signals: signal::shutdown(),
    }
    .grace(Duration::from_secs(10))
    .run();
    runtime.shutdown_timeout(LIMIT);
    Ok(result?)
}

async fn compute(mut queue: Receiver<u64>, mut job: impl FnMut(u64)) {
    while let Some(number) = queue.recv().await {
        job(number);
    }
}

#[cfg(test)]
mod tests {
    use std::{sync::mpsc, thread};

    use super::*;
    use crate::support::{alone_blocking, on_a_thread, receive};

    #[test]
    fn all_jobs_are_done_on_the_second_runtime() {
        let alone = alone_blocking();
        let (done, all) = mpsc::channel();
        let service = on_a_thread(|| {
            let front = async |jobs: Sender<u64>, stop: Stop| {
                for number in 0..50 {
                    jobs.send(number).await?;
                }
                stop.stopped().await;
                for number in 50..100 {
                    jobs.send(number).await?;
                }
                Ok(())
            };
            run(front, move |number| done.send((number, thread::current().name().map(str::to_owned))).unwrap())
        });
        let expected = |number| (number, Some("compute".to_owned()));
        assert_eq!(receive(&all), Some(expected(0)));

        alone.terminate();

        receive(&service).unwrap().unwrap();
        assert!(all.iter().eq((1..100).map(expected)));
    }
}
