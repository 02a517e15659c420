//! A task for each actor: `JoinSet`, and `TaskTracker`.

use std::{
    fmt,
    future::Future,
    sync::{Arc, Mutex},
};

use tokio::task::JoinSet;
use tokio_util::task::TaskTracker;

use super::{Alternative, Exits};
use crate::work::Work;

#[derive(Debug)]
pub struct Set;

impl<const N: usize> Alternative<N> for Set {
    const NAME: &str = "JoinSet";

    fn run<W: Work>(work: W) -> impl Future<Output = Result<(), impl fmt::Debug + Send>> + Send + 'static {
        async move {
            let mut actors = JoinSet::new();
            for index in 0..N {
                let actor = work.actor(index);
                actors.spawn(async move { (index, actor.await) });
            }
            let mut exits = Exits::NONE;
            while let Some(joined) = actors.join_next().await {
                let (index, result) = joined.expect("no task panics or is aborted");
                exits.note::<W, N>(index, result, &work);
            }
            exits.into_result()
        }
    }
}

#[derive(Debug)]
pub struct Tracker;

impl<const N: usize> Alternative<N> for Tracker {
    const NAME: &str = "TaskTracker";

    fn run<W: Work>(work: W) -> impl Future<Output = Result<(), impl fmt::Debug + Send>> + Send + 'static {
        async move {
            let tracker = TaskTracker::new();
            // It joins and gives no results.
            let exits = Arc::new(Mutex::new(Exits::NONE));
            for index in 0..N {
                let (actor, work, exits) = (work.actor(index), work.clone(), exits.clone());
                tracker.spawn(async move {
                    let result = actor.await;
                    exits.lock().expect("no task panics").note::<W, N>(index, result, &work);
                });
            }
            tracker.close();
            tracker.wait().await;
            std::mem::replace(&mut *exits.lock().expect("no task panics"), Exits::NONE).into_result()
        }
    }
}
