//! By hand: a struct of futures and its `poll`.

use std::{
    future::Future,
    pin::Pin,
    task::{Context, Poll},
};

use super::{Alternative, Ended, Outcomes, names::of_each_size, note};
use crate::{actor::Actor, signal::Signal};

pub struct ByHand;

macro_rules! by_hand {
    ($count:literal: $last:ident $($name:ident)*) => {
        impl Alternative<$count> for ByHand {
            fn group(signals: &[Signal; $count], yields: u32) -> impl Future<Output: Ended> {
                pin_project_lite::pin_project! {
                    struct Group<'a> {
                        signals: &'a [Signal; $count],
                        interrupted: bool,
                        outcomes: Outcomes,
                        $(#[pin] $name: Option<Actor<'a>>,)*
                        #[pin] $last: Option<Actor<'a>>,
                    }
                }
                impl Future for Group<'_> {
                    type Output = Outcomes;

                    fn poll(self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Outcomes> {
                        let mut this = self.project();
                        loop {
                            let mut live = 0;
                            let mut ended = false;
                            by_hand!(poll this cx live ended: $($name)* $last);
                            if live == 0 {
                                return Poll::Ready(std::mem::replace(this.outcomes, Ok(())));
                            }
                            if !ended || *this.interrupted {
                                return Poll::Pending;
                            }
                            *this.interrupted = true;
                            this.signals.iter().for_each(Signal::set);
                        }
                    }
                }
                let [$($name,)* $last] = signals;
                Group {
                    signals,
                    interrupted: false,
                    outcomes: Ok(()),
                    $($name: Some(Actor::new($name)),)*
                    $last: Some(Actor::yielding($last, yields)),
                }
            }
        }
    };
    (poll $this:ident $cx:ident $live:ident $ended:ident: $($name:ident)*) => {
        $(
            if let Some(actor) = $this.$name.as_mut().as_pin_mut() {
                match actor.poll($cx) {
                    Poll::Ready(outcome) => {
                        $this.$name.set(None);
                        note($this.outcomes, stringify!($name), outcome);
                        $ended = true;
                    }
                    Poll::Pending => $live += 1,
                }
            }
        )*
    };
}

of_each_size!(by_hand: [2 4 8 64 256]);
