//! A type that seals traits, and a trait that improves the messages of the compiler.

/// Stands in the signatures of sealed methods: only this crate can make one.
#[derive(Debug)]
pub struct Sealed(pub(crate) ());

/// A trait that no type implements.
///
/// Where a trait has one implementation that could be meant, the compiler takes that one to be meant, and reports at every
/// later use what a `u32` lacks to be a future. A second implementation, for `T: Unimplemented`, makes it say once that
/// there is none.
pub trait Unimplemented {}
