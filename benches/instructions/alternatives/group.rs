//! `run_group!`.

use std::future::Future;

use run_group::run_group;

use super::{Alternative, Ended, names::of_each_size};
use crate::{actor::Actor, signal::Signal};

pub struct RunGroup;

macro_rules! by_macro {
    ($count:literal: $last:ident $($name:ident)*) => {
        impl Alternative<$count> for RunGroup {
            fn group(signals: &[Signal; $count], yields: u32) -> impl Future<Output: Ended> {
                let [$($name,)* $last] = signals;
                run_group! {
                    $($name: Actor::new($name) => { $name.set() },)*
                    $last: Actor::yielding($last, yields) => { $last.set() },
                }
            }
        }
    };
}

of_each_size!(by_macro: [2 4 8 64 256]);
