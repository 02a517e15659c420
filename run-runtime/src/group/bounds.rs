//! The bounds of code that takes any group.

#[cfg(feature = "std")]
use crate::outcome::any_error::AnyError;
use crate::{group::options::Options, slot::list::List};

#[cfg(not(feature = "std"))]
use core::convert::Infallible as AnyError;

/// The actors of any [`Group`](crate::Group), of the error type `E`: the bound of its first parameter. Beside it,
/// [`GroupOptions`] is that of the third.
///
/// With the two, a function takes a group, whatever its actors, and gives it back with more options:
///
/// ```
/// use run_group::{ActorList, AnyError, Group, GroupOptions, run_group};
/// use std::time::Duration;
///
/// fn with_defaults(
///     group: Group<impl ActorList, AnyError, impl GroupOptions>,
/// ) -> Group<impl ActorList, AnyError, impl GroupOptions> {
///     group.on_cause(|cause| eprintln!("{cause}")).grace(Duration::from_secs(10))
/// }
///
/// # #[tokio::main]
/// # async fn main() {
/// with_defaults(run_group! { job: async { Ok(()) } => drop }).await.unwrap();
/// # }
/// ```
///
/// The trait is sealed: the list of every `run_group!` implements it, and nothing else does.
pub trait ActorList<E = AnyError>: List<E> {}

impl<E, L: List<E>> ActorList<E> for L {}

/// What any [`Group`](crate::Group) was built with, of the error type `E`: the bound of its third parameter; see [`ActorList`].
///
/// The trait is sealed.
///
/// ```
/// use run_group::{ActorList, AnyError, Error, Group, GroupOptions, run_group};
///
/// fn run(group: Group<impl ActorList, AnyError, impl GroupOptions>) -> Result<(), Error> {
///     group.on_cause(|cause| eprintln!("{cause}")).run()
/// }
///
/// run(run_group! { job: async { Ok(()) } => drop }).unwrap();
/// ```
pub trait GroupOptions<E = AnyError>: Options<E> {}

impl<E, O: Options<E>> GroupOptions<E> for O {}
