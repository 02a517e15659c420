//! Polls futures: once, or to their end.

use std::{
    future::Future,
    pin::{Pin, pin},
    sync::{Arc, mpsc},
    task::{Context, Poll, Wake, Waker},
    time::Duration,
};

use super::counting_waker;

/// Polls once, with a waker that does nothing.
pub fn poll<F: Future + ?Sized>(future: Pin<&mut F>) -> Poll<F::Output> {
    poll_once(future, Waker::noop())
}

pub fn poll_once<F: Future + ?Sized>(future: Pin<&mut F>, waker: &Waker) -> Poll<F::Output> {
    future.poll(&mut Context::from_waker(waker))
}

/// Polls a future on this thread, once and then whenever it was woken, to its end.
///
/// # Panics
///
/// If it is pending and was not woken: it would never be polled again.
#[track_caller]
pub fn drive<F: Future>(future: F) -> F::Output {
    let mut future = pin!(future);
    let (woken, waker) = counting_waker();
    loop {
        if let Poll::Ready(output) = poll_once(future.as_mut(), &waker) {
            return output;
        }
        assert!(woken.take() > 0, "it is pending, and was not woken");
    }
}

/// Polls a future on this thread whenever another thread has woken it, to its end.
///
/// # Panics
///
/// If it has not been woken for so long that it never will be.
#[track_caller]
pub fn drive_beside_threads<F: Future>(future: F) -> F::Output {
    struct Sends(mpsc::Sender<()>);

    impl Wake for Sends {
        fn wake(self: Arc<Self>) {
            let _ = self.0.send(());
        }
    }

    let mut future = pin!(future);
    let (wake, woken) = mpsc::channel();
    let waker = Waker::from(Arc::new(Sends(wake)));
    loop {
        if let Poll::Ready(output) = poll_once(future.as_mut(), &waker) {
            return output;
        }
        let woken = woken.recv_timeout(Duration::from_secs(30));
        assert!(woken.is_ok(), "it is pending, and is not woken");
    }
}

/// What a poll that must be the last one gave.
///
/// # Panics
///
/// If it is pending.
#[track_caller]
pub fn ready<T>(poll: Poll<T>) -> T {
    match poll {
        Poll::Ready(output) => output,
        Poll::Pending => panic!("it is pending"),
    }
}
