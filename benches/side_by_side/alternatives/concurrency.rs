//! futures-concurrency: a race of an array, then a join of the others.

use std::{
    fmt,
    future::Future,
    pin::{Pin, pin},
};

use futures_concurrency::future::{Join, Race};

use super::{
    Alternative, Exits,
    names::{at_each_size, at_the_largest_size, index},
};
use crate::work::Work;

#[derive(Debug)]
pub struct Concurrency;

async fn number<F: Future>(index: usize, actor: Pin<&mut F>) -> (usize, F::Output) {
    (index, actor.await)
}

macro_rules! concurrency {
    ($size:literal: $($name:ident)*) => {
        impl Alternative<$size> for Concurrency {
            const NAME: &str = "futures-concurrency";

            fn run<W: Work>(work: W) -> impl Future<Output = Result<(), impl fmt::Debug + Send>> + Send + 'static {
                index!($($name)*);
                async move {
                    $(let mut $name = pin!(work.actor(At::$name as usize));)*
                    let mut exits = Exits::NONE;
                    // All are of one type here, so they fit in an array. A tuple has a limit of its own.
                    let (first, result) = [$(number(At::$name as usize, $name.as_mut())),*].race().await;
                    exits.note::<W, $size>(first, result, &work);
                    let mut others = Vec::with_capacity($size - 1);
                    $(
                        if At::$name as usize != first {
                            others.push(number(At::$name as usize, $name));
                        }
                    )*
                    for (index, result) in others.join().await {
                        exits.note::<W, $size>(index, result, &work);
                    }
                    exits.into_result()
                }
            }
        }
    };
}

at_each_size!(concurrency);
at_the_largest_size!(concurrency);
