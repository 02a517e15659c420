//! A `Stop` as an interrupt.

use crate::{slot::interrupt::Interrupt, state::cause::Cause, sync::stop::Stop};

impl<E> Interrupt<E> for &Stop {
    fn interrupt(self, _: &Cause<'_, E>) {
        self.stop();
    }
}

impl<E> Interrupt<E> for Stop {
    fn interrupt(self, _: &Cause<'_, E>) {
        self.stop();
    }
}
