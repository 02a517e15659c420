//! Synchronous code: an actor on an OS thread of its own.

use core::{
    fmt,
    pin::Pin,
    task::{Context, Poll, Waker},
};
use std::{
    borrow::ToOwned,
    panic::resume_unwind,
    sync::{Arc, Mutex, PoisonError},
    thread::{Builder, JoinHandle},
};

use crate::actor::{Actor, IntoActor, Sealed};

/// Runs synchronous code on an OS thread of its own, named after the actor. It needs no runtime.
///
/// The thread starts with the group's first poll and is joined before the group returns. A panic in it is the actor's,
/// with its payload. Its interrupt must make the closure return, and cannot be `drop`: set a `|stop|` that the closure
/// looks at, shut down the socket that it reads from, close the channel that it receives from.
///
/// If the group is dropped, a thread that has started is interrupted, and not waited for. An `async` interrupt is then
/// not run, so a thread that has one should take a `|stop|` too, which is set in any case.
///
/// ```
/// use run_group::{run_group, thread};
/// use std::sync::mpsc;
///
/// let (lines, inbox) = mpsc::channel::<String>();
/// run_group! {
///     printer: thread(move || for line in inbox { println!("{line}") }) => { drop(lines) },
///     job:     async { Ok(()) } => drop,
/// }
/// .run()?;
/// # Ok::<(), run_group::Error>(())
/// ```
///
/// # Panics
///
/// At the group's first poll, as a panic of this actor, if the system has no thread to give.
pub fn thread<F, T>(closure: F) -> Thread<F>
where
    F: FnOnce() -> T + Send + 'static,
    T: Send + 'static,
{
    Thread { closure }
}

/// An actor on an OS thread of its own; from [`thread`](thread()).
#[must_use = "a thread starts with the group that it stands in"]
pub struct Thread<F> {
    closure: F,
}

impl<F> fmt::Debug for Thread<F> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Thread").finish_non_exhaustive()
    }
}

impl<E, F, T> IntoActor<E, OnThread> for Thread<F>
where
    F: FnOnce() -> T + Send + 'static,
    T: Send + 'static,
{
    type Output = T;
    type Actor = Running<F, T>;

    fn into_actor(self, _: Sealed) -> Running<F, T> {
        Running::New(Some(self.closure))
    }
}

/// Where an actor runs: on a thread of its own, which does not end when its handle is dropped.
#[derive(Debug)]
pub struct OnThread;

/// A thread actor. It is moved freely: nothing in it is pinned.
#[derive(Debug)]
pub enum Running<F, T> {
    New(Option<F>),
    Started(JoinHandle<T>, Arc<Done>),
    Joined,
}

/// Wakes the group when the thread's closure has returned or panicked.
#[derive(Debug, Default)]
pub struct Done(Mutex<Progress>);

#[derive(Debug, Default)]
struct Progress {
    done: bool,
    waker: Option<Waker>,
}

impl Done {
    fn set(&self) {
        let mut progress = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        progress.done = true;
        let waker = progress.waker.take();
        drop(progress);
        if let Some(waker) = waker {
            waker.wake();
        }
    }

    fn poll(&self, cx: &Context<'_>) -> Poll<()> {
        let mut progress = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        if progress.done {
            return Poll::Ready(());
        }
        match &mut progress.waker {
            Some(waker) if waker.will_wake(cx.waker()) => {}
            waker => *waker = Some(cx.waker().clone()),
        }
        Poll::Pending
    }
}

/// Sets `Done` when the closure's frame is gone, by return or by panic.
struct SetOnDrop(Arc<Done>);

impl Drop for SetOnDrop {
    fn drop(&mut self) {
        self.0.set();
    }
}

impl<F, T> Actor for Running<F, T>
where
    F: FnOnce() -> T + Send + 'static,
    T: Send + 'static,
{
    type Output = T;

    fn poll(self: Pin<&mut Self>, name: &str, cx: &mut Context<'_>) -> Poll<T> {
        // Nothing in it is pinned, as `Unpin` says below.
        let this = self.get_mut();
        if let Running::New(closure) = this {
            let closure = closure.take().expect("a thread is started once");
            let done = Arc::<Done>::default();
            let set = SetOnDrop(done.clone());
            let thread = Builder::new().name(name.to_owned()).spawn(move || {
                let _set = set;
                closure()
            });
            match thread {
                Ok(thread) => *this = Running::Started(thread, done),
                Err(error) => panic!("cannot start a thread: {error}"),
            }
        }
        let Running::Started(_, done) = this else { unreachable!("a thread is not polled after it has ended") };
        core::task::ready!(done.poll(cx));
        let Running::Started(thread, _) = core::mem::replace(this, Running::Joined) else { unreachable!() };
        // All that is left of the thread is its way out.
        Poll::Ready(thread.join().unwrap_or_else(|payload| resume_unwind(payload)))
    }

    fn survives_drop(&self) -> bool {
        matches!(self, Running::Started(..))
    }
}

impl<F, T> Unpin for Running<F, T> {}
