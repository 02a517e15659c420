//! Collections of futures: `FuturesUnordered`, and the one of futures-buffered.

use std::{
    future::Future,
    pin::Pin,
    task::{Context, Poll},
};

use futures::stream::{FuturesUnordered, Stream, StreamExt};
use futures_buffered::FuturesUnorderedBounded;

use super::{Alternative, Ended, Outcomes, names::of_each_size, note};
use crate::{
    actor::{Actor, Outcome},
    signal::Signal,
};

pub struct Unordered;
pub struct Buffered;

macro_rules! unordered {
    ($count:literal: $($name:ident)*) => {
        impl Alternative<$count> for Unordered {
            fn group(signals: &[Signal; $count], yields: u32) -> impl Future<Output: Ended> {
                let actors = FuturesUnordered::new();
                collected(signals, yields, [$(stringify!($name)),*], actors, |actors, actor| actors.push(actor))
            }
        }

        impl Alternative<$count> for Buffered {
            fn group(signals: &[Signal; $count], yields: u32) -> impl Future<Output: Ended> {
                let actors = FuturesUnorderedBounded::new($count);
                collected(signals, yields, [$(stringify!($name)),*], actors, |actors, actor| actors.push(actor))
            }
        }
    };
}

/// An actor that gives its name when it has ended.
struct Named<'a>(&'static str, Actor<'a>);

impl Future for Named<'_> {
    type Output = (&'static str, Outcome);

    fn poll(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Self::Output> {
        let name = self.0;
        Pin::new(&mut self.1).poll(cx).map(|outcome| (name, outcome))
    }
}

/// A collection of futures, as a stream of what they return.
async fn collected<'a, const N: usize, S>(
    signals: &'a [Signal; N],
    yields: u32,
    names: [&'static str; N],
    mut actors: S,
    push: fn(&mut S, Named<'a>),
) -> Outcomes
where
    S: Stream<Item = (&'static str, Outcome)> + Unpin,
{
    for (index, (name, signal)) in names.into_iter().zip(signals).enumerate() {
        let yields = if index == N - 1 { yields } else { 0 };
        push(&mut actors, Named(name, Actor::yielding(signal, yields)));
    }
    let mut outcomes = Ok(());
    if let Some((name, outcome)) = actors.next().await {
        note(&mut outcomes, name, outcome);
    }
    signals.iter().for_each(Signal::set);
    while let Some((name, outcome)) = actors.next().await {
        note(&mut outcomes, name, outcome);
    }
    outcomes
}

of_each_size!(unordered: [2 4 8 64 256]);
