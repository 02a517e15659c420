//! `Group::on_ready`: what is done when all actors are ready.

use core::{
    error, fmt,
    pin::Pin,
    task::{Context, Poll},
};

use pin_project_lite::pin_project;

use crate::{
    driver::limits::Asked,
    group::{Group, options::Options},
    outcome::panic::drop_beside,
    slot::{limit::Passed, list::List},
    state::cause::Cause,
};

impl<L: List<E>, E, O> Group<L, E, O> {
    /// Calls `f` once, when all actors are ready: to say `READY=1` to a service manager, or to bring up a readiness probe. Called
    /// again, it adds another function, which is called after the ones before it.
    ///
    /// An actor that is handed a [`Ready`](crate::Ready) is ready when it has set it, or, if it may finish, when it has finished; any
    /// other when it has been started. If there is a cause before that, `f` is not called.
    ///
    /// `f` runs on the group's own task, so it must not block. If it panics, that is the cause: the group interrupts and joins, and then
    /// resumes the panic like one of an actor.
    ///
    /// ```
    /// use run_group::run_group;
    /// use std::cell::Cell;
    ///
    /// # fn main() -> Result<(), run_group::AnyError> {
    /// let probe = Cell::new(false);
    /// run_group! {
    ///     cache: |stop, ready| async {
    ///         ready.set();
    ///         stop.await;
    ///         Ok(())
    ///     },
    ///     #[after(cache)]
    ///     job:   async {
    ///         while !probe.get() { tokio::task::yield_now().await }
    ///         Ok(())
    ///     } => drop,
    /// }
    /// .on_ready(|| probe.set(true))
    /// .run()?;
    /// # Ok(()) }
    /// ```
    #[doc(alias = "sd_notify")]
    #[doc(alias = "readiness")]
    pub fn on_ready<F: FnOnce()>(mut self, f: F) -> Group<L, E, OnReady<O, F>> {
        self.await_ready();
        self.map_options(|inner| OnReady { inner, f: Some(f) })
    }

    /// From the first poll on, it is to be found out when all are ready.
    pub(crate) fn await_ready(&mut self) {
        self.actors.state.lifecycle.unsettle();
    }
}

pin_project! {
    /// `Group::on_ready`: the inner one's is called first.
    #[project(!Unpin)]
    pub struct OnReady<O, F> {
        #[pin]
        pub(crate) inner: O,
        pub(crate) f: Option<F>,
    }

    impl<O, F> PinnedDrop for OnReady<O, F> {
        fn drop(this: Pin<&mut Self>) {
            drop_beside(|| drop(this.project().f.take()));
        }
    }
}

impl<E, O: Options<E>, F: FnOnce()> Options<E> for OnReady<O, F> {
    const LIMITED: bool = O::LIMITED;
    const ASKS: bool = O::ASKS;
    const AWAITS_READY: bool = true;
    const DRAINS: bool = O::DRAINS;

    fn as_error(error: &E) -> Option<&(dyn error::Error + 'static)> {
        O::as_error(error)
    }

    fn prepare(self: Pin<&mut Self>) {
        self.project().inner.prepare();
    }

    fn restart_limits(self: Pin<&mut Self>) {
        self.project().inner.restart_limits();
    }

    fn poll_asked(self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Asked> {
        self.project().inner.poll_asked(cx)
    }

    fn awaits_ready(&self) -> bool {
        self.f.is_some() || self.inner.awaits_ready()
    }

    fn on_ready(self: Pin<&mut Self>) {
        let this = self.project();
        this.inner.on_ready();
        if let Some(f) = this.f.take() {
            f();
        }
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

impl<O, F> fmt::Debug for OnReady<O, F> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("OnReady").finish_non_exhaustive()
    }
}
