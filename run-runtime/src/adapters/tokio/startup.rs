//! `Group::startup`: a limit for the start.

use core::{
    error, fmt,
    pin::Pin,
    task::{Context, Poll},
    time::Duration,
};

use pin_project_lite::pin_project;

use crate::{
    adapters::tokio::timer::Timer,
    driver::limits::Asked,
    group::{Group, options::Options},
    slot::{
        limit::{Limit, Passed},
        list::List,
    },
    state::cause::Cause,
};

impl<L: List<E>, E, O> Group<L, E, O> {
    /// Gives up a start that takes longer than this, counted from the group's first poll on tokio's clock.
    ///
    /// If not all actors are ready by then, that is the cause, an error of no actor: "not ready within 5s: `cache`". It names
    /// [who is not ready](crate::Error::unready). As after any cause, every actor is interrupted and joined; those that had not
    /// started end without being polled. Any other cause ends the start, and with it this limit. Called again, it adds another limit; the
    /// shortest counts.
    ///
    /// ```
    /// use run_group::{End, Ready, Stop, run_group};
    /// use std::time::Duration;
    ///
    /// // Never becomes ready.
    /// async fn connect(stop: Stop, _ready: Ready) { stop.await }
    ///
    /// # #[tokio::main(flavor = "current_thread", start_paused = true)]
    /// # async fn main() {
    /// let error = run_group! {
    ///     db:     |stop, ready| connect(stop, ready),
    ///     #[after(db)]
    ///     server: |stop| stop,
    /// }
    /// .startup(Duration::from_secs(60))
    /// .await
    /// .unwrap_err();
    /// assert_eq!(error.to_string(), "not ready within 60s: `db`, `server`");
    /// assert!(matches!(error.end(), End::Unready));
    /// # }
    /// ```
    ///
    /// # Panics
    ///
    /// At its first poll, if there is no tokio runtime with a timer.
    #[track_caller]
    pub fn startup(mut self, limit: Duration) -> Group<L, E, Startup<O>> {
        self.await_ready();
        let limit = Timer::new(limit, ".startup(..)");
        self.map_options(|inner| Startup { inner, limit, is_over: false })
    }
}

pin_project! {
    /// `Group::startup`: of several, the first that passes counts.
    #[project(!Unpin)]
    pub struct Startup<O> {
        #[pin]
        inner: O,
        #[pin]
        limit: Timer,
        // Set when all are ready. Never cleared.
        is_over: bool,
    }
}

impl<E, O: Options<E>> Options<E> for Startup<O> {
    const LIMITED: bool = O::LIMITED;
    const ASKS: bool = true;
    const AWAITS_READY: bool = true;
    const DRAINS: bool = O::DRAINS;

    fn as_error(error: &E) -> Option<&(dyn error::Error + 'static)> {
        O::as_error(error)
    }

    fn prepare(self: Pin<&mut Self>) {
        let mut this = self.project();
        this.inner.prepare();
        this.limit.as_mut().prepare();
        this.limit.start();
    }

    fn restart_limits(self: Pin<&mut Self>) {
        self.project().inner.restart_limits();
    }

    fn poll_asked(self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Asked> {
        let mut this = self.project();
        let inner = this.inner.poll_asked(cx);
        if *this.is_over || this.limit.as_mut().poll_passed(cx).is_pending() || inner.is_ready() {
            return inner;
        }
        Poll::Ready(Asked::NotReady(this.limit.length().unwrap_or_default()))
    }

    fn awaits_ready(&self) -> bool {
        !self.is_over || self.inner.awaits_ready()
    }

    fn on_ready(self: Pin<&mut Self>) {
        let this = self.project();
        *this.is_over = true;
        this.inner.on_ready();
    }

    fn on_cause(self: Pin<&mut Self>, cause: &Cause<'_, E>) {
        self.project().inner.on_cause(cause);
    }

    fn poll_lame_duck(self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<()> {
        self.project().inner.poll_lame_duck(cx)
    }

    fn poll_time_up(self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Passed> {
        self.project().inner.poll_time_up(cx)
    }
}

impl<O> fmt::Debug for Startup<O> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Startup").finish_non_exhaustive()
    }
}
