//! Numbered actors that say which of them are polled, for groups whose actors have wakers of their own.

use std::{
    cell::{Cell, RefCell},
    collections::{BTreeMap, BTreeSet, VecDeque},
    future::Future,
    panic::resume_unwind,
    pin::Pin,
    sync::Arc,
    task::{Context, Poll, Waker},
};

use run_group::{Error, run_group};

use super::{Wakes, on_another_thread, poll_once};

/// How many polls of a group poll all its actors with the task's waker. The next poll polls all of them, too, and gives
/// each a waker of its own. After the cause, the count begins again.
pub const SHARED_POLLS: usize = 8;

/// The number of an actor's `async` interrupt, or of its gate, is the actor's own plus this.
pub const BESIDE: usize = 1000;

/// What an interrupt says when it is called is its actor's number plus this.
pub const CALLED: usize = 2000;

/// The size of a long row, whose wakes take several words of bits.
pub const LONG: usize = 200;

/// Places in a long row, each with two more actors after it: in the first word of bits, in others, and where one word
/// ends and the next begins.
pub const PLACES: [usize; 7] = [1, 59, 60, 61, 62, 124, 197];

/// What an actor does in one poll. After its last action, it waits for ever.
pub enum Action {
    /// Wakes these, and waits.
    Wake(Vec<usize>),
    /// The same from another thread, while this poll goes on.
    WakeOnAnotherThread(Vec<usize>),
    WakeItself,
    End,
    Panic(&'static str),
}

/// Numbered actors. Each keeps the waker that it was last polled with, and says that it is polled.
#[derive(Default)]
pub struct Numbered {
    pub size: usize,
    /// How many have been built.
    pub built: Cell<usize>,
    wakers: RefCell<BTreeMap<usize, Waker>>,
    actions: RefCell<BTreeMap<usize, VecDeque<Action>>>,
    /// What is done in the next polls, whichever actors they are of.
    pub next_polled: RefCell<VecDeque<Action>>,
    events: RefCell<Vec<usize>>,
    pub dropped: RefCell<BTreeSet<usize>>,
    /// Those whose drop panics.
    pub drop_panics: RefCell<BTreeSet<usize>>,
    /// The task that polls the group.
    pub task: Arc<Wakes>,
    /// How often the task has been woken while an actor was polled.
    pub woken_within: Cell<usize>,
}

/// A group of numbered actors.
pub type Built<'a> = Pin<Box<dyn Future<Output = Result<(), Error>> + 'a>>;

/// What builds such a group.
pub type Build = fn(&Numbered) -> Built<'_>;

impl Numbered {
    /// The actors for a row of this size.
    pub fn of(size: usize) -> Self {
        Numbered { size, ..Numbered::default() }
    }

    /// The next actor, in the order in which they are written.
    pub fn actor(&self) -> NumberedActor<'_> {
        let index = self.built.get();
        self.built.set(index + 1);
        self.nth(index)
    }

