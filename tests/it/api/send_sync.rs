//! A group is `Send`, and `Sync`, exactly when its actors, its interrupts and its error type are.

use std::{
    cell::Cell,
    fmt,
    future::{pending, ready},
    hint::black_box,
    marker::PhantomData,
    panic::UnwindSafe,
    rc::Rc,
    sync::MutexGuard,
};

use run_group::{run_group, thread};

use crate::support::{Flag, done, holding};

/// Whether the block's value has the trait. Where it has, the inherent method `is` is found first; where it has not,
/// that of `IsNot`. The block is the body of a function of its own, since within one function the compiler takes a
/// closure for `Send` until it has read the whole closure.
macro_rules! is {
    ($bound:ident, $block:block) => {{
        struct Answer<T>(PhantomData<T>);

        #[allow(dead_code, reason = "one of the two methods is the answer")]
        impl<T: $bound> Answer<T> {
            fn is(&self) -> bool {
                true
            }
        }

        #[allow(dead_code, reason = "one of the two methods is the answer")]
        trait IsNot {
            fn is(&self) -> bool {
                false
            }
        }

        impl<T> IsNot for Answer<T> {}

        fn value() -> impl Sized $block

        fn answer<T>(_: &T) -> Answer<T> {
            Answer(PhantomData)
        }

        answer(&value()).is()
    }};
}

/// Whether the block's value is `Send`, and whether it is `Sync`.
macro_rules! send_sync {
    ($block:block) => {
        (is!(Send, $block), is!(Sync, $block))
    };
}

const BOTH: (bool, bool) = (true, true);
const NEITHER: (bool, bool) = (false, false);
const SEND_ONLY: (bool, bool) = (true, false);
const SYNC_ONLY: (bool, bool) = (false, true);

/// `Sync` and not `Send`, as the guard of a mutex is.
#[derive(Debug, Default)]
struct SyncOnly(PhantomData<MutexGuard<'static, ()>>);

/// An error type that holds something.
#[derive(Debug)]
struct Holds<T>(T);

impl<T> fmt::Display for Holds<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("held")
    }
}

#[test]
fn the_probe_distinguishes_send_and_sync() {
    assert_eq!(send_sync!({ holding(()) }), BOTH);
    assert_eq!(send_sync!({ holding(Rc::new(())) }), NEITHER);
    assert_eq!(send_sync!({ holding(Cell::new(())) }), SEND_ONLY);
    assert_eq!(send_sync!({ holding(SyncOnly::default()) }), SYNC_ONLY);
}

#[test]
fn it_is_both_where_all_in_it_is() {
    let all = send_sync!({
        let (flag, on) = (Flag::new(), true);
        run_group! {
            a: holding(()) => drop,
            b: async { Ok(()) } => move || flag.set(),
            c: holding(1) => |cause| { let _ = cause.to_string(); },
            d: holding(2) => async { pending::<()>().await },
            e: |stop| async { stop.stopped().await; Ok(()) },
            f: thread(|| {}) => {},
            g: holding(3) if on => || async {},
            h: run_group! { a: holding(4) => drop } => drop,
        }
        .on_cause(|_| ())
    });
    assert_eq!(all, BOTH);
}

#[test]
fn it_is_what_its_actors_are() {
    assert_eq!(
        send_sync!({
            run_group! { a: holding(()) => drop, b: holding(Rc::new(())) => drop }
        }),
        NEITHER
    );
    assert_eq!(
        send_sync!({
            run_group! { a: holding(()) => drop, b: holding(Cell::new(())) => drop }
        }),
        SEND_ONLY
    );
    assert_eq!(
        send_sync!({
            run_group! { a: holding(SyncOnly::default()) => drop, b: holding(()) => drop }
        }),
        SYNC_ONLY
    );
}

