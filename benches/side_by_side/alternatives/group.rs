//! `run_group!`.

use std::{fmt, future::Future};

use run_group::run_group;

use super::{
    Alternative,
    names::{at_each_size, at_the_largest_size, index},
};
use crate::work::{Broken, Work};

#[derive(Debug)]
pub struct Group;

macro_rules! group {
    ($size:literal: $($name:ident)*) => {
        impl Alternative<$size> for Group {
            const NAME: &str = "run_group!";

            fn run<W: Work>(work: W) -> impl Future<Output = Result<(), impl fmt::Debug + Send>> + Send + 'static {
                index!($($name)*);
                run_group! {
                    type Error = Broken;
                    $($name: work.actor(At::$name as usize) => work.stop(At::$name as usize),)*
                }
            }
        }
    };
}

at_each_size!(group);
at_the_largest_size!(group);
