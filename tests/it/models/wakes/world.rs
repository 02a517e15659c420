//! Actors of a real group that do what those of the model do.

use std::{
    cell::{Cell, RefCell},
    future::{Future, poll_fn},
    panic::resume_unwind,
    pin::Pin,
    task::{Poll, Waker},
};

use run_group::{Error, run_group};

use super::model::{RandomAction, actions, dropped};
use crate::support::on_another_thread;

/// What the actors share.
pub struct World {
    seed: u64,
    size: usize,
    /// Whether the actors do nothing yet.
    asleep: Cell<bool>,
    interrupted: Vec<Cell<bool>>,
    /// The wakers of the actors that have not ended.
    wakers: RefCell<Vec<Option<Waker>>>,
    polled: RefCell<Vec<usize>>,
}

/// Removes an actor's waker when it is dropped.
struct RemovesWaker<'a>(&'a World, usize);

impl Drop for RemovesWaker<'_> {
    fn drop(&mut self) {
        self.0.wakers.borrow_mut()[self.1] = None;
    }
}

impl World {
    pub fn new(seed: u64, size: usize) -> Self {
        World {
            seed,
            size,
            asleep: Cell::new(true),
            interrupted: vec![Cell::new(false); size],
            wakers: RefCell::new(vec![None; size]),
            polled: RefCell::default(),
        }
    }

    /// From now on, the actors do something.
    pub fn wake_up(&self) {
        self.asleep.set(false);
    }

    pub fn take_polled(&self) -> Vec<usize> {
        self.polled.take()
    }

    pub fn wake(&self, index: usize) {
        let waker = self.wakers.borrow()[index].clone();
        if let Some(waker) = waker {
            waker.wake();
        }
    }

    fn actor(&self, index: usize) -> impl Future<Output = Result<(), String>> + '_ {
        let (mut polls, held) = (0, RemovesWaker(self, index));
        poll_fn(move |cx| {
            held.0.wakers.borrow_mut()[index] = Some(cx.waker().clone());
            if self.asleep.get() {
                return Poll::Pending;
            }
            polls += 1;
            self.polled.borrow_mut().push(index);
            for action in actions(self.seed, self.size, index, polls, self.interrupted[index].get()) {
                match action {
                    RandomAction::Wait => {}
                    RandomAction::Wake(other) => self.wake(other),
                    RandomAction::WakeOnAnotherThread(other) => {
                        let waker = self.wakers.borrow()[other].clone();
                        on_another_thread(move || waker.iter().for_each(Waker::wake_by_ref));
                    }
                    RandomAction::End => return Poll::Ready(Ok(())),
                    RandomAction::Fail => return Poll::Ready(Err(format!("{index} failed"))),
                    RandomAction::Panic => resume_unwind(Box::new(format!("{index} panicked"))),
                }
            }
            Poll::Pending
        })
    }

    fn interrupt(&self, index: usize) {
        self.interrupted[index].set(true);
        if index % 3 == 0 {
            self.wake(index);
        }
    }

    pub fn group(&self) -> Pin<Box<dyn Future<Output = Result<(), Error<String>>> + '_>> {
        let size = self.size;
        let dropped = dropped(size);
        Box::pin(run_group! {
            type Error = String;
            first: self.actor(0) => { self.interrupt(0) },
            out: self.actor(0) for _ in 0..20 if false => drop,
            dropped: self.actor(1 + index) for index in 0..dropped => drop,
            middle: self.actor(1 + dropped) => move || self.interrupt(1 + dropped),
            last: self.actor(index) for index in 2 + dropped..size => move || self.interrupt(index),
        })
    }
}
