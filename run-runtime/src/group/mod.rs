//! `Group`: the future that a `run_group!` is, and its contract.

mod actors;
pub(crate) mod options;
#[cfg(feature = "std")]
pub mod report;

use core::{
    fmt,
    future::Future,
    pin::Pin,
    task::{Context, Poll, ready},
};

use pin_project_lite::pin_project;

use crate::{
    group::{
        actors::Actors,
        options::{Deadline, OnCause, Options},
    },
    outcome::error::Error,
    slot::{limit::Until, list::List},
    state::{State, cause::Cause},
};

pin_project! {
    /// A group of actors: the future that a `run_group!` is.
    ///
    /// It does nothing until it is polled. Then, in this order:
    ///
    /// 1. **Start.** The first poll starts and polls every actor once, in the order written; those with a `#[when(..)]`
    ///    when their gate opens.
    /// 2. **First exit.** The first actor to end, by `Ok`, by `Err` or by panic alike, is the *cause*. The `Ok` of a
    ///    `#[may_finish]` actor is none, unless it is the last.
    /// 3. **Interrupt all.** Every actor's interrupt is called exactly once, in the order written, with the cause; those
    ///    of actors that have already ended too; those of actors that `#[outlives]` others when their turn comes.
    /// 4. **Join all.** Every actor and every `async` interrupt is polled until it has ended, or until its
    ///    [time is up](Self::deadline).
    /// 5. **Result.** The cause decides; where it was an `Ok`, the first later error does.
    ///
    /// Its output is `Result<(), Error<E>>`. `Ok(())` means that every actor ended well or was dropped as asked.
    ///
    /// `L` is the list of the actors, `E` the error type, `O` what it was built with. The group is `Send`, and `Sync`,
    /// exactly when they are. No actor and no interrupt is boxed or has its type erased. What drives a group is compiled
    /// once for all of them: it borrows the group as a trait object while it is polled.
    ///
    /// # Panics
    ///
    /// A panic of an actor is an exit: the others are interrupted and joined, then the panic goes on with its own
    /// payload. A later panic goes on only where nothing failed before it; otherwise it is among the error's
    /// [`others`](Error::others). What failed behind a panic that goes on is lost with it. Polled again after its end,
    /// the group panics.
    ///
    /// # Fairness
    ///
    /// One poll of the group polls each actor at most once before the cause, once after it, and once after each time that
    /// somebody's turn to be interrupted has come; then it yields. Deadlines are looked at before the actors. All
    /// actors share the budget that tokio gives their task for one poll. Where it was spent, the next poll begins with
    /// the next actor, so that each has its turn; of two that are ready then, the later one written may be the cause.
    ///
    /// # Wakes
    ///
    /// A wake of one actor polls that actor and not its siblings, whatever the size of the group; its task is woken once for any
    /// number of wakes. To know who was woken costs three or four allocations, once. So there is none of it in the first 8 polls
    /// of a group, behind the first exit, and as long as three actors or fewer are live: then all are polled, by the
    /// waker of the task. A shutdown that takes more than 8 polls knows it again, for two or three allocations more. `benches/README.md` has the figures. Without `std`
    /// all are always polled.
    ///
    /// # Cancel safety
    ///
    /// A group that is dropped half-way drops its actors in the order written, but each behind those that it
    /// `#[outlives]`. A thread that it started is interrupted and not waited for; a task is cancelled and not waited for.
    /// Every `|stop|` is set, since it may have been handed on. No other interrupt is called.
    ///
    /// # Events and spans
    ///
    /// With the feature `tracing`, all with the target `run_group`. Each actor has a span, `actor`, with its name as the
    /// field `actor`. It is entered while the actor or its interrupt is polled or called, also in a thread and in a task
    /// of its own.
    ///
    /// | level | message | fields |
    /// |---|---|---|
    /// | debug | `group started` | `actors`: how many |
    /// | debug | `started` | `actor` |
    /// | info | `stopping` | `actor`, `cause` |
    /// | debug | `interrupted` | `actor` |
    /// | debug | `ended`, `dropped` | `actor` |
    /// | error | `failed`, `panicked` | `actor`, `error` |
    /// | error | `ended before it was asked to` | `actor` |
    /// | warn | `stuck` | `actor` |
    /// | warn | `still waiting`, every five seconds on tokio's clock | `waiting_for`: `` `db`, `http` ``; `elapsed_ms` since the cause |
    /// | warn | `one poll held up the whole group`, from 100 ms on | `actor`, `elapsed_ms` |
    /// | info | `stopped` | `elapsed_ms` since the cause |
    #[must_use = "a group does nothing until it is awaited"]
    #[project(!Unpin)]
    pub struct Group<L, E, O>
    where
        L: List<E>,
    {
        #[pin]
        actors: Actors<L, E>,
        #[pin]
        options: O,
    }
}

