//! Actors and interrupts that carry plans out in a real group.

use std::{
    cell::{Cell, RefCell},
    future::{Future, poll_fn},
    panic::{AssertUnwindSafe, catch_unwind, resume_unwind},
    pin::Pin,
    task::{Context, Poll, Waker},
};

use run_group::{ActorList, Cause, Error, Group, GroupOptions, Interrupt, Ready};

use super::{Case, End, Event, History, Plan};
use crate::support::{failures, poll};

/// What carries the plans out.
pub struct World {
    case: Case,
    events: RefCell<Vec<Event>>,
    called: Vec<Cell<bool>>,
    /// For each actor, the waker that it was last polled with.
    wakers: RefCell<Vec<Option<Waker>>>,
    /// Whether the actors do nothing yet.
    asleep: Cell<bool>,
    polls: Cell<u32>,
}

/// A group of a world's actors.
pub type Built<'a> = Pin<Box<dyn Future<Output = Result<(), Error<&'static str>>> + 'a>>;

impl World {
    pub fn new(case: &Case) -> Self {
        let size = case.plans.len();
        World {
            case: case.clone(),
            events: RefCell::default(),
            called: (0..size).map(|_| Cell::new(false)).collect(),
            wakers: RefCell::new(vec![None; size]),
            asleep: Cell::new(false),
            polls: Cell::new(0),
        }
    }

    /// Whether an actor is there.
    pub fn has(&self, index: usize) -> bool {
        self.case.plans[index].is_some()
    }

    pub fn actor(&self, index: usize) -> Carried<'_> {
        let plan = self.case.plans[index].expect("it is there");
        Carried { world: self, index, plan, ready: None, polls: 0, waited: 0, ended: false }
    }

    /// The same, with its `Ready`.
    pub fn saying(&self, index: usize, ready: Ready) -> Carried<'_> {
        let mut actor = self.actor(index);
        if actor.plan.ready_at == 0 {
            ready.set();
        }
        actor.ready = Some(ready);
        actor
    }

    pub fn interrupt(&self, index: usize) -> Called<'_> {
        Called { world: self, index }
    }

    /// What a group of this world has beside its actors.
    pub fn finish<'a, L: ActorList<&'static str> + 'a, O: GroupOptions<&'static str> + 'a>(
        &'a self,
        group: Group<L, &'static str, O>,
    ) -> Built<'a> {
        let asked = poll_fn(|_| if self.polls.get() >= self.case.asked_at { Poll::Ready(()) } else { Poll::Pending });
        Box::pin(group.until(asked).on_ready(|| self.say(Event::Ready)).on_cause(|_| self.say(Event::Cause)))
    }

    /// Polls a group of this world until its actors have wakers of their own, before they do anything.
    pub fn give_own_wakers(&self, group: &mut Built<'_>) {
        self.asleep.set(true);
        for _ in 0..9 {
            assert!(poll(group.as_mut()).is_pending());
        }
        self.asleep.set(false);
    }

    /// Polls a group of this world to its end. Before each poll, it wakes all actors that have been polled, so that every poll polls all
    /// of them, whether they have wakers of their own or not.
    pub fn run(&self, mut group: Built<'_>) -> History {
        let mut history = History::default();
        for number in 1..100 {
            self.polls.set(number);
            self.wakers.borrow().iter().flatten().for_each(Waker::wake_by_ref);
            let result = catch_unwind(AssertUnwindSafe(|| poll(group.as_mut())));
            history.polls.push(self.events.take());
            match result {
                Ok(Poll::Pending) => continue,
                Ok(Poll::Ready(Ok(()))) => {}
                Ok(Poll::Ready(Err(error))) => {
                    history.failures = failures(&error);
                    history.unready = error.unready().into_iter().map(str::to_owned).collect();
                }
                Err(payload) => {
                    let message: &&str = payload.downcast_ref().expect("a panic of this world's");
                    history.failures = vec![format!("panicked: {message}")];
                }
            }
            return history;
        }
        panic!("it does not end: {history:?}");
    }

    fn say(&self, event: Event) {
        if !self.asleep.get() {
            self.events.borrow_mut().push(event);
        }
    }
}

/// The interrupt of an actor.
pub struct Called<'a> {
    world: &'a World,
    index: usize,
}

impl Interrupt<&'static str> for Called<'_> {
    fn interrupt(self, _: &Cause<'_, &'static str>) {
        self.world.say(Event::Called(self.index));
        self.world.called[self.index].set(true);
    }
}

/// An actor that carries its plan out.
pub struct Carried<'a> {
    world: &'a World,
    index: usize,
    plan: Plan,
    ready: Option<Ready>,
    polls: u32,
    waited: u32,
    ended: bool,
}

impl Future for Carried<'_> {
    type Output = Result<(), &'static str>;

    fn poll(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Self::Output> {
        self.world.wakers.borrow_mut()[self.index] = Some(cx.waker().clone());
        if self.world.asleep.get() {
            return Poll::Pending;
        }
        self.world.say(Event::Polled(self.index));
        assert!(!self.ended, "actor {} was polled after it had ended", self.index);
        self.polls += 1;
        if self.polls == self.plan.ready_at {
            self.ready.iter().for_each(Ready::set);
        }
        let called = self.world.called[self.index].get();
        if self.plan.ends_at == Some(self.polls) {
            self.ended = true;
            return match self.plan.end {
                End::Ok => Poll::Ready(Ok(())),
                End::Err => Poll::Ready(Err("poll")),
                End::Panic => resume_unwind(Box::new("poll")),
            };
        }
        if called && self.waited == self.plan.lingers {
            self.ended = true;
            return Poll::Ready(Ok(()));
        }
        self.waited += u32::from(called);
        Poll::Pending
    }
}

impl Drop for Carried<'_> {
    fn drop(&mut self) {
        self.world.say(Event::Dropped(self.index));
    }
}
