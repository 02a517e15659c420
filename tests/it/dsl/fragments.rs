//! What another macro passes on, and what changes nothing.

use std::{
    cell::{Cell, RefCell},
    future::{pending, ready},
};

use run_group::run_group;

use crate::support::drive;

/// The fragments of a `macro_rules!` are one expression each, whatever is written beside them.
#[test]
fn an_expression_from_a_macro_keeps_together() {
    macro_rules! twice {
        ($e:expr) => {{
            let seen = Cell::new(0);
            let text = RefCell::new(String::new());
            drive(run_group! {
                job: async {
                    seen.set($e * 2);
                    text.replace(format!("{}", $e * 2));
                    Ok(())
                } if $e * 2 == 4 => drop,
            })
            .unwrap();
            (seen.get(), text.into_inner())
        }};
    }
    assert_eq!(twice!(1 + 1), (4, "4".to_owned()));
}

/// A closure from a macro is called as it was written, and a block stays a block.
#[test]
fn a_closure_and_a_block_from_a_macro_keep_together() {
    macro_rules! called_with_three {
        ($f:expr, $b:block) => {{
            let seen = Cell::new(0);
            drive(run_group! {
                job: async {
                    seen.set($f(3));
                    if seen.get() > 0 $b
                    Ok(())
                } => drop,
            })
            .unwrap();
            seen.get()
        }};
    }
    let ran = Cell::new(false);
    assert_eq!(called_with_three!(|x: i32| x + 1, { ran.set(true) }), 4);
    assert!(ran.get());
}

#[test]
fn parentheses_and_doc_comments_change_nothing() {
    let interrupts = Cell::new(0);
    let interrupt = || interrupts.set(interrupts.get() + 1);
    drive(run_group! {
        /// Waits to be dropped.
        a: (pending::<()>()) => (drop),
        /** Waits to be stopped. */
        b: |stop| (async { stop.stopped().await; Ok(()) }) => ({ interrupt() }),
        c: (async { Ok(()) }) => (|_cause| interrupt()),
        d: ready(()) => (async { interrupt() }),
    })
    .unwrap();
    assert_eq!(interrupts.get(), 3);
}
