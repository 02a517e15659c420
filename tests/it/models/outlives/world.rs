//! Actors and interrupts that carry plans out in a real group.

use std::{
    cell::{Cell, RefCell},
    future::{Future, poll_fn},
    panic::{AssertUnwindSafe, catch_unwind, resume_unwind},
    pin::Pin,
    sync::{Arc, Mutex, PoisonError},
    task::{Context, Poll, Wake, Waker},
};

use run_group::{Error, Stop, StoppedOwned};

use super::{Event, Finish, Form, History, Plan};
use crate::support::{Wakes, failures, poll, poll_once};

type Events = Arc<Mutex<Vec<Event>>>;

/// What carries the plans out.
pub struct World {
    plans: Vec<Option<Plan>>,
    events: Events,
    /// Which actors have been asked to stop, other than by their `|stop|`.
    asked: Vec<Cell<bool>>,
    /// Waiters for the actors' `|stop|`s, which record when these are set.
    watches: RefCell<Vec<StoppedOwned>>,
    /// For each actor, the waker that it or its interrupt was last polled with.
    wakers: RefCell<Vec<Option<Waker>>>,
    /// Whether the actors do nothing yet.
    asleep: Cell<bool>,
    /// The task that polls the group.
    task: Arc<Wakes>,
    /// How often the task was woken within each poll.
    wakes: RefCell<Vec<usize>>,
}

/// A group of a world's actors.
pub type Built<'a> = Pin<Box<dyn Future<Output = Result<(), Error<&'static str>>> + 'a>>;

impl World {
    pub fn new(plans: &[Option<Plan>]) -> Self {
        World {
            plans: plans.to_vec(),
            events: Events::default(),
            asked: plans.iter().map(|_| Cell::new(false)).collect(),
            watches: RefCell::default(),
            wakers: RefCell::new(vec![None; plans.len()]),
            asleep: Cell::new(false),
            task: Wakes::new(),
            wakes: RefCell::default(),
        }
    }

    /// Whether an actor is there, and its interrupt has this form.
    pub fn has(&self, index: usize, form: Form) -> bool {
        self.plans[index].is_some_and(|plan| plan.form == form)
    }

