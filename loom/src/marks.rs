//! A signal that comes is heard, or is left to whoever lets go of it, and a group that is polled sees it in time.

use std::sync::Arc;

use loom::{
    sync::atomic::{AtomicBool, Ordering},
    thread,
};

use crate::{
    explore::{assert_all_seen, explore},
    sync::marks::Marks,
};

const SIGNAL: u32 = 1;

/// Who has the signal.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Has {
    Listener,
    Handler,
    Remover,
}

#[test]
fn one_that_comes_as_the_last_listener_goes_has_one_taker() {
    let outcomes = explore("marks: mark against take and stop_heeding", || {
        let marks = Arc::new(Marks::default());
        marks.heed(SIGNAL);
        let handler = thread::spawn({
            let marks = Arc::clone(&marks);
            move || marks.mark(SIGNAL)
        });

        let heard = marks.take(|marked| marked == SIGNAL);
        let is_left = marks.stop_heeding(SIGNAL);

        let is_heeded = handler.join().unwrap();
        match (heard, is_left, is_heeded) {
            (true, false, true) => Has::Listener,
            (false, true, true) => Has::Remover,
            (false, false, false) => Has::Handler,
            several_or_none => panic!("heard, left to the remover, heeded: {several_or_none:?}"),
        }
    });
    assert_all_seen(&outcomes, [Has::Listener, Has::Handler, Has::Remover]);
}

#[test]
fn of_two_as_the_last_listener_goes_one_is_taken() {
    let outcomes = explore("marks: two marks against stop_heeding", || {
        let marks = Arc::new(Marks::default());
        marks.heed(SIGNAL);
        let handlers = [(); 2].map(|()| {
            let marks = Arc::clone(&marks);
            thread::spawn(move || marks.mark(SIGNAL))
        });

        let is_left = marks.stop_heeding(SIGNAL);

        // Two that come at once may be one. One at least is not lost, and what was heeded is left to the remover.
        let heeded = handlers.map(|handler| handler.join().unwrap());
        assert!(is_left || heeded.contains(&false), "{heeded:?}");
        (is_left, heeded)
    });
    assert!(outcomes.keys().any(|&(is_left, _)| is_left) && outcomes.keys().any(|&(is_left, _)| !is_left));
}

/// What an actor that ends because of the signal has its group see.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Sees {
    TheSignal,
    NoEndYet,
}

#[test]
fn what_a_signal_led_to_is_not_seen_without_it() {
    let outcomes = explore("marks: any against mark and take", || {
        let marks = Arc::new(Marks::default());
        marks.heed(SIGNAL);
        let has_ended = Arc::new(AtomicBool::new(false));
        let handler = thread::spawn({
            let (marks, has_ended) = (Arc::clone(&marks), Arc::clone(&has_ended));
            move || {
                assert!(marks.mark(SIGNAL));
                has_ended.store(true, Ordering::Release);
            }
        });
        let helper = thread::spawn({
            let marks = Arc::clone(&marks);
            move || {
                marks.take(|marked| {
                    if marked != 0 {
                        marks.heard();
                    }
                });
            }
        });

        let sees = if has_ended.load(Ordering::Acquire) {
            assert!(marks.any());
            Sees::TheSignal
        } else {
            Sees::NoEndYet
        };
        handler.join().unwrap();
        helper.join().unwrap();
        sees
    });
    assert_all_seen(&outcomes, [Sees::TheSignal, Sees::NoEndYet]);
}
