//! `join_me_maybe`: a join whose arms run code as each ends.

use std::{fmt, future::Future};

use join_me_maybe::join;

use super::{
    Alternative, Exits,
    names::{at_each_size, index},
};
use crate::work::Work;

#[derive(Debug)]
pub struct JoinMeMaybe;

macro_rules! maybe {
    ($size:literal: $($name:ident)*) => {
        impl Alternative<$size> for JoinMeMaybe {
            const NAME: &str = "join_me_maybe";

            fn run<W: Work>(work: W) -> impl Future<Output = Result<(), impl fmt::Debug + Send>> + Send + 'static {
                index!($($name)*);
                async move {
                    let mut exits = Exits::NONE;
                    #[allow(clippy::drop_non_drop, reason = "it is in the macro")]
                    let _ = join!($(
                        result = work.actor(At::$name as usize) =>
                            exits.note::<W, $size>(At::$name as usize, result, &work)
                    ),*);
                    exits.into_result()
                }
            }
        }
    };
}

at_each_size!(maybe);
