//! The error type of an outcome that leaves it open: the group's.
//!
//! In `task(async { check().await?; Ok(()) })` nothing says what the block's error is, for `?` converts into any type. Rust has no
//! default for a type that is left open, with one exception: an integer literal of which nothing else is known is an `i32`. So
//! the macro passes a `0` beside the outcome, whose type has to implement `DefaultError<E, T>`, where `T` is the outcome's:
//!
//! - While `T` may still be a `Result<(), E>`, the literal may be a `u8` or an `i32`, and nothing follows from it.
//! - Where `T` is found to be another type, a `u8` is left, which goes with every type. Nothing follows, either.
//! - Where it is open to the end, the literal becomes an `i32`, with which nothing but `Result<(), E>` goes.
//!
//! `()` and `!` go with it, too: in the same way, and at the same moment, a block that never ends becomes one of these.

use crate::outcome::Never;

pub trait DefaultError<E, T> {}

impl<E, T> DefaultError<E, T> for u8 {}
impl<E> DefaultError<E, Result<(), E>> for i32 {}
impl<E> DefaultError<E, ()> for i32 {}
impl<E> DefaultError<E, Never> for i32 {}

/// The same for a result inside of an outcome, as of `timeout(limit, async { check().await?; Ok(()) })`, by a second `0`.
pub trait InnerDefaultError<E, T> {}

impl<E, T> InnerDefaultError<E, T> for u8 {}
impl<E, X> InnerDefaultError<E, Result<Result<(), E>, X>> for i32 {}
impl<E> InnerDefaultError<E, Option<Result<(), E>>> for i32 {}

// What may be inside instead, as of `spawn_blocking(|| loop {})`, and outcomes with nothing inside.
impl<E, X> InnerDefaultError<E, Result<(), X>> for i32 {}
impl<E, X> InnerDefaultError<E, Result<Never, X>> for i32 {}
impl<E> InnerDefaultError<E, Option<()>> for i32 {}
impl<E> InnerDefaultError<E, Option<Never>> for i32 {}
impl<E> InnerDefaultError<E, ()> for i32 {}
impl<E> InnerDefaultError<E, Never> for i32 {}
