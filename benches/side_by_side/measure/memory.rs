//! The memory of many groups that wait, each of them a task.

use tokio::runtime::Runtime;

use super::metrics::{MEMORY_AFTER_WAKES, MEMORY_PARKED};
use crate::{
    alternatives::{
        Alternative, Buffered, ByHand, Concurrency, Graceful, Group, JoinMeMaybe, SelectJoin, SelectJoinToken, Set,
        Tracker, Unordered,
    },
    results::Line,
    work::{Signal, UNTIMED, Waits},
};

const GROUPS: usize = 10_000;
const ACTORS: usize = 8;
const WAKES: usize = 40;

pub fn all(runtime: &Runtime) -> Vec<Line> {
    let mut lines = Vec::new();
    of::<Group>(runtime, &mut lines);
    of::<ByHand>(runtime, &mut lines);
    of::<SelectJoin>(runtime, &mut lines);
    of::<SelectJoinToken>(runtime, &mut lines);
    of::<Concurrency>(runtime, &mut lines);
    of::<Unordered>(runtime, &mut lines);
    of::<Buffered>(runtime, &mut lines);
    of::<Set>(runtime, &mut lines);
    of::<Tracker>(runtime, &mut lines);
    of::<Graceful>(runtime, &mut lines);
    of::<JoinMeMaybe>(runtime, &mut lines);
    lines.sort_by_key(|line| std::cmp::Reverse(line.metric));
    lines
}

fn of<A: Alternative<ACTORS>>(runtime: &Runtime, lines: &mut Vec<Line>) {
    let signals = Signal::leak(GROUPS * ACTORS);
    let mut add = |metric, wakes| {
        // The runtime's own queues grow in the first one.
        live::<A>(runtime, signals, wakes);
        let bytes = live::<A>(runtime, signals, wakes);
        #[expect(clippy::cast_precision_loss, reason = "it is small")]
        let value = bytes as f64 / GROUPS as f64;
        lines.push(Line { metric, size: ACTORS, alternative: A::NAME, value, unit: "B" });
    };
    add(MEMORY_PARKED, 0);
    // Where all actors wait on one token, none can be woken alone.
    if A::NAME != <SelectJoinToken as Alternative<ACTORS>>::NAME {
        add(MEMORY_AFTER_WAKES, WAKES);
    }
}

/// How many bytes the groups hold when all their actors have been polled, and then woken so many times.
fn live<A: Alternative<ACTORS>>(runtime: &Runtime, signals: &'static [Signal], wakes: usize) -> i64 {
    let bytes = allocation_counter::measure(|| {
        runtime.block_on(async {
            for signals in signals.chunks(ACTORS) {
                signals.iter().for_each(Signal::reset);
                tokio::spawn(A::run(Waits::<UNTIMED> { signals, wakes: 0 }));
            }
            settle().await;
            for _ in 0..wakes {
                signals.iter().for_each(Signal::ring);
                settle().await;
                assert!(signals.iter().all(Signal::is_served), "{} has not settled", A::NAME);
            }
        });
    })
    .bytes_current;
    runtime.block_on(async {
        signals.iter().for_each(Signal::finish);
        while runtime.metrics().num_alive_tasks() > 0 {
            tokio::task::yield_now().await;
        }
    });
    bytes
}

/// Yields until no task has anything to do: each time that this yields in tokio's way, a few dozen tasks are polled.
async fn settle() {
    for _ in 0..GROUPS / 2 {
        tokio::task::yield_now().await;
    }
}
