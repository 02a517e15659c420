//! Catches panics.

use std::{
    any::Any,
    panic::{AssertUnwindSafe, catch_unwind},
};

/// The panic that `f` ends with.
///
/// # Panics
///
/// If it does not panic.
#[track_caller]
pub fn panic_of<T>(f: impl FnOnce() -> T) -> Box<dyn Any + Send> {
    match catch_unwind(AssertUnwindSafe(f)) {
        Ok(_) => panic!("it did not panic"),
        Err(payload) => payload,
    }
}

/// The message of the panic that `f` ends with.
///
/// # Panics
///
/// If it does not panic, or its payload is no text.
#[track_caller]
pub fn panic_text<T>(f: impl FnOnce() -> T) -> String {
    let payload = panic_of(f);
    match payload.downcast::<String>() {
        Ok(text) => *text,
        Err(payload) => (*payload.downcast::<&str>().expect("a payload that is text")).to_owned(),
    }
}
