//! `Group::lame_duck`: serving on for a while after a signal.

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
    /// After a signal, goes on serving for this long, on tokio's clock, before the first interrupt is called.
    /// [`on_cause`](Self::on_cause) takes down the readiness probe; in this time the load balancers see that, and send no more
    /// requests.
    ///
    /// It ends early when another actor fails or panics; when no actor is left; when a deadline passes, which counts from the
    /// cause; and at a second signal. The `Ok` of an actor does not end it. After any other cause than a signal there is no lame duck.
    ///
    /// ```no_run
    /// use run_group::{run_group, signal};
    /// use std::{sync::atomic::{AtomicBool, Ordering}, time::Duration};
    ///
    /// # async fn serve() {}
    /// # async fn main_() -> Result<(), run_group::AnyError> {
    /// let ready = AtomicBool::new(true);
    /// run_group! {
    ///     server:  serve() => drop,
    ///     signals: signal::shutdown(),
    /// }
    /// .on_cause(|_| ready.store(false, Ordering::Relaxed))
    /// .lame_duck(Duration::from_secs(5))
    /// .grace(Duration::from_secs(30))
    /// .await?;
    /// # Ok(()) }
    /// ```
    ///
    /// # Panics
    ///
    /// At its first poll, if there is no tokio runtime with a timer.
    #[doc(alias = "preStop")]
    #[doc(alias = "delay")]
    #[track_caller]
    pub fn lame_duck(self, time: Duration) -> Group<L, E, LameDuck<O, Timer>> {
        let limit = Timer::new(time, ".lame_duck(..)");
        self.map_options(|inner| LameDuck { inner, limit, has_signal: false })
    }
}

pin_project! {
    /// `Group::lame_duck`: of several, the one that takes the longest counts.
    #[project(!Unpin)]
    pub struct LameDuck<O, M> {
        #[pin]
        pub(crate) inner: O,
        #[pin]
        pub(crate) limit: M,
        // Set by `on_cause`, if the cause is a signal.
        pub(crate) has_signal: bool,
    }
}

impl<E, O: Options<E>, M: Limit> Options<E> for LameDuck<O, M> {
    const LIMITED: bool = true;
    const ASKS: bool = O::ASKS;
    const AWAITS_READY: bool = O::AWAITS_READY;
    const DRAINS: bool = O::DRAINS;

    fn as_error(error: &E) -> Option<&(dyn error::Error + 'static)> {
        O::as_error(error)
    }

    fn prepare(self: Pin<&mut Self>) {
        let this = self.project();
        this.inner.prepare();
        this.limit.prepare();
    }

    fn restart_limits(self: Pin<&mut Self>) {
        self.project().inner.restart_limits();
    }

    fn poll_asked(self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Asked> {
        self.project().inner.poll_asked(cx)
    }

    fn awaits_ready(&self) -> bool {
        self.inner.awaits_ready()
    }

    fn on_ready(self: Pin<&mut Self>) {
        self.project().inner.on_ready();
    }

    fn on_cause(self: Pin<&mut Self>, cause: &Cause<'_, E>) {
        let this = self.project();
        *this.has_signal = cause.signal().is_some();
        this.limit.start();
        this.inner.on_cause(cause);
    }

    fn poll_lame_duck(self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<()> {
        let this = self.project();
        let inner = this.inner.poll_lame_duck(cx);
        if *this.has_signal && this.limit.poll_passed(cx).is_pending() { Poll::Pending } else { inner }
    }

    fn poll_time_up(self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Passed> {
        self.project().inner.poll_time_up(cx)
    }
}

impl<O, M> fmt::Debug for LameDuck<O, M> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("LameDuck").finish_non_exhaustive()
    }
}