    pub fn nth(&self, index: usize) -> NumberedActor<'_> {
        NumberedActor { actors: self, index, ended: false }
    }

    pub fn say(&self, event: usize) {
        self.events.borrow_mut().push(event);
    }

    /// Which actors have been polled, and what else was said, since the last call.
    pub fn take(&self) -> Vec<usize> {
        self.events.take()
    }

    /// Adds what an actor does, after what was added before.
    pub fn then(&self, index: usize, action: Action) {
        self.actions.borrow_mut().entry(index).or_default().push_back(action);
    }

    pub fn waker(&self, index: usize) -> Waker {
        self.wakers.borrow()[&index].clone()
    }

    pub fn wake(&self, index: usize) {
        self.waker(index).wake();
    }

    pub fn wake_all(&self, indices: impl IntoIterator<Item = usize>) {
        indices.into_iter().for_each(|index| self.wake(index));
    }

    /// Polls the group once, with the waker of its task, and gives what was said.
    #[track_caller]
    pub fn poll<F: Future + ?Sized>(&self, group: &mut Pin<Box<F>>) -> Vec<usize> {
        self.poll_by(group, &self.task.clone().into())
    }

    #[track_caller]
    pub fn poll_by<F: Future + ?Sized>(&self, group: &mut Pin<Box<F>>, task: &Waker) -> Vec<usize> {
        assert!(poll_once(group.as_mut(), task).is_pending(), "it has ended");
        self.take()
    }

    /// Polls the group until its actors have wakers of their own. None has done anything yet.
    #[track_caller]
    pub fn with_own_wakers<F: Future + ?Sized>(&self, mut group: Pin<Box<F>>) -> Pin<Box<F>> {
        self.give_own_wakers(&mut group);
        group
    }

    /// The same, for a group that has been polled before.
    #[track_caller]
    pub fn give_own_wakers<F: Future + ?Sized>(&self, group: &mut Pin<Box<F>>) {
        for _ in 0..=SHARED_POLLS {
            self.poll(group);
        }
        self.task.take();
    }

    /// A row of all of them, with wakers of their own.
    #[track_caller]
    pub fn row_with_own_wakers(&self) -> Built<'_> {
        self.with_own_wakers(row(self))
    }

    /// A group in its drain: the first actor has ended, the others have been interrupted, and have wakers of their own
    /// again.
    #[track_caller]
    pub fn draining(&self, build: Build) -> Built<'_> {
        let mut group = self.with_own_wakers(build(self));
        self.then(0, Action::End);
        self.wake(0);
        self.poll(&mut group);
        self.give_own_wakers(&mut group);
        group
    }
}

/// An actor, an `async` interrupt, a gate or a deadline.
pub struct NumberedActor<'a> {
    actors: &'a Numbered,
    index: usize,
    ended: bool,
}

impl Future for NumberedActor<'_> {
    type Output = Result<(), &'static str>;

    fn poll(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Self::Output> {
        let actors = self.actors;
        assert!(!self.ended, "{} was polled after it had ended", self.index);
        actors.say(self.index);
        actors.wakers.borrow_mut().insert(self.index, cx.waker().clone());
        let own = || actors.actions.borrow_mut().get_mut(&self.index).and_then(VecDeque::pop_front);
        let action = actors.next_polled.borrow_mut().pop_front().or_else(own);
        match action {
            None => {}
            Some(Action::Wake(others)) => actors.wake_all(others),
            Some(Action::WakeItself) => actors.wake(self.index),
            Some(Action::WakeOnAnotherThread(others)) => {
                let wakers: Vec<_> = others.into_iter().map(|index| actors.waker(index)).collect();
                on_another_thread(|| wakers.into_iter().for_each(Waker::wake));
            }
            Some(Action::End) => {
                self.ended = true;
                return Poll::Ready(Ok(()));
            }
            Some(Action::Panic(message)) => {
                self.ended = true;
                resume_unwind(Box::new(message));
            }
        }
        actors.woken_within.set(actors.woken_within.get() + actors.task.take());
        Poll::Pending
    }
}

impl Drop for NumberedActor<'_> {
    fn drop(&mut self) {
        self.actors.dropped.borrow_mut().insert(self.index);
        if self.actors.drop_panics.borrow_mut().remove(&self.index) {
            resume_unwind(Box::new("drop"));
        }
    }
}

/// A row of all of them.
pub fn row(actors: &Numbered) -> Built<'_> {
    Box::pin(run_group! { row: actors.actor() for _ in 0..actors.size => {} })
}

/// The same with `async` interrupts.
pub fn row_with_async_interrupts(actors: &Numbered) -> Built<'_> {
    Box::pin(run_group! {
        row: actors.nth(index) for index in 0..actors.size => async move {
            actors.nth(BESIDE + index).await?;
            Ok(())
        },
    })
}
