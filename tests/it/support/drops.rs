//! Values whose drop can be seen.

use super::Log;

/// Says `drop x` when it is dropped.
pub struct DetectDrop(pub &'static str, pub Log);

impl Drop for DetectDrop {
    fn drop(&mut self) {
        self.1.say(format_args!("drop {}", self.0));
    }
}

/// Panics with its message when it is dropped.
pub struct PanicOnDrop(pub &'static str);

impl Drop for PanicOnDrop {
    fn drop(&mut self) {
        panic!("{}", self.0);
    }
}
