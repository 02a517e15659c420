//! What a group is used with: threads, signals, stop signals, executors, tokio. No folder below imports any of it.

#[cfg(feature = "std")]
mod run;
#[cfg(all(feature = "std", any(unix, windows)))]
pub mod signal;
#[cfg(feature = "std")]
mod stop;
#[cfg(feature = "std")]
pub(crate) mod thread;
#[cfg(feature = "tokio")]
pub(crate) mod tokio;