impl<L: List<E>, E, O> Group<L, E, O> {
    pub(crate) fn vacant(options: O) -> Self {
        Group { actors: Actors::VACANT, options }
    }

    /// What the macro fills.
    pub(crate) fn parts(&mut self) -> (&mut L, &mut State<E>) {
        (&mut self.actors.list, &mut self.actors.state)
    }

    /// The same group with other options, made of those that it has.
    pub(crate) fn with<P>(self, options: impl FnOnce(O) -> P) -> Group<L, E, P> {
        Group { actors: self.actors, options: options(self.options) }
    }

    /// Calls `f` with the cause, before any interrupt: to take a readiness probe down, to tell a service manager, to
    /// count. Called again, it adds another, which is called after the ones before it. An error is also what the group
    /// returns: `cause.error()` tells whether it will be heard of again.
    ///
    /// It runs on the group's own task, so it must not block. If it panics, the others are still called, the group goes
    /// on to interrupt and join, and then resumes the panic, unless something failed before it.
    ///
    /// ```
    /// use run_group::run_group;
    /// use std::cell::Cell;
    ///
    /// let ready = Cell::new(true);
    /// # futures::executor::block_on(async {
    /// run_group! { job: async { Ok(()) } => { assert!(!ready.get()) } }
    ///     .on_cause(|cause| {
    ///         assert_eq!(cause.to_string(), "`job` ended");
    ///         ready.set(false);
    ///     })
    ///     .await
    /// # }).unwrap();
    /// ```
    pub fn on_cause<F: FnOnce(&Cause<'_, E>)>(self, f: F) -> Group<L, E, OnCause<O, F>> {
        self.with(|inner| OnCause { inner, f: Some(f) })
    }
}

impl<L: List<E>, E, O> Group<L, E, O> {
    /// Bounds the shutdown by any future, which is made when there is a cause: a timer of the runtime's that you use, or
    /// whatever else says that it has taken long enough. Called again, it adds another; the first that is done counts.
    ///
    /// Then time is up, stage by stage: what has been interrupted and has not ended is *stuck* and is dropped; those that
    /// outlive it are interrupted and polled once; and so on until nobody is left. A thread that is stuck in synchronous
    /// code is left behind. The group ends with an error that [names the stuck](Error::stuck), also where the cause was
    /// an `Ok`.
    ///
    /// If `start` or its future panics, the group goes on: without this deadline, or as if time were up. It then resumes
    /// the panic, unless something failed before it.
    ///
    /// ```
    /// use run_group::run_group;
    /// use std::future::{pending, ready};
    ///
    /// # futures::executor::block_on(async {
    /// let error = run_group! {
    ///     job:    async { Ok(()) } => drop,
    ///     server: |stop| async { let _ = stop; pending().await },
    /// }
    /// .deadline(|| ready(())) // at once
    /// .await
    /// .unwrap_err();
    /// assert_eq!(error.stuck(), ["server"]);
    /// assert_eq!(error.to_string(), "actor `server` was stuck");
    /// # })
    /// ```
    pub fn deadline<F: Future, S: FnOnce() -> F>(self, start: S) -> Group<L, E, Deadline<O, Until<S, F>>> {
        self.with(|inner| Deadline { inner, limit: Until::Set { start: Some(start) } })
    }
}

impl<L: List<E>, E, O: Options<E>> Future for Group<L, E, O> {
    type Output = Result<(), Error<E>>;

    fn poll(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Self::Output> {
        ready!(self.as_mut().poll_end(cx));
        Poll::Ready(match self.project().actors.project().state.take_failure() {
            None => Ok(()),
            Some(failure) => Err(resume_or_return::<O, E>(failure)),
        })
    }
}

/// A group whose first failure is a panic goes on with it.
#[cold]
#[inline(never)]
fn resume_or_return<O: Options<E>, E>(mut failure: Error<E>) -> Error<E> {
    if let Some(caught) = failure.take_panic() {
        caught.resume();
    }
    failure.set_as_error(O::as_error);
    failure
}

impl<L: List<E>, E, O: Options<E>> Group<L, E, O> {
    /// Polls the group to its end. What has failed is in its state.
    pub(crate) fn poll_end(self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<()> {
        let this = self.project();
        this.actors.poll(this.options, cx)
    }

    /// Asks for a report.
    #[cfg(feature = "std")]
    pub(crate) fn record(self: Pin<&mut Self>) {
        self.project().actors.project().state.start_recording();
    }

    #[cfg(feature = "std")]
    pub(crate) fn take_state(self: Pin<&mut Self>) -> State<E> {
        self.project().actors.project().state.take()
    }
}

impl<L: List<E>, E, O> fmt::Debug for Group<L, E, O> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("Group").field(&self.actors.state).finish()
    }
}
