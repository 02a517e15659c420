//! A `Stop` as an interrupt, and as what `|stop|` hands an actor.

use crate::{
    outcome::sealed::Sealed,
    slot::{interrupt::Interrupt, stop_handle::StopHandle},
    state::cause::Cause,
    sync::stop::{Stop, StopOnDrop},
};

#[diagnostic::do_not_recommend]
impl<E> Interrupt<E> for &Stop {
    fn interrupt(self, _: &Cause<'_, E>) {
        self.stop();
    }
}

#[diagnostic::do_not_recommend]
impl<E> Interrupt<E> for Stop {
    fn interrupt(self, _: &Cause<'_, E>) {
        self.stop();
    }
}

#[diagnostic::do_not_recommend]
impl StopHandle<StopOnDrop> for Stop {
    #[inline]
    fn handle(on_drop: &mut StopOnDrop, _: Sealed) -> Self {
        on_drop.handle()
    }
}
