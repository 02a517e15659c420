//! `Group`: the future that a `run_group!` is, and its contract.

mod actors;
pub(crate) mod bounds;
#[cfg(not(feature = "tokio"))]
mod feature;
mod on_ready;
pub(crate) mod options;
pub(crate) mod place;
#[cfg(feature = "std")]
pub mod report;
#[cfg(feature = "std")]
mod status;
#[cfg(feature = "std")]
mod unawaited;

use core::{
    fmt,
    pin::Pin,
    task::{Context, Poll, ready},
};

use pin_project_lite::pin_project;

use crate::{
    group::{
        actors::Actors,
        options::{Deadline, OnCause, Options, Until},
    },
    outcome::error::Error,
    slot::{limit::ByFuture, list::List},
    state::{State, cause::Cause, lifecycle::Lifecycle},
};

pin_project! {
    /// A group of actors: the future that a `run_group!` is.
    ///
    /// It does nothing until it is polled. Then, in this order, numbered as
    /// [the laws](https://docs.rs/run-group/latest/run_group/guide/laws/index.html) are:
    ///
    /// 1. **Start.** The first poll starts every actor and polls each, in the order written. An actor with `#[when(..)]` starts
    ///    when its gate opens, one that is `#[after(..)]` others when those are ready.
    /// 2. **First exit.** The first actor to end, by `Ok`, by `Err` or by panic alike, is the *cause*. The `Ok` of a
    ///    `#[may_finish]` actor is not, unless it is the last. A group that is asked to stop, by [`until`](Self::until), has a cause
    ///    of no actor.
    /// 3. **Interrupt all.** Every actor's interrupt is called exactly once, in the order written, with the cause. That
    ///    includes actors that have already ended. An actor that `#[outlives]` others, or that others are `#[after]`, is
    ///    interrupted when those have ended.
    /// 4. **Join all.** Every actor is polled until it has ended, and every `async` interrupt until it has finished, or until
    ///    its [time is up](Self::deadline).
    /// 5. **Result.** The cause decides; if it was an `Ok`, the first later error does.
    ///
    /// ```
    /// use run_group::run_group;
    ///
    /// let group = run_group! { job: async { Err("disk full".into()) } => drop };
    /// let error = group.on_cause(|cause| eprintln!("{cause}")).run().unwrap_err();
    /// assert_eq!(error.to_string(), "actor `job` failed");
    /// ```
    ///
    /// Its output is `Result<(), Error<E>>`. `Ok(())` means that every actor ended successfully or was dropped as asked.
    ///
    /// `L` is the list of the actors, `E` the error type, `O` what the group was built with. In code that takes any group,
    /// [`ActorList`](crate::ActorList) and [`GroupOptions`](crate::GroupOptions) are their bounds. The group is `Send`, and `Sync`,
    /// exactly when these are. No actor and no interrupt has its type erased, and none is boxed, except that each actor of a `for`
    /// is in a box. What drives a group is compiled once for all groups: it borrows the group as a trait object while it is
    /// polled.
    ///
    /// # Panics
    ///
    /// A panic of an actor is an end like any other: the others are interrupted and joined, then the panic is resumed with its own
    /// payload. A later panic is resumed only if nothing failed and nothing was stuck before it; otherwise it is among the
    /// error's [`others`](Error::others). Failures after a panic that is resumed are lost with it: use [`report`](Self::report) to
    /// keep them. Polled again after its end, the group panics.
    ///
    /// # Fairness
    ///
    /// One poll of the group polls each actor at most once before the interrupts, once after them, and once more after each
    /// further turn of `#[outlives]` or `#[after]`; then the group yields. Deadlines are checked before the actors. All actors
    /// share the budget that tokio gives their task for one poll. If it was spent, the next poll begins with another actor, so that none
    /// is always last: with the first that found no budget left, or, where all actors are polled, one live actor later than this
    /// one did. A long row is then gone through in more than one poll. Of two actors that are ready, the one written later may be the
    /// cause.
    ///
    /// # Wakes
    ///
    /// A wake of one actor polls that actor and not its siblings. The group's task is woken once for any number of wakes. For
    /// that, each actor needs a waker of its own, and all of them together a few allocations. So there are three
    /// exceptions, in which all live actors are polled with the waker of the task: the first 8 polls of a group; at most 8
    /// polls after the interrupts, and after each turn of the shutdown; and groups that by then have three live actors or
    /// fewer. The wakers of a longer drain are allocated again. [The benches](https://github.com/run-group/run-group/tree/main/benches) have the figures.
    /// Without `std`, all actors are always polled.
    ///
    /// # Cancel safety
    ///
    /// A group that is dropped before its end drops its actors in the order written, but each after those that it `#[outlives]` or
    /// that are `#[after]` it. Its tasks are cancelled, and its threads, where they have started, are interrupted. Every `|stop|` is
    /// set, since the actor may have passed it on. No other interrupt is called, and nothing is waited for.
    ///
    /// # Events and spans
    ///
    /// They need the feature `tracing`, and have the target `run_group`. Each actor has a span, `actor`, with its name as the
    /// field `actor`. It is entered while the actor is polled, and while its interrupt is called and polled; also in a thread
    /// and in a task of its own.
    ///
    /// | level | message | fields |
    /// |---|---|---|
    /// | debug | `group started` | `actors`: how many |
    /// | debug | `started` | `actor` |
    /// | debug | `ready`, of an actor that says so | `actor` |
    /// | info | `stopping` | `actor`, if the cause is an actor's; `cause` |
    /// | debug | `interrupted` | `actor` |
    /// | debug | `ended`, `dropped` | `actor` |
    /// | error | `failed`, `panicked` | `actor`, `error` |
    /// | error | `ended before it was asked to` | `actor` |
    /// | warn | `stuck`, `cut short` | `actor` |
    /// | warn | `still waiting`, every five seconds | `waiting_for`: `` `db`, `http` ``; `elapsed_ms` since the cause |
    /// | warn | `one poll held up the whole group`, from 100 ms on | `actor`, `elapsed_ms` |
    /// | info | `stopped` | `elapsed_ms` since the cause |
    #[doc(alias = "select")]
    #[doc(alias = "join")]
    #[doc(alias = "errgroup")]
    #[doc(alias = "JoinSet")]
    #[doc(alias = "supervisor")]
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

    /// The list and the state, for the macro to fill.
    pub(crate) fn parts(&mut self) -> (&mut L, &mut State<E>) {
        (&mut self.actors.list, &mut self.actors.state)
    }

    /// The same group with its options replaced by `f` of them.
    pub(crate) fn map_options<P>(self, f: impl FnOnce(O) -> P) -> Group<L, E, P> {
        Group { actors: self.actors, options: f(self.options) }
    }

    /// Calls `f` with the cause, before any interrupt: to take down a readiness probe, to inform a service manager, or
    /// to count shutdowns. Called again, it adds another function, which is called after the ones before it. The group also returns
    /// every error, so `f` need not report them.
    ///
    /// `f` runs on the group's own task, so it must not block. If it panics, the other functions are still called, the group
    /// goes on to interrupt and join, and then resumes that panic like one of an actor.
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
        self.map_options(|inner| OnCause { inner, f: Some(f) })
    }
}

