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
    actor::{Actor, IntoActor, Sealed},
    expansion::Of,
    mailbox::Mailbox,
    outcome::Exit,
    stays::NothingStays,
    table::Name,
    trace::hand_over,
};

/// Runs synchronous code on an OS thread of its own, named after the actor. It needs no runtime.
///
/// The thread starts with the group's first poll and is joined before the group returns, its thread-local destructors
/// included. A panic in it is the actor's, with its payload. Its interrupt must make the closure return, and cannot be
/// `drop`: set a `|stop|` that the closure looks at, shut down the socket that it reads from, close the channel that it
/// receives from.
///
/// A thread that is stuck is left behind: it keeps neither the group from returning nor the process from exiting.
///
/// A closure with `?` says what its errors are: `thread(|| { check()?; Ok::<(), std::io::Error>(()) })`.
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
    // Known where the closure was checked: so what a wrong one lacks is reported there, and not again by the group.
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
    type Actor = Running<F, T>;
    type Stays = NothingStays;

    fn into_actor(self, _: &mut NothingStays, _: Sealed) -> Running<F, T> {
        Running::New(Some(self.closure), self.spawn)
    }
}

/// Where an actor runs: on a thread of its own, which does not end when its handle is dropped.
#[derive(Debug)]
pub struct OnThread;

/// A thread actor. It is moved freely: nothing in it is pinned.
#[derive(Debug)]
pub enum Running<F, T> {
    New(Option<F>, Spawn<F, T>),
    Started(JoinHandle<()>, Arc<Outbox<T>>),
    Joined,
}

type Outbox<T> = Mailbox<thread::Result<T>>;
type Spawn<F, T> = fn(&str, F, Arc<Outbox<T>>) -> io::Result<JoinHandle<()>>;

/// Starts a thread that runs the closure, and then puts what it gave into the box.
fn spawn<F, T>(name: &str, closure: F, outbox: Arc<Outbox<T>>) -> io::Result<JoinHandle<()>>
where
    F: FnOnce() -> T + Send + 'static,
    T: Send + 'static,
{
    let closure = hand_over(closure);
    Builder::new().name(name.to_owned()).spawn(move || {
        // The closure and all that it holds is gone when the group hears of it.
        outbox.put(catch_unwind(AssertUnwindSafe(closure)));
    })
}

impl<F, T> Actor for Running<F, T> {
    type Output = T;

    const ELSEWHERE: bool = true;

    fn poll<E>(
        self: Pin<&mut Self>,
        name: Name,
        cx: &mut Context<'_>,
        exit: &impl Fn(T, Of<E>) -> Exit<E>,
    ) -> Poll<Exit<E>> {
        // Nothing in it is pinned, as `Unpin` says below.
        let this = self.get_mut();
        if let Running::New(closure, spawn) = this {
            let closure = closure.take().expect("a thread is started once");
            let inbox = Arc::new(Mailbox::new());
            match spawn(name.text(), closure, inbox.clone()) {
                Ok(thread) => *this = Running::Started(thread, inbox),
                Err(error) => panic!("cannot start a thread: {error}"),
            }
        }
        let Running::Started(_, inbox) = this else { unreachable!("a thread is not polled after it has ended") };
        let result = ready!(inbox.poll_take(cx));
        let Running::Started(thread, _) = mem::replace(this, Running::Joined) else { unreachable!() };
        // What is left of the thread is its way out, unless this is it: its last act may be to poll whom it woke.
        if thread.thread().id() != thread::current().id() {
            let _ = thread.join();
        }
        Poll::Ready(exit(result.unwrap_or_else(|payload| resume_unwind(payload)), Of::NEW))
    }

    fn survives_drop(&self) -> bool {
        matches!(self, Running::Started(..))
    }
}

impl<F, T> Unpin for Running<F, T> {}
