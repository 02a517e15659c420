//! Wakes from elsewhere, wakers that outlive what they wake, and actors that must not move.

use std::{
    cell::Cell,
    future::{Future, poll_fn},
    pin::{Pin, pin},
    sync::{Arc, Mutex, PoisonError},
    task::{Poll, Waker},
    thread,
};

use run_group::run_group;

use crate::support::{Flag, Log, PinCheck, Step, counting_waker, drive, panic_text, poll_once, ready, script};

/// Polls once, for those who do not ask who was woken.
fn poll<F: Future>(future: Pin<&mut F>) -> Poll<F::Output> {
    poll_once(future, Waker::noop())
}

/// Runs on another thread, and waits for it.
fn elsewhere(f: impl FnOnce() + Send + 'static) {
    thread::spawn(f).join().unwrap();
}

/// The waker that an actor was last polled with.
#[derive(Clone, Default)]
struct Kept(Arc<Mutex<Option<Waker>>>);

impl Kept {
    fn keep(&self, waker: &Waker) {
        *self.0.lock().unwrap_or_else(PoisonError::into_inner) = Some(waker.clone());
    }

    fn get(&self) -> Waker {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).clone().expect("it has been polled")
    }

    fn wake_elsewhere(&self) {
        let waker = self.get();
        elsewhere(move || waker.wake());
    }
}

/// An actor that keeps its waker and says `poll x`, until its flag is set. It is not woken by the flag.
fn keeps<'a>(
    name: &'static str,
    log: &'a Log,
    kept: &'a Kept,
    until: &'a Cell<bool>,
) -> impl Future<Output = ()> + use<'a> {
    poll_fn(move |cx| {
        log.say(format_args!("poll {name}"));
        kept.keep(cx.waker());
        if until.get() { Poll::Ready(()) } else { Poll::Pending }
    })
}

// A wake is never lost

#[test]
fn a_wake_from_another_thread_in_an_actors_own_poll_is_not_lost() {
    let polls = Cell::new(0);
    // In the first place, in the middle and in the last.
    let wakes_itself = || {
        let mut woken = false;
        poll_fn(move |cx| {
            if woken {
                polls_more(&Waker::noop());
                return Poll::Ready(());
            }
            woken = true;
            let waker = cx.waker().clone();
            elsewhere(move || waker.wake());
            Poll::Pending
        })
    };
    let _ = (polls, wakes_itself);
}
