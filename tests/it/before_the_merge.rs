//! Names that other files still use for what has got another one.

use std::future::Future;

use crate::{
    models::outlives::{Form, World},
    support::Actors,
};

pub mod model {
    pub use crate::models::outlives::{Built, Event, Form as Kind, Plan, World, check, drop_order};
}

pub mod fairness {
    pub use crate::support::budget::{burn, sip};
}

#[allow(non_upper_case_globals, reason = "it was a variant")]
impl Form {
    pub const Later: Form = Form::Async;
}

impl World {
    pub fn telling(&self, index: usize) -> impl Future<Output = Result<(), &'static str>> + '_ {
        self.async_interrupt(index)
    }
}

impl Actors {
    pub fn tell(&self, name: &'static str) {
        self.interrupt(name);
    }
}
