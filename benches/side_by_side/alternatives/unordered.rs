//! `FuturesUnordered`, and the bounded one of futures-buffered.

use std::{fmt, future::Future};

use futures::stream::{FuturesUnordered, StreamExt};
use futures_buffered::FuturesUnorderedBounded;

use super::{Alternative, Exits};
use crate::work::Work;

macro_rules! unordered {
    ($type:ident, $name:literal, $new:expr) => {
        #[derive(Debug)]
        pub struct $type;

        impl<const N: usize> Alternative<N> for $type {
            const NAME: &str = $name;

            fn run<W: Work>(work: W) -> impl Future<Output = Result<(), impl fmt::Debug + Send>> + Send + 'static {
                async move {
                    #[allow(unused_mut, reason = "one is pushed to by a shared reference")]
                    let mut actors = $new;
                    for index in 0..N {
                        let actor = work.actor(index);
                        actors.push(async move { (index, actor.await) });
                    }
                    let mut exits = Exits::NONE;
                    while let Some((index, result)) = actors.next().await {
                        exits.note::<W, N>(index, result, &work);
                    }
                    exits.into_result()
                }
            }
        }
    };
}

unordered!(Unordered, "FuturesUnordered", FuturesUnordered::new());
unordered!(Buffered, "futures-buffered", FuturesUnorderedBounded::new(N));