impl<L: List<E>, E, O> Group<L, E, O> {
    /// Bounds the shutdown by a future, which is made when there is a cause: a timer of the runtime that you use, or
    /// any future that completes when the shutdown has taken long enough. Called again, it adds another; the first that is done counts.
    ///
    /// When the time is up, an actor that has been interrupted, and of which it or its interrupt has not finished, is
    /// *stuck* and is dropped. Then the actors that outlive it are interrupted and polled once, dropped as *cut short* if they have not
    /// ended, and so on until no actor is left. A stuck thread is detached: it runs on. The group ends with an error that names the
    /// [stuck](Error::stuck) and those that were [cut short](Error::cut_short), even if the cause was an `Ok`, unless the group resumes a
    /// panic.
    ///
    /// If `start` panics, the group goes on as if it had no deadline; if its future panics, as if the time were up. It then
    /// resumes that panic like one of an actor.
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
    /// assert_eq!(error.to_string(), "actor `server` was stuck: it was interrupted, but has not ended");
    /// # })
    /// ```
    #[doc(alias = "timeout")]
    pub fn deadline<F: Future, S: FnOnce() -> F>(self, start: S) -> Group<L, E, Deadline<O, ByFuture<S, F>>> {
        self.map_options(|inner| Deadline { inner, limit: ByFuture::Set { start: Some(start) } })
    }
}

impl<L: List<E>, E, O> Group<L, E, O> {
    /// Stops the group when this future is done: one that the caller has, and that is no actor. Called again, it adds another; the
    /// first that is done counts.
    ///
    /// Unless something was before it, that is the cause, an `Ok` of no actor: it displays as "asked to stop". What the future
    /// returns is dropped.
    ///
    /// It is polled in the group's own task, before the actors, at each poll of the group until there is a cause; so it must not
    /// block. If it panics, that is the cause: the group interrupts and joins, and then resumes the panic like one of an actor.
    ///
    /// ```
    /// use run_group::{Stop, run_group};
    ///
    /// # futures::executor::block_on(async {
    /// let quit = Stop::new();
    /// let server = run_group! {
    ///     http: |stop| async { stop.stopped().await; Ok(()) },
    /// }
    /// .until(quit.stopped())
    /// .on_cause(|cause| assert_eq!(cause.to_string(), "asked to stop"));
    /// quit.stop(); // from wherever it is known: a menu, a test, another thread
    /// server.await.unwrap();
    /// # })
    /// ```
    ///
    /// # Cancel safety
    ///
    /// Where something else is the cause, the future is not polled any more, and is dropped with the group.
    #[doc(alias = "cancel")]
    #[doc(alias = "shutdown")]
    #[doc(alias = "context")]
    #[doc(alias = "with_graceful_shutdown")]
    pub fn until<F: IntoFuture>(self, future: F) -> Group<L, E, Until<O, F::IntoFuture>> {
        self.map_options(|inner| Until { inner, future: Some(future.into_future()) })
    }
}

impl<L: List<E>, E, O: Options<E>> Future for Group<L, E, O> {
    type Output = Result<(), Error<E>>;

    fn poll(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Self::Output> {
        ready!(self.as_mut().poll_group(cx));
        Poll::Ready(match self.project().actors.project().state.take_failure() {
            None => Ok(()),
            Some(failure) => Err(resume_or_return::<O, E>(failure)),
        })
    }
}

/// Resumes the panic of a group whose first failure is one.
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
    /// Polls the group. At its end, what has failed is in its state.
    pub(crate) fn poll_group(self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<()> {
        let this = self.project();
        this.actors.poll(this.options, cx)
    }

    /// Drops all actors, as a group that is dropped does. Returns whether nothing is left: a task ends some time after it is cancelled,
    /// and the group is then to be polled until it has ended.
    pub(crate) fn drop_actors(self: Pin<&mut Self>) -> bool {
        self.project().actors.drop_all()
    }

    pub(crate) fn lifecycle(self: Pin<&mut Self>) -> &mut Lifecycle {
        &mut self.project().actors.project().state.lifecycle
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
