//! What the cause says of a panic.

use std::{cell::Cell, future::poll_fn, panic::panic_any, task::Poll};

use run_group::{AnyError, Cause, End, run_group};

use crate::support::{drive, panic_of, panic_text};

/// The text of the cause, where an actor `x` ends with this panic.
fn cause_of(panic: impl Fn()) -> String {
    let said = Cell::new(String::new());
    let group = run_group! { x: poll_fn(|_| { panic(); Poll::Ready(()) }) => drop };
    panic_of(|| drive(group.on_cause(|cause| said.set(cause.to_string()))));
    said.into_inner()
}

#[test]
fn it_says_which_actor_panicked_and_the_message() {
    assert_eq!(cause_of(|| panic!("boom")), "`x` panicked: boom");
}

#[test]
fn it_has_the_message_of_a_panic_with_arguments() {
    assert_eq!(cause_of(|| panic!("boom {}", Cell::new(7).get())), "`x` panicked: boom 7");
}

#[test]
fn it_has_words_for_a_payload_that_is_no_text() {
    assert_eq!(cause_of(|| panic_any(7)), "`x` panicked: a payload that is no text");
}

#[test]
fn it_is_a_panic_and_no_error() {
    let right = Cell::new(false);
    let check = |cause: &Cause<'_, AnyError>| {
        let message = match cause.end() {
            End::Panicked(panic) => panic.message() == "boom",
            _ => false,
        };
        right.set(message && cause.error().is_none() && cause.actor() == "x");
    };
    let group = run_group! { x: async { panic!("boom") } => |cause| check(cause) };
    assert_eq!(panic_text(|| drive(group)), "boom");
    assert!(right.get());
}
