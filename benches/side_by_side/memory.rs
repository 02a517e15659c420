//! What many groups take that live and do nothing, each a task.

use tokio::runtime::Runtime;

use crate::{
    alternative::Alternative,
    concurrency::Concurrency,
    graceful::Graceful,
    group::Group,
    hand::ByHand,
    maybe::Maybe,
    select::{SelectJoin, SelectJoinToken},
    signal::Signal,
    table::Line,
    tasks::{Set, Tracker},
    unordered::{Buffered, Unordered},
    work::{UNTIMED, Waits},
};

pub const PARKED: &str = "memory/parked";
pub const WOKEN: &str = "memory/after 40 wakes";

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
    of::<Maybe>(runtime, &mut lines);
    lines.sort_by_key(|line| std::cmp::Reverse(line.metric));
    lines
}

fn of<A: Alternative<ACTORS>>(runtime: &Runtime, lines: &mut Vec<Line>) {
    let signals = Signal::leak(GROUPS * ACTORS);
    let mut add = |metric, wakes| {
        // The runtime's own queues grow in the first.
        live::<A>(runtime, signals, wakes);
        let bytes = live::<A>(runtime, signals, wakes);
        #[expect(clippy::cast_precision_loss, reason = "it is small")]
        let value = bytes as f64 / GROUPS as f64;
        lines.push(Line { metric, size: ACTORS, alternative: A::NAME, value, unit: "B" });
    };
    add(PARKED, 0);
    // Where all wait on one token, nobody can be woken alone.
    if A::NAME != <SelectJoinToken as Alternative<ACTORS>>::NAME {
        add(WOKEN, WAKES);
    }
}

/// How many bytes are held by groups whose actors have all been polled, and have been woken so many times.
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

/// Until nobody has anything to do. Each time that this yields in tokio's way, a few dozen tasks are polled.
async fn settle() {
    for _ in 0..GROUPS / 2 {
        tokio::task::yield_now().await;
    }
}
