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

/// Runs a model in every interleaving that there is, without a bound, and gives each outcome with how often it was
/// seen.
pub fn explore<O, F>(name: &str, model: F) -> BTreeMap<O, usize>
where
    O: Ord + Debug + Send + 'static,
    F: Fn() -> O + Send + Sync + 'static,
{
    explore_within(name, None, model)
}

/// Runs a model in every interleaving with no more than so many preemptions: switches away from a thread that could go
/// on.
pub fn explore_within<O, F>(name: &str, preemptions: Option<usize>, model: F) -> BTreeMap<O, usize>
where
    O: Ord + Debug + Send + 'static,
    F: Fn() -> O + Send + Sync + 'static,
{
    let seen = Arc::new(Mutex::new(BTreeMap::new()));
    let mut builder = loom::model::Builder::new();
    // The environment must not set a bound: all interleavings are counted.
    (builder.preemption_bound, builder.max_permutations, builder.max_duration) = (preemptions, None, None);
    builder.max_branches = 10_000;
    let outcomes = Arc::clone(&seen);
    builder.check(move || {
        let outcome = model();
        *outcomes.lock().unwrap().entry(outcome).or_default() += 1;
    });
    let seen = std::mem::take(&mut *seen.lock().unwrap());
    let count: usize = seen.values().sum();
    let bound = preemptions.map_or_else(|| "all".to_owned(), |bound| format!("those with up to {bound} preemptions"));
    // Not `println!`, whose output the harness hides when the test passes.
    writeln!(std::io::stderr(), "{name}: {count} interleavings, {bound}: {seen:?}").ok();
    seen
}

/// Asserts that each of these outcomes has been seen, and no other: where a race has only one outcome, there is no
/// race.
pub fn assert_all_seen<O: Ord + Debug>(outcomes: &BTreeMap<O, usize>, all: impl IntoIterator<Item = O>) {
    let seen: BTreeSet<_> = outcomes.keys().collect();
    let all: Vec<_> = all.into_iter().collect();
    assert_eq!(seen, all.iter().collect());
}

/// A waker that counts how often it is woken.
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
