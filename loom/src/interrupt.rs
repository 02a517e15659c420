//! Stands in for the runtime's `interrupt`.

use crate::cause::Cause;

pub trait Interrupt<E> {
    fn interrupt(self, cause: &Cause<'_, E>);
}
