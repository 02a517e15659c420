//! The default error type.

use core::{error, fmt};
use std::boxed::Box;

/// Any error: the default error type of a group. `main` can return it too.
///
/// Whatever converts into a `Box<dyn Error + Send + Sync>` converts into it, with `?` or [`From`]: every
/// `Error + Send + Sync + 'static`, `anyhow::Error`, `&str`, `String`. Because of that it is itself, like `anyhow::Error`, not
/// a [`std::error::Error`](error::Error).
///
/// Its `Debug`, which `main` prints, shows the chain of sources, one a line.
///
/// ```
/// use run_group::AnyError;
///
/// fn port(text: &str) -> Result<u16, AnyError> {
///     if text.is_empty() {
///         return Err("no port given".into());
///     }
///     Ok(text.parse()?)
/// }
///
/// assert_eq!(port("").unwrap_err().to_string(), "no port given");
/// assert!(port("x").unwrap_err().downcast_ref::<std::num::ParseIntError>().is_some());
/// assert!(port("x").unwrap_err().downcast::<std::num::ParseIntError>().is_ok());
/// assert_eq!(port("").unwrap_err().into_boxed().to_string(), "no port given");
/// ```
#[doc(alias = "anyhow")]
#[doc(alias = "BoxError")]
pub struct AnyError(Box<dyn error::Error + Send + Sync>);

impl AnyError {
    /// The error inside, if it is a `T`. An error that came in another box, such as an `anyhow::Error`, is not looked into.
    #[must_use]
    pub fn downcast_ref<T: error::Error + 'static>(&self) -> Option<&T> {
        self.0.downcast_ref()
    }

    /// The error inside, if it is a `T`.
    ///
    /// # Errors
    ///
    /// Returns itself if the error inside is not a `T`.
    pub fn downcast<T: error::Error + 'static>(self) -> Result<T, Self> {
        self.0.downcast().map(|error| *error).map_err(AnyError)
    }

    /// The error as a box.
    #[must_use]
    pub fn into_boxed(self) -> Box<dyn error::Error + Send + Sync> {
        self.0
    }

    pub(crate) fn as_dyn(&self) -> &(dyn error::Error + 'static) {
        &*self.0
    }
}

impl<X: IntoAnyError> From<X> for AnyError {
    fn from(error: X) -> Self {
        AnyError(error.boxed())
    }
}

/// What an [`AnyError`] is made from: whatever goes into a `Box<dyn Error + Send + Sync>`. One bound, so that what lacks several is
/// reported once.
#[diagnostic::on_unimplemented(
    message = "`{Self}` does not convert into an `AnyError`",
    label = "not an `Error + Send + Sync + 'static`",
    note = "an `AnyError` is made from an `Error + Send + Sync + 'static`, a `&str` or a `String`; a boxed error has to be a \
            `Box<dyn Error + Send + Sync>`"
)]
pub trait IntoAnyError {
    #[doc(hidden)]
    fn boxed(self) -> Box<dyn error::Error + Send + Sync>;
}

#[diagnostic::do_not_recommend]
impl<X: Into<Box<dyn error::Error + Send + Sync>>> IntoAnyError for X {
    fn boxed(self) -> Box<dyn error::Error + Send + Sync> {
        self.into()
    }
}

impl AsRef<dyn error::Error + 'static> for AnyError {
    fn as_ref(&self) -> &(dyn error::Error + 'static) {
        self.as_dyn()
    }
}

impl fmt::Display for AnyError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(&self.0, f)
    }
}
