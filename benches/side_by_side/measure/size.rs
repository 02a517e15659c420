//! The size of a group's future that has been built and not been polled.

use run_group::run_group;

use super::metrics::{SIZE, SIZE_BEYOND_PARTS, SIZE_NESTED};
use crate::{
    alternatives::{Alternative, ByHand, Concurrency, Group, JoinMeMaybe, SelectJoin, SelectJoinToken},
    results::{Line, OURS},
    work::{Broken, Signal, UNTIMED, Waiter, Waits, Work},
};

/// What the actors and their interrupts take by themselves.
const fn parts(size: usize) -> usize {
    size * (size_of::<Waiter<UNTIMED>>() + size_of::<&Signal>())
}

/// Those that hold their actors in themselves: what the others keep on the heap is part of their memory.
pub fn all() -> Vec<Line> {
    let mut lines = Vec::new();
    at::<2>(&mut lines);
    at::<8>(&mut lines);
    at::<64>(&mut lines);
    of::<Group, 256>(&mut lines);
    of::<ByHand, 256>(&mut lines);
    of::<Concurrency, 256>(&mut lines);
    lines.extend((1..).zip(nested()).map(|(depth, size)| line(SIZE_NESTED, depth, OURS, size)));
    lines.sort_by_key(|line| line.metric);
    lines
}

fn at<const N: usize>(lines: &mut Vec<Line>)
where
    Group: Alternative<N>,
    ByHand: Alternative<N>,
    SelectJoin: Alternative<N>,
    SelectJoinToken: Alternative<N>,
    Concurrency: Alternative<N>,
    JoinMeMaybe: Alternative<N>,
{
    of::<Group, N>(lines);
    of::<ByHand, N>(lines);
    of::<SelectJoin, N>(lines);
    of::<SelectJoinToken, N>(lines);
    of::<Concurrency, N>(lines);
    of::<JoinMeMaybe, N>(lines);
}

fn of<A: Alternative<N>, const N: usize>(lines: &mut Vec<Line>) {
    let size = size_of_val(&A::run(Waits::<UNTIMED> { signals: Signal::leak(N), wakes: 0 }));
    lines.push(line(SIZE, N, A::NAME, size));
    // With a token the actors are other ones.
    if A::NAME != <SelectJoinToken as Alternative<2>>::NAME {
        lines.push(line(SIZE_BEYOND_PARTS, N, A::NAME, size.saturating_sub(parts(N))));
    }
}

fn line(metric: &'static str, size: usize, alternative: &'static str, bytes: usize) -> Line {
    #[expect(clippy::cast_precision_loss, reason = "it is small")]
    Line { metric, size, alternative, value: bytes as f64, unit: "B" }
}

/// A group of eight, then one of seven and such a group, and so on.
fn nested() -> [usize; 3] {
    let work = Waits::<UNTIMED> { signals: Signal::leak(8), wakes: 0 };
    macro_rules! group {
        ($first:expr) => {
            run_group! {
                type Error = AnyBroken;
                first: $first => work.stop(0),
                b: work.actor(1) => work.stop(1),
                c: work.actor(2) => work.stop(2),
                d: work.actor(3) => work.stop(3),
                e: work.actor(4) => work.stop(4),
                f: work.actor(5) => work.stop(5),
                g: work.actor(6) => work.stop(6),
                h: work.actor(7) => work.stop(7),
            }
        };
    }
    [
        size_of_val(&group!(work.actor(0))),
        size_of_val(&group!(group!(work.actor(0)))),
        size_of_val(&group!(group!(group!(work.actor(0))))),
    ]
}

/// What a group fails with, whether its actor was a group or not.
#[derive(Debug)]
struct AnyBroken;

impl std::fmt::Display for AnyBroken {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("broken")
    }
}

impl std::error::Error for AnyBroken {}

impl From<Broken> for AnyBroken {
    fn from(_: Broken) -> Self {
        AnyBroken
    }
}

impl From<run_group::Error<AnyBroken>> for AnyBroken {
    fn from(_: run_group::Error<AnyBroken>) -> Self {
        AnyBroken
    }
}
