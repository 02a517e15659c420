//! The whole life of a group: built, started, first exit at once, every actor interrupted and joined.
//!
//! Side by side in one process, in turn, as the median of the ratios: `run_group!` and a state machine written by hand.
//! `cargo bench --bench lifecycle`; with a name and a count (`-- ours8 1000`) it only repeats that one, for a tool that
//! counts instructions.

#![allow(non_camel_case_types, reason = "a type is named after its field, by the macro")]

use std::{
    cell::Cell,
    future::{Future, poll_fn},
    hint::black_box,
    pin::{Pin, pin},
    task::{Context, Poll, Waker},
    time::Instant,
};

use allocation_counter::measure;
use run_group::run_group;

/// What an actor waits for.
type Flag = Cell<bool>;

fn wait(flag: &Flag) -> impl Future<Output = ()> + '_ {
    // The compiler must not know which one is set, or it runs the group itself.
    let flag = black_box(flag);
    poll_fn(|_| if flag.get() { Poll::Ready(()) } else { Poll::Pending })
}

fn poll<F: Future>(future: Pin<&mut F>) {
    assert!(future.poll(&mut Context::from_waker(Waker::noop())).is_ready());
}

/// By hand: a struct of futures and its `poll`.
macro_rules! by_hand {
    ($name:ident: $($field:ident)*) => {
        #[inline(never)]
        fn $name() {
            $(let $field = Flag::new(false);)*
            flag_first!($($field)*);
            pin_project_lite::pin_project! {
                struct Hand<'a, $($field),*> {
                    flags: [&'a Flag; count!($($field)*)],
                    interrupted: bool,
                    $(#[pin] $field: Option<$field>,)*
                }
            }
            impl<$($field: Future<Output = ()>),*> Future for Hand<'_, $($field),*> {
                type Output = Result<(), run_group::Error>;
                fn poll(self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Self::Output> {
                    let mut this = self.project();
                    loop {
                        let mut live = 0;
                        let mut ended = false;
                        $(
                            if let Some(future) = this.$field.as_mut().as_pin_mut() {
                                if future.poll(cx).is_ready() {
                                    this.$field.set(None);
                                    ended = true;
                                } else {
                                    live += 1;
                                }
                            }
                        )*
                        if live == 0 {
                            return Poll::Ready(Ok(()));
                        }
                        if *this.interrupted || !ended {
                            return Poll::Pending;
                        }
                        *this.interrupted = true;
                        for flag in this.flags.iter() {
                            flag.set(true);
                        }
                    }
                }
            }
            poll(pin!(Hand { flags: [$(&$field),*], interrupted: false, $($field: Some(wait(&$field)),)* }));
        }
    };
}

macro_rules! ours {
    ($name:ident: $($field:ident)*) => {
        #[inline(never)]
        fn $name() {
            $(let $field = Flag::new(false);)*
            flag_first!($($field)*);
            poll(pin!(run_group! { $(wait(&$field) => { $field.set(true); }),* }));
        }
    };
}

macro_rules! flag_first {
    ($first:ident $($rest:ident)*) => {
        $first.set(true);
    };
}

macro_rules! count {
    ($($field:ident)*) => { [$(stringify!($field)),*].len() };
}

macro_rules! both {
    ($hand:ident $ours:ident: $($field:ident)*) => {
        by_hand!($hand: $($field)*);
        ours!($ours: $($field)*);
    };
}

both!(hand2 ours2: a b);
both!(hand8 ours8: a b c d e f g h);
both!(hand64 ours64:
    a0 a1 a2 a3 a4 a5 a6 a7 b0 b1 b2 b3 b4 b5 b6 b7 c0 c1 c2 c3 c4 c5 c6 c7 d0 d1 d2 d3 d4 d5 d6 d7
    e0 e1 e2 e3 e4 e5 e6 e7 f0 f1 f2 f3 f4 f5 f6 f7 g0 g1 g2 g3 g4 g5 g6 g7 h0 h1 h2 h3 h4 h5 h6 h7);

type Case = (&'static str, fn(), &'static str, fn());

const CASES: [Case; 3] =
    [("hand2", hand2, "ours2", ours2), ("hand8", hand8, "ours8", ours8), ("hand64", hand64, "ours64", ours64)];

/// Nanoseconds for one life, over a batch.
fn time(f: fn(), batch: u32) -> f64 {
    let start = Instant::now();
    for _ in 0..batch {
        black_box(f)();
    }
    start.elapsed().as_secs_f64() * 1e9 / f64::from(batch)
}

fn median(mut values: Vec<f64>) -> f64 {
    values.sort_by(f64::total_cmp);
    values[values.len() / 2]
}

fn main() {
    let arguments: Vec<_> = std::env::args().skip(1).filter(|argument| !argument.starts_with("--")).collect();
    if let [name, count] = &arguments[..] {
        let all = CASES.iter().flat_map(|case| [(case.0, case.1), (case.2, case.3)]);
        let (_, f) = all.into_iter().find(|(known, _)| known == name).expect("a case");
        for _ in 0..count.parse().expect("a count") {
            black_box(f)();
        }
        return;
    }
    println!("{:>8} {:>10} {:>10} {:>7} {:>12}", "", "hand, ns", "ours, ns", "ratio", "allocations");
    for (_, hand, name, ours) in CASES {
        let rounds: Vec<_> = (0..101).map(|_| (time(hand, 2000), time(ours, 2000))).collect();
        let allocations = measure(ours).count_total;
        println!(
            "{name:>8} {:>10.1} {:>10.1} {:>7.3} {allocations:>12}",
            median(rounds.iter().map(|round| round.0).collect()),
            median(rounds.iter().map(|round| round.1).collect()),
            median(rounds.iter().map(|round| round.1 / round.0).collect()),
        );
    }
}
