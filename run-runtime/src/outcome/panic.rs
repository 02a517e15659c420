//! Panics: caught where there is a standard library to catch them, and passed through where there is none.

#[cfg(feature = "std")]
pub use caught::Panic;
#[cfg(feature = "std")]
pub(crate) use caught::{Caught, catch};

/// Drops a value of the user's beside others, in a `Drop`. While a panic unwinds, a second one would abort the process, so it is
/// not resumed.
pub(crate) fn drop_beside(drop: impl FnOnce()) {
    if let Err(caught) = catch(drop) {
        caught.resume_unless_panicking();
    }
}

#[cfg(feature = "std")]
mod caught {
    use core::fmt;
    use std::{
        any::Any,
        boxed::Box,
        panic::{AssertUnwindSafe, catch_unwind},
        string::String,
        sync::{Arc, Mutex, PoisonError},
    };

    /// The message of a panic, or a note that its payload is not text.
    ///
    /// ```
    /// use run_group::{End, run_group};
    ///
    /// let report = run_group! { job: async { panic!("no such row") } => drop }.report().run();
    /// let Some(End::Panicked(panic)) = report.actors().next().map(|job| job.end()) else { unreachable!() };
    /// assert_eq!(panic.message(), "no such row");
    /// ```
    #[derive(Clone, Debug, PartialEq, Eq)]
    pub struct Panic(Arc<str>);

    impl Panic {
        /// What the panic said.
        #[must_use]
        pub fn message(&self) -> &str {
            &self.0
        }
    }

    impl fmt::Display for Panic {
        fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
            f.write_str(&self.0)
        }
    }

    /// A panic's payload, until the panic is resumed.
    ///
    /// The mutex is never contended: it makes the payload, which is only `Send`, fit for a group that is `Sync`.
    pub(crate) struct Caught(Mutex<Box<dyn Any + Send>>);

    impl Caught {
        pub(crate) fn message(&self) -> Panic {
            let payload = self.0.lock().unwrap_or_else(PoisonError::into_inner);
            let text = if let Some(text) = payload.downcast_ref::<&str>() {
                text
            } else if let Some(text) = payload.downcast_ref::<String>() {
                text.as_str()
            } else {
                "a payload that is no text"
            };
            Panic(text.into())
        }

        pub(crate) fn resume(self) -> ! {
            std::panic::resume_unwind(self.0.into_inner().unwrap_or_else(PoisonError::into_inner))
        }

        /// For a `Drop`, where a second panic would abort.
        pub(crate) fn resume_unless_panicking(self) {
            if !std::thread::panicking() {
                self.resume();
            }
        }
    }

    /// Runs `f`, and catches its panic. The assertion of unwind safety rests on the caller, which recovers what `f` left
    /// half done.
    pub(crate) fn catch(f: impl FnOnce()) -> Result<(), Caught> {
        catch_unwind(AssertUnwindSafe(f)).map_err(|payload| Caught(Mutex::new(payload)))
    }
}

/// Without `std` a panic cannot be caught, so there is never one to resume.
#[cfg(not(feature = "std"))]
pub(crate) enum Caught {}

#[cfg(not(feature = "std"))]
impl Caught {
    pub(crate) fn resume(self) -> ! {
        match self {}
    }

    pub(crate) fn resume_unless_panicking(self) {
        self.resume();
    }
}

#[cfg(not(feature = "std"))]
#[expect(clippy::unnecessary_wraps, reason = "as where there is something to catch")]
pub(crate) fn catch(f: impl FnOnce()) -> Result<(), Caught> {
    f();
    Ok(())
}
