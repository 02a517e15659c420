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
    thread::{Builder, JoinHandle, Result},
};

use crate::{
    observe::trace::in_current_span,
    outcome::{exit::Exit, infer::Infer, names::Name, sealed::Sealed},
    slot::{
        actor::{IntoActor, RunningActor},
        place::{EndsByItself, MayWait, Place},
        retained::NothingRetained,
    },
    sync::oneshot::Oneshot,
};

/// Runs synchronous code on an OS thread of its own, named after the actor. It needs no runtime.
///
/// The thread starts when the actor does. The closure's return is the end that counts, and may be the cause. The thread is
/// joined before the group returns, its thread-local destructors included. A panic of the closure is a panic of the actor, with
/// its payload. The interrupt must make the closure return, and cannot be `drop`: set a `|stop|` that the closure checks, shut
/// down the socket that it reads from, close the channel that it receives from. (On Windows, shutting a socket down does not
/// end a read that waits: read with a timeout.)
///
/// It is another thread that joins, so destructors that take long hold up neither the other actors nor a deadline, but only what
/// `#[outlives]` this actor. Where the system has no thread for that, the destructors are not waited for.
///
/// Tokio moves a clock that is paused to the next timer, such as a `.grace`, while a thread works. In a test with such a clock
/// let `tokio::task::spawn_blocking` run the code, or resume the clock.
///
/// A stuck thread is detached: it keeps neither the group from returning nor the process from exiting.
///
/// `?` works in a closure that ends in `Ok(())`, `thread(|| { check()?; Ok(()) })`: unless something else says what its error is, it is
/// the group's.
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
/// # A thread that reads the standard input
///
/// Nothing can interrupt it: it blocks until the next line comes. As an actor, it would be waited for at each stop, as long as a
/// deadline allows, and be stuck. So read on a thread of `std::thread::spawn`, which nothing joins, and send the lines to an
/// actor through a channel, as [the recipe](https://github.com/run-group/run-group/blob/main/recipes/src/stdin.rs) does.
///
/// # Panics
///
/// When it is started, as a panic of this actor, if the system has no thread to give.
#[doc(alias = "spawn_blocking")]
#[doc(alias = "spawn")]
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

impl<A: RunningActor> Place<A> for OnThread {}
#[diagnostic::do_not_recommend]
impl EndsByItself for OnThread {}
#[diagnostic::do_not_recommend]
impl MayWait for OnThread {}

/// A thread as an actor. It is moved freely: nothing in it is pinned.
#[derive(Debug)]
pub enum ThreadActor<F, T> {
    Unstarted(Option<F>, Spawn<F, T>),
    Started(JoinHandle<()>, Arc<Returned<T>>),
    /// The closure has returned. It receives when the thread has been joined; `None` where nobody can join it.
    Joining(Option<Arc<Oneshot<()>>>),
}

type Returned<T> = Oneshot<Result<T>>;
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

/// Starts a thread that joins another, and then says so. A poll of the group must not wait for thread-local destructors, which
/// nothing can tell the end of from inside: their order is unspecified.
fn join(thread: JoinHandle<()>) -> Option<Arc<Oneshot<()>>> {
    let joined = Arc::new(Oneshot::new());
    let sender = joined.clone();
    let join = move || {
        let _ = thread.join();
        sender.send(());
    };
    Builder::new().name("run_group join".to_owned()).spawn(join).is_ok().then_some(joined)
}

impl<F, T> RunningActor for ThreadActor<F, T> {
    type Output = T;

    const RUNS_ELSEWHERE: bool = true;
    const IS_JOINED: bool = true;

    fn poll<E>(
        self: Pin<&mut Self>,
        name: Name<'_>,
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
        let ThreadActor::Started(_, returned) = this else {
            unreachable!("a thread is not polled after it has returned")
        };
        let result = ready!(returned.poll_recv(cx));
        if let ThreadActor::Started(thread, _) = mem::replace(this, ThreadActor::Joining(None)) {
            *this = ThreadActor::Joining(join(thread));
        }
        Poll::Ready(read(result.unwrap_or_else(|payload| resume_unwind(payload)), Infer::NEW))
    }

    fn is_joining(&self) -> bool {
        matches!(self, ThreadActor::Joining(_))
    }

    fn poll_joined(self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<()> {
        match self.get_mut() {
            ThreadActor::Joining(Some(joined)) => joined.poll_recv(cx),
            _ => Poll::Ready(()),
        }
    }

    fn survives_drop(&self) -> bool {
        matches!(self, ThreadActor::Started(..))
    }
}

impl<F, T> Unpin for ThreadActor<F, T> {}
