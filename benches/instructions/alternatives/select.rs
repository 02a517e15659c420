//! `tokio::select!` until the first one ends, then `tokio::join!` of the others.

use std::{
    future::Future,
    pin::{Pin, pin},
};

use tokio::{join, select};

use super::{Alternative, Ended, names::of_each_size, note};
use crate::{
    actor::{Actor, Outcome},
    signal::Signal,
};

/// With `biased;`, which draws no random number: it costs less than without, and the same each time.
pub struct Select;

macro_rules! select_and_join {
    ($count:literal: $last:ident $($name:ident)*) => {
        impl Alternative<$count> for Select {
            fn group(signals: &[Signal; $count], yields: u32) -> impl Future<Output: Ended> {
                async move {
                    #[derive(PartialEq)]
                    enum First { $($name,)* $last }

                    let [$($name,)* $last] = signals;
                    $(let mut $name = pin!(Actor::new($name));)*
                    let mut $last = pin!(Actor::yielding($last, yields));
                    let mut outcomes = Ok(());
                    select_and_join!(select outcomes first: $($name)* $last);
                    signals.iter().for_each(Signal::set);
                    select_and_join!(join outcomes first: $($name)* $last);
                    outcomes
                }
            }
        }
    };
    (select $outcomes:ident $first:ident: $($name:ident)*) => {
        let $first = select! {
            biased;
            $(outcome = &mut $name => {
                note(&mut $outcomes, stringify!($name), outcome);
                First::$name
            })*
        };
    };
    (join $outcomes:ident $first:ident: $($name:ident)*) => {
        let ($($name,)*) = join!($(unless($first == First::$name, $name)),*);
        $(note(&mut $outcomes, stringify!($name), $name);)*
    };
}

/// The actor's outcome, unless it has ended before.
async fn unless(ended: bool, actor: Pin<&mut Actor<'_>>) -> Outcome {
    if ended { Ok(()) } else { actor.await }
}

of_each_size!(select_and_join: [2 4 8 64]);
