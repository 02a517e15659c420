//! `StopHandle`: what `|stop|` hands an actor.

use crate::outcome::sealed::Sealed;

/// What `|stop|` may hand an actor: a `Stop`, or what is written after the name, as in `|stop: CancellationToken|`.
///
/// Dropping an `OnDrop` sets the signal, once a handle has been made. So it is set whatever becomes of the interrupt that holds the
/// `OnDrop`: it is called, it panics, or it is dropped with its group. The type is a parameter, since each use of an associated one
/// would report a wrong handle again.
#[diagnostic::on_unimplemented(
    message = "no actor is handed a `{Self}`",
    label = "not a stop signal",
    note = "`|stop|` hands the actor a `Stop`, `|stop: CancellationToken|` a token of tokio-util's"
)]
pub trait StopHandle<OnDrop>: Sized {
    fn handle(on_drop: &mut OnDrop, _: Sealed) -> Self;
}
