//! The size of a group: its actors and interrupts, four words, and two more for each actor.

use std::{hint::black_box, mem::size_of_val};

use run_group::{Cause, Interrupt, Stop, StoppedOwned, run_group};

use super::{copies, idle};

/// The largest size allowed: what is inside, 32 bytes for the group, and 16 for each actor.
fn allowed(actors: usize, inside: usize) -> usize {
    inside + 32 + 16 * actors
}

#[test]
fn a_group_adds_four_words_and_two_an_actor() {
    let one = copies!(idle(); 1);
    assert!(size_of_val(&one) <= allowed(1, size_of_val(&idle())), "{}", size_of_val(&one));
    let eight = copies!(idle(); 8);
    assert!(size_of_val(&eight) <= allowed(8, 8 * size_of_val(&idle())), "{}", size_of_val(&eight));
    let many = copies!(idle(); 8 8 8 8 8 8 8 8);
    assert!(size_of_val(&many) <= allowed(64, 64 * size_of_val(&idle())), "{}", size_of_val(&many));
}

#[test]
fn names_are_not_in_the_group() {
    let short = run_group! { a: idle() => drop };
    let long = run_group! { a_name_that_is_much_longer_than_any_word_of_a_machine: idle() => drop };
    assert_eq!(size_of_val(&short), size_of_val(&long));
}

#[test]
fn an_interrupt_value_is_held_once_by_the_awaiter() {
    struct Large([u64; 128]);

    impl<E> Interrupt<E> for Large {
        fn interrupt(self, _: &Cause<'_, E>) {
            black_box(self.0);
        }
    }

    let awaits = async { run_group! { idle() => Large([0; 128]), idle() => Large([1; 128]) }.await };
    // Each value is in an `Option`, which has to add a discriminant. The last word is the state of what awaits the
    // group.
    let inside = 2 * (size_of_val(&idle()) + size_of::<Option<Large>>()) + size_of::<usize>();
    assert!(size_of_val(&awaits) <= allowed(2, inside), "{}", size_of_val(&awaits));
}

#[test]
fn an_interrupt_counts_what_it_captures() {
    let (a, b) = (1_u64, 2_u64);
    let interrupt = move || {
        black_box((a, b));
    };
    let captured = size_of_val(&interrupt);
    let group = run_group! { idle() => move || { black_box((a, b)); } };
    assert!(size_of_val(&group) <= allowed(1, size_of_val(&idle()) + captured), "{}", size_of_val(&group));
}

#[test]
fn nesting_is_linear() {
    let zero = idle();
    let sizes = [size_of_val(&zero)];
    let one = run_group! { zero => drop };
    let sizes = [sizes[0], size_of_val(&one)];
    let two = run_group! { one => drop };
    let sizes = [sizes[0], sizes[1], size_of_val(&two)];
    let three = run_group! { two => drop };
    let sizes = [sizes[0], sizes[1], sizes[2], size_of_val(&three)];
    for pair in sizes.windows(2) {
        assert!(pair[1] <= allowed(1, pair[0]), "{sizes:?}");
    }
}

/// The future of a server that waits for its stop holds one.
#[test]
fn an_owned_waiter_is_four_words() {
    assert!(size_of::<StoppedOwned>() <= 4 * size_of::<usize>());
}

/// That it is a future has made it no larger: a handle that waits has no room for a signal of its own.
#[test]
fn a_stop_is_eight_words() {
    assert!(size_of::<Stop>() <= size_of::<[usize; 8]>());
}