    /// The actors whose interrupts have this form.
    pub fn of(&self, form: Form) -> impl Iterator<Item = usize> + '_ {
        (0..self.plans.len()).filter(move |&index| self.has(index, form))
    }

    /// The actor number `index`.
    pub fn actor(&self, index: usize) -> Carried<'_> {
        Carried { world: self, index, plan: self.plan(index), stop: None, polls: 0, waited: 0, ended: false }
    }

    /// The same, interrupted by its `|stop|`.
    pub fn stoppable(&self, index: usize, stop: Stop) -> Carried<'_> {
        let mut watch = stop.stopped_owned();
        let waker = Waker::from(Arc::new(Watch { index, events: self.events.clone() }));
        assert!(Pin::new(&mut watch).poll(&mut Context::from_waker(&waker)).is_pending());
        self.watches.borrow_mut().push(watch);
        let mut actor = self.actor(index);
        actor.stop = Some(stop);
        actor
    }

    /// The interrupt that is a block.
    pub fn call(&self, index: usize) {
        self.say(Event::Called(index));
        if self.plan(index).interrupt_end == Finish::Panic {
            panic("call");
        }
        self.asked[index].set(true);
    }

    /// The interrupt that is polled.
    pub fn async_interrupt(&self, index: usize) -> impl Future<Output = Result<(), &'static str>> + '_ {
        self.say(Event::Called(index));
        let Plan { interrupt_polls, interrupt_end, wakes_itself, .. } = self.plan(index);
        let mut left = interrupt_polls;
        poll_fn(move |cx| {
            self.keep(index, cx);
            self.say(Event::InterruptPolled(index));
            assert!(left > 0, "an interrupt was polled after it had finished");
            left -= 1;
            if left > 0 {
                if wakes_itself {
                    cx.waker().wake_by_ref();
                }
                return Poll::Pending;
            }
            self.asked[index].set(interrupt_end != Finish::Panic);
            Poll::Ready(finish(interrupt_end, "interrupt"))
        })
    }

    /// Polls a group of this world until its actors have wakers of their own, before they do anything.
    pub fn give_own_wakers(&self, group: &mut Built<'_>) {
        self.asleep.set(true);
        // A group that has no actor ends at once, and says nothing.
        let is_there = self.plans.iter().any(Option::is_some);
        for _ in 0..if is_there { 9 } else { 0 } {
            assert!(poll(group.as_mut()).is_pending());
        }
        self.asleep.set(false);
    }

    /// Polls a group of this world to its end.
    pub fn run(&self, mut group: Built<'_>) -> History {
        let mut history = History::default();
        for _ in 0..1000 {
            let Some(result) = self.poll(&mut group, &mut history) else { continue };
            match result {
                Ok(Ok(())) => {}
                Ok(Err(error)) => history.failures = failures(&error),
                // A resumed panic says neither which actor's it was nor what failed after it.
                Err(panic) => history.failures = vec![format!("panicked: {panic}")],
            }
            return history;
        }
        panic!("it does not end: {history:?}");
    }

    /// Polls a group of this world once, and adds that to its history. Returns its result, or the message of its panic,
    /// if it has ended.
    ///
    /// Before the poll, it wakes all actors that have been polled, so that every poll polls all of them, whether they
    /// have wakers of their own or not.
    pub fn poll(
        &self,
        group: &mut Built<'_>,
        history: &mut History,
    ) -> Option<Result<Result<(), Error<&'static str>>, &'static str>> {
        self.wakers.borrow().iter().flatten().for_each(Waker::wake_by_ref);
        self.task.take();
        let task = self.task.clone().into();
        let result = catch_unwind(AssertUnwindSafe(|| poll_once(group.as_mut(), &task)));
        history.polls.push(self.take());
        self.wakes.borrow_mut().push(self.task.take());
        match result {
            Ok(Poll::Pending) => None,
            Ok(Poll::Ready(result)) => Some(Ok(result)),
            Err(payload) => Some(Err(payload.downcast_ref::<&str>().expect("a panic of this world's"))),
        }
    }

    /// Everything that has happened since it was last taken.
    pub fn take(&self) -> Vec<Event> {
        std::mem::take(&mut self.events.lock().unwrap_or_else(PoisonError::into_inner))
    }

    /// How much has happened since it was last taken.
    pub fn count(&self) -> usize {
        self.events.lock().unwrap_or_else(PoisonError::into_inner).len()
    }

    /// How often the task was woken within each poll since the last call.
    pub fn take_wakes(&self) -> Vec<usize> {
        self.wakes.take()
    }

    fn keep(&self, index: usize, cx: &Context<'_>) {
        self.wakers.borrow_mut()[index] = Some(cx.waker().clone());
    }

    fn say(&self, event: Event) {
        self.events.lock().unwrap_or_else(PoisonError::into_inner).push(event);
    }

    fn plan(&self, index: usize) -> Plan {
        self.plans[index].expect("it is there")
    }
}

/// Records when the signal that it waits for is set.
struct Watch {
    index: usize,
    events: Events,
}

impl Wake for Watch {
    fn wake(self: Arc<Self>) {
        self.events.lock().unwrap_or_else(PoisonError::into_inner).push(Event::Stopped(self.index));
    }
}

/// An actor that carries its plan out.
pub struct Carried<'a> {
    world: &'a World,
    index: usize,
    plan: Plan,
    stop: Option<Stop>,
    polls: u32,
    waited: u32,
    ended: bool,
}

impl Future for Carried<'_> {
    type Output = Result<(), &'static str>;

    fn poll(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Self::Output> {
        self.world.keep(self.index, cx);
        if self.world.asleep.get() {
            return Poll::Pending;
        }
        self.world.say(Event::Polled(self.index));
        assert!(!self.ended, "actor {} was polled after it had ended", self.index);
        self.polls += 1;
        let asked = match &self.stop {
            None => self.world.asked[self.index].get(),
            Some(stop) => stop.is_stopped(),
        };
        if self.plan.ends_at == Some(self.polls) || (asked && self.waited == self.plan.lingers) {
            self.ended = true;
            return Poll::Ready(finish(self.plan.end, "poll"));
        }
        self.waited += u32::from(asked);
        if self.plan.wakes_itself {
            cx.waker().wake_by_ref();
        }
        Poll::Pending
    }
}

impl Drop for Carried<'_> {
    fn drop(&mut self) {
        self.world.say(Event::Dropped(self.index));
        if self.plan.drop_panics {
            panic("drop");
        }
    }
}

fn finish(finish: Finish, what: &'static str) -> Result<(), &'static str> {
    match finish {
        Finish::Ok => Ok(()),
        Finish::Err => Err(what),
        Finish::Panic => panic(what),
    }
}

/// Panics without a message on the terminal.
pub fn panic(what: &'static str) -> ! {
    resume_unwind(Box::new(what))
}
