//! Actors that wait until they are interrupted, each by its name.

use std::{cell::RefCell, collections::BTreeMap};

use super::{Flag, Log, Script, Step, script};

/// Actors that share a log: `x: actors.waits("x") => { actors.interrupt("x") }`.
#[derive(Default)]
pub struct Actors {
    pub log: Log,
    flags: RefCell<BTreeMap<&'static str, Flag>>,
}

impl Actors {
    pub fn new() -> Self {
        Actors::default()
    }

    /// An actor that ends with `Ok` in the first poll after its interrupt.
    pub fn waits(&self, name: &'static str) -> Script {
        self.then(name, [Step::Ok])
    }

    /// An actor that follows its script from its interrupt on.
    pub fn then(&self, name: &'static str, steps: impl IntoIterator<Item = Step>) -> Script {
        script(name, &self.log, [Step::Until(self.flag(name))].into_iter().chain(steps))
    }

    /// Says `stop x`, and sets the flag that `x` waits for.
    pub fn interrupt(&self, name: &'static str) {
        self.log.say(format_args!("stop {name}"));
        self.flag(name).set();
    }

    /// Takes the log, and keeps only `stop x` and the texts of causes, in order.
    pub fn take_stops(&self) -> Vec<String> {
        let mut events = self.log.take();
        events.retain(|event| event.starts_with("stop") || event.starts_with('`'));
        events
    }

    fn flag(&self, name: &'static str) -> Flag {
        self.flags.borrow_mut().entry(name).or_default().clone()
    }
}
