//! Threads that wake actors while the group is polled. They have nothing in common but the wakes, so the thread sanitizer sees
//! what these do not order.

use std::{
    future::{Future, poll_fn},
    pin::pin,
    sync::{
        Mutex,
        atomic::{AtomicU32, Ordering::Relaxed},
    },
    task::{Poll, Waker},
    thread,
};

use run_group::{AnyError, run_group};

use crate::support::{drive_beside_threads, poll};

const WAKES: u32 = 10_000;

/// How often a thread has woken an actor, and the actor's waker.
#[derive(Default)]
struct Woken {
    times: AtomicU32,
    waker: Mutex<Option<Waker>>,
}

impl Woken {
    /// Ends when the last wake has come.
    fn all(&self) -> impl Future<Output = Result<(), AnyError>> {
        poll_fn(|cx| match self.times.load(Relaxed) {
            0 => {
                *self.waker.lock().unwrap() = Some(cx.waker().clone());
                Poll::Pending
            }
            WAKES => Poll::Ready(Ok(())),
            _ => Poll::Pending,
        })
    }
}

#[test]
fn no_wake_of_a_thread_is_lost() {
    let woken: [Woken; 5] = Default::default();
    let mut group = pin!(run_group! {
        #[may_finish]
        row: woken.all() for woken in &woken => drop,
    });
    // Until the actors have wakers of their own.
    for _ in 0..10 {
        assert!(poll(group.as_mut()).is_pending());
    }
    thread::scope(|scope| {
        for Woken { times, waker } in &woken {
            let waker = waker.lock().unwrap().take().unwrap();
            scope.spawn(move || {
                for _ in 0..WAKES {
                    times.fetch_add(1, Relaxed);
                    waker.wake_by_ref();
                }
            });
        }
        // The second poll, of a task that nobody has woken, meets wakes that are just under way.
        let twice = poll_fn(|cx| match group.as_mut().poll(cx) {
            Poll::Pending => group.as_mut().poll(cx),
            ready @ Poll::Ready(_) => ready,
        });
        drive_beside_threads(twice).unwrap();
    });
}
