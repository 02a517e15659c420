//! The model: a plain group in which every actor has a flag that says whether it was woken.

use std::mem;

use crate::support::{Random, numbered::SHARED_POLLS};

/// What an actor does in one poll.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum RandomAction {
    Wait,
    Wake(usize),
    WakeOnAnotherThread(usize),
    End,
    Fail,
    Panic,
}

/// What actor number `index` of `size` does in its poll number `polls`.
pub fn actions(seed: u64, size: usize, index: usize, polls: u32, interrupted: bool) -> [RandomAction; 2] {
    let mut random = Random(seed ^ (index as u64) << 32 ^ u64::from(polls) << 1 ^ u64::from(interrupted));
    // So that seeds that differ in one bit give unrelated numbers.
    for _ in 0..5 {
        random.below(1);
    }
    let size = u32::try_from(size).unwrap();
    let mut one = || {
        let other = random.below(size) as usize;
        match random.below(if interrupted { 30 } else { 40 * size }) {
            0 => RandomAction::Panic,
            1 => RandomAction::Fail,
            2 | 3 => RandomAction::End,
            4..8 if interrupted => RandomAction::End,
            _ => match random.below(12) {
                0..3 => RandomAction::Wake(other),
                3 => RandomAction::Wake(index),
                4 if index % 8 == 0 => RandomAction::WakeOnAnotherThread(other),
                _ => RandomAction::Wait,
            },
        }
    };
    [one(), one()]
}

/// How many actors of `size` are interrupted by `drop`: the second one and those after it. The others run on.
pub fn dropped(size: usize) -> usize {
    (size - 2) / 3
}

/// What is known of an actor.
#[derive(Clone, Default)]
struct Actor {
    polls: u32,
    interrupted: bool,
    ended: bool,
    woken: bool,
}

pub struct Model {
    seed: u64,
    actors: Vec<Actor>,
    pub failures: Vec<String>,
    has_cause: bool,
    polled: Vec<usize>,
    /// How many polls have used the task's waker, since the first poll or since the cause.
    shared_polls: usize,
    /// Whether the actors have wakers of their own.
    own_wakers: bool,
    /// Whether the last round polled all actors.
    polled_all: bool,
}

impl Model {
    /// A group whose actors have wakers of their own.
    pub fn new(seed: u64, size: usize) -> Self {
        Model {
            seed,
            actors: vec![Actor::default(); size],
            failures: Vec::new(),
            has_cause: false,
            polled: Vec::new(),
            shared_polls: SHARED_POLLS,
            own_wakers: true,
            polled_all: true,
        }
    }

    pub fn is_any_woken(&self) -> bool {
        self.actors.iter().any(|actor| actor.woken)
    }

    pub fn polled_all(&self) -> bool {
        self.polled_all
    }

    pub fn take_polled(&mut self) -> Vec<usize> {
        mem::take(&mut self.polled)
    }

    /// Polls the actors that are woken now, or all. Returns whether one has ended.
    fn poll_each(&mut self, all: bool) -> bool {
        self.polled_all = all;
        let woken: Vec<_> = self.actors.iter_mut().map(|actor| mem::take(&mut actor.woken) || all).collect();
        let mut any = false;
        for (index, woken) in woken.into_iter().enumerate() {
            if woken && !self.actors[index].ended {
                any |= self.poll_one(index);
            }
        }
        any
    }

    fn poll_one(&mut self, index: usize) -> bool {
        self.polled.push(index);
        let size = self.actors.len();
        let actor = &mut self.actors[index];
        actor.polls += 1;
        // In a round that polls all, this poll also answers a wake from earlier in the round.
        actor.woken &= !self.polled_all;
        for action in actions(self.seed, size, index, actor.polls, actor.interrupted) {
            match action {
                RandomAction::Wait => continue,
                RandomAction::Wake(other) | RandomAction::WakeOnAnotherThread(other) => {
                    self.wake(other);
                    continue;
                }
                RandomAction::End => {}
                RandomAction::Fail => self.failures.push(format!("{index} failed")),
                RandomAction::Panic => self.failures.push(format!("{index} panicked")),
            }
            let actor = &mut self.actors[index];
            (actor.ended, actor.woken) = (true, false);
            return true;
        }
        false
    }

    /// An actor that has ended is not woken.
    pub fn wake(&mut self, index: usize) {
        let actor = &mut self.actors[index];
        actor.woken = !actor.ended;
    }

    /// One poll of the group. Returns whether it has ended.
    pub fn poll(&mut self) -> bool {
        let all = !self.own_wakers;
        if self.shared_polls < SHARED_POLLS {
            self.shared_polls += 1;
        } else {
            self.own_wakers |= self.actors.iter().filter(|actor| !actor.ended).count() > 3;
        }
        if self.poll_each(all) && !mem::replace(&mut self.has_cause, true) {
            let dropped = 1..=dropped(self.actors.len());
            for (index, actor) in self.actors.iter_mut().enumerate() {
                actor.interrupted = true;
                actor.ended |= dropped.contains(&index);
            }
            if mem::take(&mut self.own_wakers) {
                self.shared_polls = 0;
            }
            if !self.is_over() {
                self.poll_each(true);
            }
        }
        self.is_over()
    }

    fn is_over(&self) -> bool {
        self.actors.iter().all(|actor| actor.ended)
    }
}
