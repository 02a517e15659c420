//! A wake of one actor polls that actor, and no other.

use run_group::run_group;

use crate::support::{
    Random,
    numbered::{Action, Build, Numbered, row},
};

/// A list of so many actors, written one by one.
macro_rules! list {
    ($actors:ident; $($size:tt)*) => { list!(@[] [$actors.actor() => {},] $($size)*) };
    (@[$($done:tt)*] [$($one:tt)*]) => { Box::pin(run_group! { $($done)* }) };
    (@$done:tt $one:tt 128 $($rest:tt)*) => { list!(@$done $one 64 64 $($rest)*) };
    (@$done:tt $one:tt 64 $($rest:tt)*) => { list!(@$done $one 32 32 $($rest)*) };
    (@$done:tt $one:tt 32 $($rest:tt)*) => { list!(@$done $one 8 8 8 8 $($rest)*) };
    (@[$($done:tt)*] [$($one:tt)*] 8 $($rest:tt)*) => {
        list!(@[
            $($done)* $($one)* $($one)* $($one)* $($one)* $($one)* $($one)* $($one)* $($one)*
        ] [$($one)*] $($rest)*)
    };
    (@[$($done:tt)*] [$($one:tt)*] 4 $($rest:tt)*) => {
        list!(@[$($done)* $($one)* $($one)* $($one)* $($one)*] [$($one)*] $($rest)*)
    };
    (@[$($done:tt)*] [$($one:tt)*] 1 $($rest:tt)*) => {
        list!(@[$($done)* $($one)*] [$($one)*] $($rest)*)
    };
}

/// Wakes each actor alone, and then several together.
#[track_caller]
fn assert_only_the_woken(size: usize, build: Build) {
    let actors = Numbered::of(size);
    let mut group = actors.with_own_wakers(build(&actors));
    let count = actors.built.get();
    assert_eq!(count, size);
    for index in 0..count {
        actors.wake(index);
        assert_eq!(actors.poll(&mut group), [index]);
        assert_eq!(actors.poll(&mut group), [], "of {count}, after {index}");
    }
    let mut random = Random(7);
    for one_in in [2, 8, 64].repeat(8) {
        let woken: Vec<_> = (0..count).filter(|_| random.one_in(one_in)).collect();
        actors.wake_all(woken.iter().rev().copied());
        assert_eq!(actors.poll(&mut group), woken);
    }
}

#[test]
fn of_a_list_only_the_woken_are_polled() {
    // The rows below have more sizes, since long lists take long to compile.
    assert_only_the_woken(4, |actors| list!(actors; 4));
    assert_only_the_woken(64, |actors| list!(actors; 64));
    assert_only_the_woken(130, |actors| list!(actors; 128 1 1));
}

#[test]
fn of_a_row_only_the_woken_are_polled() {
    for size in [4, 61, 62, 63, 64, 65, 125, 126, 127, 128, 130, 256, 1000] {
        assert_only_the_woken(size, row);
    }
}

#[test]
fn of_rows_between_others_only_the_woken_are_polled() {
    for size in [1, 2, 30, 59, 60, 61, 62, 63, 64, 130] {
        assert_only_the_woken(2 * size + 4, |actors| {
            let each = || 0..(actors.size - 4) / 2;
            Box::pin(run_group! {
                a: actors.actor() => {},
                first: actors.actor() for _ in each() => {},
                b: actors.actor() => drop,
                c: actors.actor() => async {},
                second: actors.actor() for _ in each() => drop,
                d: actors.actor() => {},
            })
        });
    }
}

#[test]
fn beside_the_guarded_out_only_the_woken_are_polled() {
    for size in [4, 20, 21, 30, 31, 62, 63, 64] {
        assert_only_the_woken(size + 2, |actors| {
            Box::pin(run_group! {
                out: actors.actor() if false => {},
                empty: actors.actor() for () in [] => {},
                a: actors.actor() => {},
                // Every third is in.
                row: actors.actor() for item in 0..3 * (actors.size - 2) if item % 3 == 1 => {},
                all_out: actors.actor() for _ in 0..70 if false => {},
                b: actors.actor() => {},
                last: actors.actor() for () in [] => {},
            })
        });
    }
}

#[test]
fn beside_the_configured_out_only_the_woken_are_polled() {
    assert_only_the_woken(5, |actors| {
        Box::pin(run_group! {
            #[cfg(any())] actors.actor() => {},
            actors.actor() => {},
            #[cfg(any())] actors.actor() => {},
            #[cfg(any())] actors.actor() for _ in 0..100 => {},
            actors.actor() => {},
            #[cfg(all())] actors.actor() => {},
            actors.actor() => {},
            #[cfg(any())] actors.actor() => {},
            actors.actor() => {},
            #[cfg(any())] actors.actor() => {},
        })
    });
}

#[test]
fn of_a_nested_group_only_the_woken_are_polled() {
    for size in [4, 62, 63, 70] {
        assert_only_the_woken(size + 8, |actors| {
            Box::pin(run_group! {
                a: actors.actor() => {},
                b: actors.actor() => {},
                inner: run_group! {
                    c: actors.actor() => {},
                    innermost: run_group! { row: actors.actor() for _ in 0..actors.size - 8 => {} } => drop,
                    d: actors.actor() => {},
                    e: actors.actor() => {},
                    f: actors.actor() => {},
                } => drop,
                g: actors.actor() => {},
                h: actors.actor() => {},
            })
        });
    }
}

#[test]
fn of_groups_of_their_own_only_the_woken_are_polled() {
    for size in [4, 62, 63, 70] {
        assert_only_the_woken(size + 8, |actors| {
            let innermost = run_group! { row: actors.actor() for _ in 0..actors.size - 8 => {} };
            let inner = run_group! { innermost: innermost => drop, row: actors.actor() for _ in 0..4 => {} };
            Box::pin(run_group! { inner: inner => drop, row: actors.actor() for _ in 0..4 => {} })
        });
    }
}

#[test]
fn of_groups_in_a_row_only_the_woken_are_polled() {
    assert_only_the_woken(4 * 70, |actors| {
        Box::pin(run_group! {
            inner: run_group! { actor: actors.actor() for _ in 0..4 => {} } for _ in 0..70 => drop,
        })
    });
}

#[test]
fn of_three_actors_all_are_polled() {
    let actors = Numbered::of(3);
    let mut group = actors.row_with_own_wakers();
    actors.wake(1);
    assert_eq!(actors.poll(&mut group), [0, 1, 2]);
}

#[test]
fn of_the_few_that_are_left_only_the_woken_are_polled() {
    let actors = Numbered::of(5);
    let mut group =
        actors.with_own_wakers(Box::pin(run_group! { #[may_finish] row: actors.actor() for _ in 0..5 => {} }));
    for index in 0..4 {
        actors.then(index, Action::End);
        actors.wake(index);
        assert_eq!(actors.poll(&mut group), [index]);
    }
    actors.wake(4);
    assert_eq!(actors.poll(&mut group), [4]);
}
