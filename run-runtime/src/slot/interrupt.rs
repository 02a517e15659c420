//! `Interrupt`: the trait of values that interrupt.

#[cfg(feature = "std")]
use std::sync::Arc;

use crate::state::cause::Cause;

/// A value that makes one actor stop: what stands after `=>` if it is not `drop`, a closure or a block.
///
/// These are interrupts by value, by reference and in an [`Arc`]: a [`Stop`](crate::Stop), and of tokio's a `CancellationToken`, a
/// `watch::Sender<bool>`, which sends `true`, a `broadcast::Sender<()>`, and an `AbortHandle`. A `oneshot::Sender<()>` is one by value.
/// All but `Stop` need the feature `tokio`. Implement it for your own type, or for a reference to it: then an `Arc` of it is an
/// interrupt too.
///
/// ```
/// use run_group::{Cause, Interrupt, run_group};
/// use std::sync::atomic::{AtomicBool, Ordering};
///
/// struct Valve(AtomicBool);
///
/// impl<E> Interrupt<E> for &Valve {
///     fn interrupt(self, _: &Cause<'_, E>) {
///         self.0.store(true, Ordering::Relaxed);
///     }
/// }
///
/// let valve = Valve(AtomicBool::new(false));
/// # futures::executor::block_on(async {
/// run_group! { job: async { Ok(()) } => &valve }.await
/// # }).unwrap();
/// assert!(valve.0.into_inner());
/// ```
#[doc(alias = "cancel")]
#[doc(alias = "shutdown")]
#[diagnostic::on_unimplemented(
    message = "`{Self}` interrupts nothing",
    label = "no `Interrupt`",
    note = "what is to be called when the actor is interrupted goes into a block, `=> {{ server.stop() }}`; what is to be awaited \
            then, into an `async` block, `=> async {{ server.close().await }}`",
    note = "values that interrupt are a `Stop`, a `CancellationToken`, a `oneshot::Sender<()>`, a `watch::Sender<bool>`, a \
            `broadcast::Sender<()>` and an `AbortHandle`; another sender sends in a block, `=> {{ let _ = tx.try_send(()); }}`",
    note = "to have the actor dropped, or its task aborted, write `=> drop`"
)]
pub trait Interrupt<E> {
    /// Asks the actor to stop. Called once, on the group's own task, so it must not block.
    ///
    /// # Panics
    ///
    /// If it panics, every other interrupt is still called. The actor has not been asked to stop, so it is dropped; but one
    /// with `|stop|` has its signal set, and is joined.
    fn interrupt(self, cause: &Cause<'_, E>);
}

#[cfg(feature = "std")]
#[diagnostic::do_not_recommend]
impl<E, T> Interrupt<E> for Arc<T>
where
    for<'a> &'a T: Interrupt<E>,
{
    fn interrupt(self, cause: &Cause<'_, E>) {
        (&*self).interrupt(cause);
    }
}

#[cfg(feature = "std")]
#[diagnostic::do_not_recommend]
impl<E, T> Interrupt<E> for &Arc<T>
where
    for<'a> &'a T: Interrupt<E>,
{
    fn interrupt(self, cause: &Cause<'_, E>) {
        (&**self).interrupt(cause);
    }
}
