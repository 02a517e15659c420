//! Which cases there are.

use super::{
    case::{Batch, Case, Sample},
    members,
    metrics::{
        AFTER_A_YIELD, AFTER_MANY_WAKES, AT_ONCE, EXIT, EXIT_AFTER_MANY_WAKES, MEMBER, TIMED, WAKE_BY_MESSAGE,
        WAKE_SELF,
    },
    samples::{MANY, exit, long_run, short_run, wake_by_message, wake_self},
};
use crate::alternatives::{
    Alternative, Buffered, ByHand, Concurrency, Graceful, Group, JoinMeMaybe, SelectJoin, SelectJoinBiased,
    SelectJoinToken, Set, Tracker, Unordered,
};
use crate::results::OURS;

/// All of them, those that are compared one after the other.
pub fn all() -> Vec<Case> {
    let mut cases = Cases(Vec::new());
    cases.at::<2>();
    cases.at_four();
    cases.at::<8>();
    cases.at::<64>();
    cases.at_the_largest();
    cases.members::<10>();
    cases.members::<100_000>();
    cases.0.sort_by_key(|case| (TIMED.iter().position(|metric| *metric == case.metric), case.size));
    cases.0
}

struct Cases(Vec<Case>);

impl Cases {
    /// At the sizes where everything is measured, and every alternative can run.
    fn at<const N: usize>(&mut self)
    where
        Group: Alternative<N>,
        ByHand: Alternative<N>,
        SelectJoin: Alternative<N>,
        SelectJoinBiased: Alternative<N>,
        SelectJoinToken: Alternative<N>,
        Concurrency: Alternative<N>,
        JoinMeMaybe: Alternative<N>,
    {
        self.all_of::<Group, N>();
        self.all_of::<ByHand, N>();
        self.all_of::<SelectJoin, N>();
        self.all_of::<SelectJoinBiased, N>();
        self.short_runs::<SelectJoinToken, N>();
        self.add::<SelectJoinToken, N>(WAKE_SELF, Batch::Of(1), wake_self::<SelectJoinToken, N>);
        self.all_of::<Concurrency, N>();
        self.all_of::<Unordered, N>();
        self.all_of::<Buffered, N>();
        self.all_of::<Set, N>();
        self.all_of::<Tracker, N>();
        self.all_of::<Graceful, N>();
        self.all_of::<JoinMeMaybe, N>();
    }

    fn at_four(&mut self) {
        self.wakes::<Group, 4>();
        self.wakes::<ByHand, 4>();
        self.wakes::<SelectJoin, 4>();
        self.wakes::<Unordered, 4>();
        self.wakes::<Buffered, 4>();
        self.wakes::<Set, 4>();
    }

    /// Neither `select!` nor `join!` have so many branches.
    fn at_the_largest(&mut self) {
        self.largest::<Group>();
        self.largest::<ByHand>();
        self.largest::<Concurrency>();
        self.largest::<Unordered>();
        self.largest::<Buffered>();
        self.largest::<Set>();
    }

    fn members<const STAY: usize>(&mut self) {
        let mut add = |alternative, sample| self.0.push(Case::plain(MEMBER, STAY, alternative, sample));
        add(OURS, members::actor_set::<STAY>);
        add("JoinSet", members::join_set::<STAY>);
        add("JoinSet + tokens", members::join_set_with_tokens::<STAY>);
    }

    fn largest<A: Alternative<256>>(&mut self) {
        self.short_runs::<A, 256>();
        self.wakes::<A, 256>();
    }

    fn all_of<A: Alternative<N>, const N: usize>(&mut self) {
        self.short_runs::<A, N>();
        self.add::<A, N>(AFTER_MANY_WAKES, Batch::Enough, long_run::<A, N>);
        self.wakes::<A, N>();
        if N > 2 {
            self.add::<A, N>(EXIT, Batch::Enough, exit::<A, N, 0>);
            self.add::<A, N>(EXIT_AFTER_MANY_WAKES, Batch::Of(1), exit::<A, N, MANY>);
        }
    }

    fn short_runs<A: Alternative<N>, const N: usize>(&mut self) {
        self.add::<A, N>(AT_ONCE, Batch::Enough, short_run::<A, N, 0>);
        self.add::<A, N>(AFTER_A_YIELD, Batch::Enough, short_run::<A, N, 1>);
    }

    fn wakes<A: Alternative<N>, const N: usize>(&mut self) {
        self.add::<A, N>(WAKE_SELF, Batch::Of(1), wake_self::<A, N>);
        self.add::<A, N>(WAKE_BY_MESSAGE, Batch::Of(1), wake_by_message::<A, N>);
    }

    fn add<A: Alternative<N>, const N: usize>(&mut self, metric: &'static str, batch: Batch, sample: Sample) {
        self.0.push(Case::new::<A, N>(metric, batch, sample));
    }
}
