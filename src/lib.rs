#![doc = include_str!("../README.md")]
#![no_std]

/// Runs a group of actors: the first to end ends it, every actor is interrupted, every one is joined.
#[macro_export]
macro_rules! run_group {
    ($($tokens:tt)*) => {
        $crate::__private::expand! { [$crate] $($tokens)* }
    };
}

#[cfg(feature = "tokio")]
#[doc(no_inline)]
pub use run_runtime::CancellationToken;
#[cfg(all(feature = "std", unix))]
#[doc(inline)]
pub use run_runtime::signal;
#[cfg(feature = "std")]
#[doc(inline)]
pub use run_runtime::{AnyError, Panic, Stop, Stopped, StoppedOwned, Thread, thread};
#[doc(inline)]
pub use run_runtime::{Cause, End, Error, Group, Interrupt, IntoActor, Outcome, Signal};

/// What the macro's output names. Not for use by hand: it changes without notice.
#[doc(hidden)]
pub mod __private {
    pub use run_macros::expand;
    pub use run_runtime::expansion::*;
}
