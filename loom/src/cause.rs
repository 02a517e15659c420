//! Stands in for the runtime's `cause`: no model looks at one.

use core::marker::PhantomData;

#[derive(Debug)]
pub struct Cause<'a, E>(pub PhantomData<&'a E>);
