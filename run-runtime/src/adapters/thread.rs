//! Synchronous code: an actor on an OS thread of its own.

use core::{
    fmt, mem,
    pin::Pin,
    task::{Context, Poll, ready},
};
use std::{
    borrow::ToOwned,
    io,
    panic::{AssertUnwindSafe, catch_unwind, resume_unwind},
    sync::Arc,
    thread::{self, Builder, JoinHandle},
};

use crate::{
    observe::trace::in_current_span,
    outcome::{exit::Exit, infer::Infer, names::Name, sealed::Sealed},
    slot::{
        actor::{IntoActor, RunningActor},
        retained::NothingRetained,
    },
    sync::oneshot::Oneshot,
};

/// Runs synchronous code on an OS thread of its own, named after the actor. It needs no runtime.
///
/// The thread starts when the actor does and is joined before the group returns, its thread-local destructors included. A
/// panic of the closure is a panic of the actor, with its payload. The interrupt must make the closure return, and cannot be
/// `drop`: set a `|stop|` that the closure checks, shut down the socket that it reads from, close the channel that it
/// receives from. (On Windows, shutting a socket down does not end a read that waits: read with a timeout.)
///
/// A stuck thread is detached: it keeps neither the group from returning nor the process from exiting.
///
/// A closure with `?` has to name its error type: `thread(|| { check()?; Ok::<(), std::io::Error>(()) })`.
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
/// When it is started, as a panic of this actor, if the system has no thread to give.
pub fn thread<F, T>(closure: F) -> Thread<F, T>
where
    F: FnOnce() -> T + Send + 'static,
    T: Send + 'static,
{
    Thread { closure, spawn }
}

/// An actor on an OS thread of its own; from [`thread`](thread()).
#[must_use = "a thread starts with the group that it stands in"]
pub struct Thread<F, T> {
    closure: F,
    // A pointer, made where the bounds stand. So a closure that lacks one is reported there, and not again by the group.
    spawn: Spawn<F, T>,
}

impl<F, T> fmt::Debug for Thread<F, T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Thread").finish_non_exhaustive()
    }
}

#[diagnostic::do_not_recommend]
impl<E, F, T> IntoActor<E, OnThread> for Thread<F, T> {
    type Output = T;
    type Actor = ThreadActor<F, T>;
    type Retained = NothingRetained;

    fn into_actor(self, _: &mut NothingRetained, _: Sealed) -> ThreadActor<F, T> {
        ThreadActor::Unstarted(Some(self.closure), self.spawn)
    }
}

/// The place of a thread: it does not end when its handle is dropped.
#[derive(Debug)]
pub struct OnThread;

/// A thread as an actor. It is moved freely: nothing in it is pinned.
#[derive(Debug)]
pub enum ThreadActor<F, T> {
    Unstarted(Option<F>, Spawn<F, T>),
    Started(JoinHandle<()>, Arc<Returned<T>>),
    Joined,
}

type Returned<T> = Oneshot<thread::Result<T>>;
type Spawn<F, T> = fn(&str, F, Arc<Returned<T>>) -> io::Result<JoinHandle<()>>;

/// Starts a thread that runs the closure, and then sends what it returned.
fn spawn<F, T>(name: &str, closure: F, returned: Arc<Returned<T>>) -> io::Result<JoinHandle<()>>
where
    F: FnOnce() -> T + Send + 'static,
    T: Send + 'static,
{
    let closure = in_current_span(closure);
    Builder::new().name(name.to_owned()).spawn(move || {
        // By the time the group learns of it, the closure and all that it holds are dropped.
        returned.send(catch_unwind(AssertUnwindSafe(closure)));
    })
}

impl<F, T> RunningActor for ThreadActor<F, T> {
    type Output = T;

    const RUNS_ELSEWHERE: bool = true;

    fn poll<E>(
        self: Pin<&mut Self>,
        name: Name,
        cx: &mut Context<'_>,
        read: &impl Fn(T, Infer<E>) -> Exit<E>,
    ) -> Poll<Exit<E>> {
        // Nothing in it is pinned, as `Unpin` says below.
        let this = self.get_mut();
        if let ThreadActor::Unstarted(closure, spawn) = this {
            let closure = closure.take().expect("a thread is started once");
            let returned = Arc::new(Oneshot::new());
            match spawn(name.text(), closure, returned.clone()) {
                Ok(thread) => *this = ThreadActor::Started(thread, returned),
                Err(error) => panic!("cannot start a thread: {error}"),
            }
        }
        let ThreadActor::Started(_, returned) = this else { unreachable!("a thread is not polled after it has ended") };
        let result = ready!(returned.poll_recv(cx));
        let ThreadActor::Started(thread, _) = mem::replace(this, ThreadActor::Joined) else { unreachable!() };
        // The thread has only its destructors left to run. It may be this very thread: some executors poll in `wake` itself.
        if thread.thread().id() != thread::current().id() {
            let _ = thread.join();
        }
        Poll::Ready(read(result.unwrap_or_else(|payload| resume_unwind(payload)), Infer::NEW))
    }

    fn survives_drop(&self) -> bool {
        matches!(self, ThreadActor::Started(..))
    }
}

impl<F, T> Unpin for ThreadActor<F, T> {}