#[test]
fn it_is_what_its_nested_groups_are() {
    assert_eq!(
        send_sync!({
            run_group! {
                #[when(holding(()))] #[may_finish]
                a: run_group! { #[may_finish] b: holding(()) => drop, c: holding(()) => {} } => || async {},
                #[must_run]
                d: run_group! { e: holding(()) => {} } => drop,
            }
        }),
        BOTH
    );
    assert_eq!(
        send_sync!({
            run_group! { a: run_group! { b: holding(Rc::new(())) => drop } }
        }),
        NEITHER
    );
    assert_eq!(
        send_sync!({
            run_group! { #[when(holding(Cell::new(())))] a: run_group! { b: holding(()) => drop } }
        }),
        SEND_ONLY
    );
    assert_eq!(
        send_sync!({
            run_group! { #[when(holding(SyncOnly::default()))] a: run_group! { b: holding(()) => drop } }
        }),
        SYNC_ONLY
    );
}

#[test]
fn it_is_what_its_interrupts_are() {
    let neither = send_sync!({
        let held = Rc::new(());
        run_group! { a: holding(()) => move || drop(held), b: holding(()) => drop }
    });
    assert_eq!(neither, NEITHER);
    let send_only = send_sync!({
        let held = Cell::new(());
        run_group! { a: holding(()) => drop, b: holding(()) => move |_| held.set(()) }
    });
    assert_eq!(send_only, SEND_ONLY);
    let sync_only = send_sync!({
        let held = SyncOnly::default();
        run_group! { a: holding(()) => move |_| { black_box(held); }, b: holding(()) => drop }
    });
    assert_eq!(sync_only, SYNC_ONLY);
}

#[test]
fn it_is_what_its_async_interrupts_are() {
    let neither = send_sync!({
        run_group! {
            a: holding(()) => || async {
                // The closure holds nothing; the future that it makes does.
                let _held = Rc::new(());
                pending::<()>().await;
            },
        }
    });
    assert_eq!(neither, NEITHER);
    let send_only = send_sync!({
        run_group! {
            a: holding(()) => async {
                let held = Cell::new(());
                pending::<()>().await;
                held.set(());
            },
        }
    });
    assert_eq!(send_only, SEND_ONLY);
}

#[test]
fn it_is_what_the_items_of_its_rows_are() {
    let all = send_sync!({
        run_group! { row: |stop| async move { stop.stopped().await; Ok(()) } for _ in 0..3 => async {} }
    });
    assert_eq!(all, BOTH);
    let neither = send_sync!({
        run_group! { row: holding(Rc::new(item)) for item in 0..3 => drop }
    });
    assert_eq!(neither, NEITHER);
    let send_only = send_sync!({
        run_group! { row: holding(Cell::new(item)) for item in 0..3 => drop }
    });
    assert_eq!(send_only, SEND_ONLY);
}

#[test]
fn it_is_what_the_interrupts_of_its_rows_are() {
    let neither = send_sync!({
        run_group! { row: holding(()) for item in [Rc::new(())] => move || drop(item) }
    });
    assert_eq!(neither, NEITHER);
    let send_only = send_sync!({
        run_group! { row: holding(()) for item in [Cell::new(())] => move || item.set(()) }
    });
    assert_eq!(send_only, SEND_ONLY);
}

#[test]
fn it_is_what_its_gates_are() {
    let neither = send_sync!({
        run_group! { #[when(holding(Rc::new(())))] a: done() => drop }
    });
    assert_eq!(neither, NEITHER);
    let send_only = send_sync!({
        run_group! { #[when(holding(Cell::new(())))] a: holding(()) => drop }
    });
    assert_eq!(send_only, SEND_ONLY);
}

#[test]
fn it_is_what_its_error_type_is() {
    assert_eq!(
        send_sync!({
            run_group! { type Error = Holds<()>; a: holding(()) => drop }
        }),
        BOTH
    );
    assert_eq!(
        send_sync!({
            run_group! { type Error = Holds<Rc<()>>; a: holding(()) => drop }
        }),
        NEITHER
    );
    assert_eq!(
        send_sync!({
            run_group! { type Error = Holds<Cell<()>>; a: holding(()) => drop }
        }),
        SEND_ONLY
    );
    assert_eq!(
        send_sync!({
            run_group! { type Error = Holds<SyncOnly>; a: holding(()) => drop }
        }),
        SYNC_ONLY
    );
}

#[test]
fn it_is_what_its_on_cause_is() {
    let neither = send_sync!({
        let held = Rc::new(());
        run_group! { a: holding(()) => drop }.on_cause(move |_| drop(held))
    });
    assert_eq!(neither, NEITHER);
    let send_only = send_sync!({
        let held = Cell::new(());
        run_group! { a: holding(()) => drop }.on_cause(move |_| held.set(()))
    });
    assert_eq!(send_only, SEND_ONLY);
}

#[test]
fn it_is_never_unpin() {
    assert!(is!(Unpin, { ready(()) }));
    assert!(!is!(Unpin, {
        run_group! { a: ready(()) => drop }
    }));
    assert!(!is!(Unpin, { run_group! { a: ready(()) => drop }.on_cause(|_| ()) }));
}

#[test]
fn with_a_row_it_is_never_unpin() {
    assert!(!is!(Unpin, {
        run_group! { row: ready(()) for _ in 0..3 => drop }
    }));
}

#[test]
fn it_is_unwind_safe_where_all_in_it_is() {
    let all = is!(UnwindSafe, {
        run_group! { type Error = fmt::Error; a: ready(()) => drop, b: ready(()) => {} }
    });
    let not_its_interrupt = is!(UnwindSafe, {
        let cell: &'static Cell<u8> = Box::leak(Box::new(Cell::new(0)));
        run_group! { type Error = fmt::Error; a: ready(()) => move || cell.set(1) }
    });
    assert_eq!((all, not_its_interrupt), (true, false));
}

#[test]
fn it_is_what_its_until_is() {
    assert_eq!(send_sync!({ run_group! { a: holding(()) => drop }.until(holding(())) }), BOTH);
    assert_eq!(send_sync!({ run_group! { a: holding(()) => drop }.until(holding(Rc::new(()))) }), NEITHER);
    assert_eq!(send_sync!({ run_group! { a: holding(()) => drop }.until(holding(Cell::new(()))) }), SEND_ONLY);
}
