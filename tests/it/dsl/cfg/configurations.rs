//! Every configuration of four actors, under several orders: each compared with the model.

use run_group::run_group;

use crate::{
    models::outlives::{Built, Event, Form, Plan, World, check, drop_order},
    support::poll,
};

/// A group of four, some of which are configured out.
struct Configured {
    present: [bool; 4],
    build: fn(&World) -> Built<'_>,
}

/// How the four are interrupted.
const FORMS: [Form; 4] = [Form::Block, Form::Drop, Form::Async, Form::Stop];

/// `configured!(all any all all; a #[outlives(a)] b c d)`: without `b`.
macro_rules! configured {
    (
        $in_a:ident $in_b:ident $in_c:ident $in_d:ident;
        $(#[$a:meta])? a $(#[$b:meta])? b $(#[$c:meta])? c $(#[$d:meta])? d
    ) => {
        Configured {
            present: [cfg!($in_a()), cfg!($in_b()), cfg!($in_c()), cfg!($in_d())],
            build: |world| {
                let _ = world;
                Box::pin(run_group! {
                    type Error = &'static str;
                    $(#[$a])?
                    #[cfg($in_a())]
                    a: world.actor(0) => { world.call(0) },
                    #[cfg($in_b())]
                    $(#[$b])?
                    b: world.actor(1) => drop,
                    $(#[$c])?
                    #[cfg($in_c())]
                    c: world.actor(2) => || {
                        let closing = world.async_interrupt(2);
                        async { closing.await?; Ok(()) }
                    },
                    #[cfg($in_d())]
                    $(#[$d])?
                    d: |stop| world.stoppable(3, stop),
                })
            },
        }
    };
}

/// All sixteen configurations of a group of four.
macro_rules! configurations {
    ($($order:tt)*) => {
        [
            configured!(all all all all; $($order)*),
            configured!(any all all all; $($order)*),
            configured!(all any all all; $($order)*),
            configured!(any any all all; $($order)*),
            configured!(all all any all; $($order)*),
            configured!(any all any all; $($order)*),
            configured!(all any any all; $($order)*),
            configured!(any any any all; $($order)*),
            configured!(all all all any; $($order)*),
            configured!(any all all any; $($order)*),
            configured!(all any all any; $($order)*),
            configured!(any any all any; $($order)*),
            configured!(all all any any; $($order)*),
            configured!(any all any any; $($order)*),
            configured!(all any any any; $($order)*),
            configured!(any any any any; $($order)*),
        ]
    };
}

/// What each outlives, whichever of those between them are there.
fn transitive(awaited: [&[usize]; 4]) -> [Vec<usize>; 4] {
    awaited.map(|own| {
        let (mut all, mut next) = (own.to_vec(), 0);
        while let Some(&other) = all.get(next) {
            let more: Vec<_> = awaited[other].iter().copied().filter(|more| !all.contains(more)).collect();
            all.extend(more);
            next += 1;
        }
        all
    })
}

/// Runs every configuration, with each of those that are there as the cause, and drops it before and after its first
/// poll. `awaited` has what each outlives.
#[track_caller]
fn check_all(awaited: [&[usize]; 4], configurations: [Configured; 16]) {
    let awaited = transitive(awaited);
    for (number, Configured { present, build }) in configurations.into_iter().enumerate() {
        assert_eq!(present, [0, 1, 2, 3].map(|index| number >> index & 1 == 0), "each configuration is there once");
        let plans = [0, 1, 2, 3].map(|index| {
            let waits = Plan { lingers: 1, interrupt_polls: 2, ..Plan::waits(FORMS[index]) };
            present[index].then_some(waits)
        });
        if number == 15 {
            check(&awaited, &plans, build);
        }
        for cause in (0..4).filter(|&index| present[index]) {
            let mut plans = plans;
            plans[cause].as_mut().unwrap().ends_at = Some(1);
            check(&awaited, &plans, build);
        }
        for polls in 0..2 {
            let world = World::new(&plans);
            let mut group = build(&world);
            for _ in 0..polls {
                assert_eq!(poll(group.as_mut()).is_pending(), number < 15);
            }
            world.take();
            drop(group);
            let mut dropped = world.take();
            dropped.retain(|event| matches!(event, Event::Dropped(_)));
            let expected: Vec<_> = drop_order(&awaited, &plans).into_iter().map(Event::Dropped).collect();
            assert_eq!(dropped, expected, "{present:?} are there, each outlives: {awaited:?}");
        }
    }
}

#[test]
fn every_configuration_without_order_is_as_modelled() {
    check_all([&[], &[], &[], &[]], configurations!(a b c d));
}

#[test]
fn every_configuration_of_a_chain_is_as_modelled() {
    check_all([&[], &[0], &[1], &[2]], configurations!(a #[outlives(a)] b #[outlives(b)] c #[outlives(c)] d));
}

#[test]
fn every_configuration_of_a_reversed_chain_is_as_modelled() {
    check_all([&[1], &[2], &[3], &[]], configurations!(#[outlives(b)] a #[outlives(c)] b #[outlives(d)] c d));
}

#[test]
fn every_configuration_of_a_diamond_is_as_modelled() {
    check_all([&[], &[0], &[0], &[1, 2]], configurations!(a #[outlives(a)] b #[outlives(a)] c #[outlives(b, c)] d));
}

#[test]
fn every_configuration_of_one_outliving_all_is_as_modelled() {
    check_all([&[1, 2, 3], &[], &[1], &[]], configurations!(#[outlives(..)] a b #[outlives(b)] c d));
}

#[test]
fn every_configuration_of_two_outliving_all_is_as_modelled() {
    check_all([&[], &[0, 3], &[0, 3], &[]], configurations!(a #[outlives(..)] b #[outlives(..)] c d));
}
