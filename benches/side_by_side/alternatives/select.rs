//! `tokio::select!` until the first one ends, then `tokio::join!` of the others.

use std::{
    fmt,
    future::Future,
    pin::{Pin, pin},
};

use tokio_util::sync::CancellationToken;

use super::{
    Alternative, Exits,
    names::{at_each_size, index},
};
use crate::work::{Broken, Token, Work};

/// As `select!` is by default: the branches are polled in a random order.
#[derive(Debug)]
pub struct SelectJoin;

/// With `biased;`: the branches are polled in the order written.
#[derive(Debug)]
pub struct SelectJoinBiased;

/// What the actor ends with, unless it is the one that has ended.
async fn join(actor: Pin<&mut impl Future<Output = Result<(), Broken>>>, has_ended: bool) -> Result<(), Broken> {
    if has_ended { Ok(()) } else { actor.await }
}

macro_rules! select_join {
    ($alternative:ident $called:literal [$($biased:tt)*] $size:literal: $($name:ident)*) => {
        impl Alternative<$size> for $alternative {
            const NAME: &str = $called;

            fn run<W: Work>(work: W) -> impl Future<Output = Result<(), impl fmt::Debug + Send>> + Send + 'static {
                index!($($name)*);
                async move {
                    $(let mut $name = pin!(work.actor(At::$name as usize));)*
                    let mut exits = Exits::NONE;
                    let (first, result) = tokio::select! {
                        $($biased)*
                        $(result = $name.as_mut() => (At::$name as usize, result),)*
                    };
                    exits.note::<W, $size>(first, result, &work);
                    let ($($name,)*) = tokio::join!($(join($name, At::$name as usize == first)),*);
                    $(exits.note::<W, $size>(At::$name as usize, $name, &work);)*
                    exits.into_result()
                }
            }
        }
    };
}

macro_rules! in_any_order {
    ($($size_and_names:tt)*) => { select_join!(SelectJoin "select! + join!" [] $($size_and_names)*); };
}

macro_rules! in_the_order_written {
    ($($size_and_names:tt)*) => { select_join!(SelectJoinBiased "select! + join!, biased" [biased;] $($size_and_names)*); };
}

at_each_size!(in_any_order);
at_each_size!(in_the_order_written);

/// The same where all actors wait on one token, which is cancelled once.
#[derive(Debug)]
pub struct SelectJoinToken;

impl<const N: usize> Alternative<N> for SelectJoinToken
where
    SelectJoin: Alternative<N>,
{
    const NAME: &str = "select! + join!, token";

    fn run<W: Work>(work: W) -> impl Future<Output = Result<(), impl fmt::Debug + Send>> + Send + 'static {
        SelectJoin::run(Token { token: CancellationToken::new(), last: work })
    }
}
