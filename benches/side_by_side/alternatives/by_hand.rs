//! By hand: a struct of futures and its `poll`.

use std::{
    fmt,
    future::Future,
    pin::Pin,
    task::{Context, Poll},
};

use pin_project_lite::pin_project;

use super::{
    Alternative,
    names::{at_each_size, at_the_largest_size, index},
};
use crate::work::{Broken, Failure, Stop, Work};

#[derive(Debug)]
pub struct ByHand;

macro_rules! by_hand {
    ($size:literal: $($name:ident)*) => {
        const _: () = {
            index!($($name)*);

            pin_project! {
                struct Hand<W, $($name),*> {
                    work: W,
                    interrupted: bool,
                    result: Result<(), Failure>,
                    $(#[pin] $name: Option<$name>,)*
                }
            }

            impl<W: Work, $($name: Future<Output = Result<(), Broken>>),*> Future for Hand<W, $($name),*> {
                type Output = Result<(), Failure>;

                fn poll(self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Self::Output> {
                    let mut this = self.project();
                    loop {
                        let mut live = 0;
                        let mut ended = false;
                        $(
                            if let Some(future) = this.$name.as_mut().as_pin_mut() {
                                match future.poll(cx) {
                                    Poll::Ready(result) => {
                                        this.$name.set(None);
                                        ended = true;
                                        if let (Ok(()), Err(error)) = (&this.result, result) {
                                            *this.result = Err(Failure { actor: stringify!($name), error });
                                        }
                                    }
                                    Poll::Pending => live += 1,
                                }
                            }
                        )*
                        if ended && !*this.interrupted {
                            *this.interrupted = true;
                            $(this.work.stop(At::$name as usize).stop();)*
                            if live > 0 {
                                continue;
                            }
                        }
                        if live > 0 {
                            return Poll::Pending;
                        }
                        return Poll::Ready(std::mem::replace(this.result, Ok(())));
                    }
                }
            }

            impl Alternative<$size> for ByHand {
                const NAME: &str = "by hand";

                fn run<W: Work>(work: W) -> impl Future<Output = Result<(), impl fmt::Debug + Send>> + Send + 'static {
                    Hand {
                        interrupted: false,
                        result: Ok(()),
                        $($name: Some(work.actor(At::$name as usize)),)*
                        work,
                    }
                }
            }
        };
    };
}

at_each_size!(by_hand);
at_the_largest_size!(by_hand);
