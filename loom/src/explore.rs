//! How a model is run, and what the models share.

use std::{
    collections::{BTreeMap, BTreeSet},
    fmt::Debug,
    future::Future,
    io::Write,
    pin::Pin,
    sync::{
        Arc, Mutex,
        atomic::{AtomicUsize, Ordering},
    },
    task::{Context, Poll, Wake, Waker},
};

/// Runs a model in every interleaving that there is, and gives what came of it: each outcome, with how often it did.
///
/// There is no bound: where this returns, all have been seen.
pub fn explore<O, F>(name: &str, model: F) -> BTreeMap<O, usize>
where
    O: Ord + Debug + Send + 'static,
    F: Fn() -> O + Send + Sync + 'static,
{
    explore_within(name, None, model)
}

/// Runs a model in every interleaving in which no more than so many threads are interrupted where they could go on.
pub fn explore_within<O, F>(name: &str, preemptions: Option<usize>, model: F) -> BTreeMap<O, usize>
where
    O: Ord + Debug + Send + 'static,
    F: Fn() -> O + Send + Sync + 'static,
{
    let seen = Arc::new(Mutex::new(BTreeMap::new()));
    let mut builder = loom::model::Builder::new();
    // Whatever the environment says: the count is of all.
    (builder.preemption_bound, builder.max_permutations, builder.max_duration) = (preemptions, None, None);
    let outcomes = Arc::clone(&seen);
    builder.check(move || {
        let outcome = model();
        *outcomes.lock().unwrap().entry(outcome).or_default() += 1;
    });
    let seen = std::mem::take(&mut *seen.lock().unwrap());
    let count: usize = seen.values().sum();
    let bound = preemptions.map_or_else(|| "all".to_owned(), |bound| format!("those with up to {bound} preemptions"));
    // Not through `println!`, which a test that passes keeps to itself.
    writeln!(std::io::stderr(), "{name}: {count} interleavings, {bound}: {seen:?}").ok();
    seen
}

/// Asserts that each of these outcomes has been seen, and no other: a race that only ever ends one way is none.
pub fn assert_all_seen<O: Ord + Debug>(outcomes: &BTreeMap<O, usize>, all: impl IntoIterator<Item = O>) {
    let seen: BTreeSet<_> = outcomes.keys().collect();
    let all: Vec<_> = all.into_iter().collect();
    assert_eq!(seen, all.iter().collect());
}

/// What is woken, which counts how often it was.
#[derive(Debug, Default)]
pub struct Woken(AtomicUsize);

impl Woken {
    pub fn new() -> (Arc<Self>, Waker) {
        let woken = Arc::new(Woken::default());
        (Arc::clone(&woken), woken.into())
    }

    pub fn count(&self) -> usize {
        self.0.load(Ordering::SeqCst)
    }
}

impl Wake for Woken {
    fn wake(self: Arc<Self>) {
        self.0.fetch_add(1, Ordering::SeqCst);
    }
}

pub fn poll<F: Future + Unpin>(future: &mut F, waker: &Waker) -> Poll<F::Output> {
    Pin::new(future).poll(&mut Context::from_waker(waker))
}
