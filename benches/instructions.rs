//! How many instructions a group takes, beside what does the same work in its place.
//!
//! This only repeats one case: `cargo bench -p benches --bench instructions -- 'wake/other/64/by hand' 100`. Only what is
//! inside of [`counted`] is the case; what leads up to it is not. `scripts/instructions` runs every case where the
//! instructions in there are counted. `-- --list` says which cases there are.

#![recursion_limit = "512"]
#![allow(non_camel_case_types, reason = "a variant is named after its actor, by the macro")]

use std::{
    array,
    future::Future,
    hint::black_box,
    pin::{Pin, pin},
    sync::{
        Arc,
        atomic::{AtomicBool, Ordering},
    },
    task::{Context, Poll, Wake, Waker},
};

use atomic_waker::AtomicWaker;
use futures::stream::{FuturesUnordered, Stream, StreamExt};
use futures_buffered::FuturesUnorderedBounded;
use run_group::{AnyError, Stop, run_group};
use tokio::{join, select, sync::Notify};
use tokio_util::sync::CancellationToken;

/// What an actor waits for: what somebody writes who writes it by hand.
#[derive(Default)]
struct Signal {
    set: AtomicBool,
    waker: AtomicWaker,
}

impl Signal {
    fn set(&self) {
        self.set.store(true, Ordering::Release);
        self.waker.wake();
    }

    fn poll(&self, cx: &Context<'_>) -> Poll<()> {
        if self.set.load(Ordering::Acquire) {
            return Poll::Ready(());
        }
        self.waker.register(cx.waker());
        // It may have been set before there was a waker.
        if self.set.load(Ordering::Acquire) { Poll::Ready(()) } else { Poll::Pending }
    }
}

type Outcome = Result<(), AnyError>;

/// Yields so many times, then waits for its signal. The same type everywhere, so that nobody has less to poll.
struct Actor<'a> {
    signal: &'a Signal,
    yields: u32,
}

impl<'a> Actor<'a> {
    fn new(signal: &'a Signal) -> Self {
        Actor { signal, yields: 0 }
    }

    fn yielding(signal: &'a Signal, yields: u32) -> Self {
        Actor { signal, yields }
    }
}

impl Future for Actor<'_> {
    type Output = Outcome;

    fn poll(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Outcome> {
        if self.yields > 0 {
            self.yields -= 1;
            cx.waker().wake_by_ref();
            return Poll::Pending;
        }
        self.signal.poll(cx).map(Ok)
    }
}

/// The outcome of a group: its first error, with the name of the actor.
type Outcomes = Result<(), (&'static str, AnyError)>;

fn note(outcomes: &mut Outcomes, name: &'static str, outcome: Outcome) {
    if let (Ok(()), Err(error)) = (&*outcomes, outcome) {
        *outcomes = Err((name, error));
    }
}

/// One way to run `N` actors, each with a signal of its own. The last that is written yields so many times, and is the
/// first to end: so that whoever stops to poll at the first that has ended has polled all of them, too.
trait Alternative<const N: usize> {
    fn group(signals: &[Signal; N], yields: u32) -> impl Future<Output: Ended>;
}

/// What a group returns.
trait Ended {
    fn is_ok(&self) -> bool;
}

impl<T, E> Ended for Result<T, E> {
    fn is_ok(&self) -> bool {
        self.is_ok()
    }
}

struct RunGroup;

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

struct ByHand;

/// A struct of futures and its `poll`.
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

struct Select;

/// With `biased;`, which is cheaper than the other, and always as much.
macro_rules! select_and_join {
    ($count:literal: $last:ident $($name:ident)*) => {
        impl Alternative<$count> for Select {
            fn group(signals: &[Signal; $count], yields: u32) -> impl Future<Output: Ended> {
                async move {
                    #[derive(PartialEq)]
                    enum Who { $($name,)* $last }

                    let [$($name,)* $last] = signals;
                    $(let mut $name = pin!(Actor::new($name));)*
                    let mut $last = pin!(Actor::yielding($last, yields));
                    let mut outcomes = Ok(());
                    select_and_join!(select outcomes who: $($name)* $last);
                    signals.iter().for_each(Signal::set);
                    select_and_join!(join outcomes who: $($name)* $last);
                    outcomes
                }
            }
        }
    };
    (select $outcomes:ident $who:ident: $($name:ident)*) => {
        let $who = select! {
            biased;
            $(outcome = &mut $name => {
                note(&mut $outcomes, stringify!($name), outcome);
                Who::$name
            })*
        };
    };
    (join $outcomes:ident $who:ident: $($name:ident)*) => {
        let ($($name,)*) = join!($(unless($who == Who::$name, $name)),*);
        $(note(&mut $outcomes, stringify!($name), $name);)*
    };
}

/// The actor's outcome, unless it has ended before.
async fn unless(ended: bool, actor: Pin<&mut Actor<'_>>) -> Outcome {
    if ended { Ok(()) } else { actor.await }
}

struct Unordered;
struct Buffered;

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

/// An actor that says who it is when it has ended.
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

/// So many actors, by name.
macro_rules! with_names {
    (2 $alternative:ident) => {
        $alternative!(2: a0 a1);
    };
    (4 $alternative:ident) => {
        $alternative!(4: a0 a1 a2 a3);
    };
    (8 $alternative:ident) => {
        $alternative!(8: a0 a1 a2 a3 a4 a5 a6 a7);
    };
    (64 $alternative:ident) => {
        $alternative!(64:
            a0 a1 a2 a3 a4 a5 a6 a7 a8 a9 aa ab ac ad ae af b0 b1 b2 b3 b4 b5 b6 b7 b8 b9 ba bb bc bd be bf c0 c1 c2
            c3 c4 c5 c6 c7 c8 c9 ca cb cc cd ce cf d0 d1 d2 d3 d4 d5 d6 d7 d8 d9 da db dc dd de df
        );
    };
    (256 $alternative:ident) => {
        $alternative!(256:
            a0 a1 a2 a3 a4 a5 a6 a7 a8 a9 aa ab ac ad ae af b0 b1 b2 b3 b4 b5 b6 b7 b8 b9 ba bb bc bd be bf c0 c1 c2
            c3 c4 c5 c6 c7 c8 c9 ca cb cc cd ce cf d0 d1 d2 d3 d4 d5 d6 d7 d8 d9 da db dc dd de df e0 e1 e2 e3 e4 e5
            e6 e7 e8 e9 ea eb ec ed ee ef f0 f1 f2 f3 f4 f5 f6 f7 f8 f9 fa fb fc fd fe ff g0 g1 g2 g3 g4 g5 g6 g7 g8
            g9 ga gb gc gd ge gf h0 h1 h2 h3 h4 h5 h6 h7 h8 h9 ha hb hc hd he hf j0 j1 j2 j3 j4 j5 j6 j7 j8 j9 ja jb
            jc jd je jf k0 k1 k2 k3 k4 k5 k6 k7 k8 k9 ka kb kc kd ke kf l0 l1 l2 l3 l4 l5 l6 l7 l8 l9 la lb lc ld le
            lf m0 m1 m2 m3 m4 m5 m6 m7 m8 m9 ma mb mc md me mf n0 n1 n2 n3 n4 n5 n6 n7 n8 n9 na nb nc nd ne nf o0 o1
            o2 o3 o4 o5 o6 o7 o8 o9 oa ob oc od oe of p0 p1 p2 p3 p4 p5 p6 p7 p8 p9 pa pb pc pd pe pf q0 q1 q2 q3 q4
            q5 q6 q7 q8 q9 qa qb qc qd qe qf
        );
    };
}

macro_rules! of_each_size {
    ($($alternative:ident: [$($count:tt)*];)*) => {
        $($(with_names!($count $alternative);)*)*
    };
}

of_each_size! {
    by_macro: [2 4 8 64 256];
    by_hand: [2 4 8 64 256];
    select_and_join: [2 4 8 64];
    unordered: [2 4 8 64 256];
}

/// The waker of a task: it is counted, so a clone and a drop of it cost what they cost in a runtime.
#[derive(Default)]
struct Task {
    woken: AtomicBool,
}

impl Wake for Task {
    fn wake(self: Arc<Self>) {
        self.wake_by_ref();
    }

    fn wake_by_ref(self: &Arc<Self>) {
        self.woken.store(true, Ordering::Release);
    }
}

/// Polls a future as a runtime does: when it has been woken.
struct Driver {
    task: Arc<Task>,
    waker: Waker,
}

impl Driver {
    fn new() -> Self {
        let task = Arc::new(Task::default());
        Driver { waker: task.clone().into(), task }
    }

    /// The first poll, for which nobody has to wake.
    fn start<F: Future>(&self, future: Pin<&mut F>) -> Poll<F::Output> {
        future.poll(&mut Context::from_waker(&self.waker))
    }

    fn is_woken(&self) -> bool {
        self.task.woken.load(Ordering::Acquire)
    }

    /// The poll that it has been woken for.
    fn resume<F: Future>(&self, future: Pin<&mut F>) -> Poll<F::Output> {
        assert!(self.task.woken.swap(false, Ordering::Acquire), "nobody has woken it");
        self.start(future)
    }

    fn finish<F: Future>(&self, mut future: Pin<&mut F>, mut poll: Poll<F::Output>) -> F::Output {
        loop {
            match poll {
                Poll::Ready(output) => return output,
                Poll::Pending => poll = self.resume(future.as_mut()),
            }
        }
    }
}

/// The part of a case whose instructions are counted.
#[inline(never)]
fn counted<T>(case: impl FnOnce() -> T) -> T {
    case()
}

fn signals<const N: usize>() -> [Signal; N] {
    array::from_fn(|_| Signal::default())
}

/// A whole life: built, started, the first exit, everybody told and joined, dropped.
fn lifecycle<A: Alternative<N>, const N: usize>(yields: u32, times: u32) {
    for _ in 0..times {
        let driver = Driver::new();
        let signals = signals();
        signals[N - 1].set();
        counted(|| {
            let mut group = pin!(A::group(black_box(&signals), black_box(yields)));
            let poll = driver.start(group.as_mut());
            assert!(driver.finish(group, poll).is_ok());
        });
    }
}

fn at_once<A: Alternative<N>, const N: usize>(times: u32) {
    lifecycle::<A, N>(0, times);
}

fn after_a_yield<A: Alternative<N>, const N: usize>(times: u32) {
    lifecycle::<A, N>(1, times);
}

/// Wakes the actors in turn, so many times, without anything to tell them.
fn live<F: Future, const N: usize>(driver: &Driver, mut group: Pin<&mut F>, signals: &[Signal; N], wakes: u32) {
    assert!(driver.start(group.as_mut()).is_pending());
    for signal in signals.iter().cycle().take(wakes as usize) {
        signal.waker.wake();
        assert!(driver.resume(group.as_mut()).is_pending());
    }
}

/// From the first exit until everybody has been joined and dropped.
fn exit<A: Alternative<N>, const N: usize>(wakes: u32, times: u32) {
    for _ in 0..times {
        let driver = Driver::new();
        let signals = signals();
        let mut group = pin!(Some(A::group(black_box(&signals), 0)));
        live(&driver, group.as_mut().as_pin_mut().expect("it is there"), &signals, wakes);
        counted(|| {
            signals[N - 1].set();
            let mut running = group.as_mut().as_pin_mut().expect("it is there");
            let poll = driver.resume(running.as_mut());
            assert!(driver.finish(running, poll).is_ok());
            group.set(None);
        });
    }
}

fn exit_fresh<A: Alternative<N>, const N: usize>(times: u32) {
    exit::<A, N>(0, times);
}

fn exit_long<A: Alternative<N>, const N: usize>(times: u32) {
    exit::<A, N>(LONG, times);
}

/// How many wakes are a long life.
const LONG: u32 = 1000;

/// One actor of a group wakes itself so many times, the others are idle. All is counted: some poll it more than once when
/// they are polled, so that no single wake can be told from the others. What is before them is as much for any number.
fn wake_self<A: Alternative<N>, const N: usize>(times: u32) {
    let driver = Driver::new();
    let signals = signals::<N>();
    let mut group = pin!(A::group(black_box(&signals), black_box(LONG + times)));
    counted(|| {
        assert!(driver.start(group.as_mut()).is_pending());
        while driver.is_woken() {
            assert!(driver.resume(group.as_mut()).is_pending());
        }
    });
}

/// One actor of a group that has lived long, each in its turn, is woken from outside; the others are idle.
fn wake_other<A: Alternative<N>, const N: usize>(times: u32) {
    let driver = Driver::new();
    let signals = signals::<N>();
    let mut group = pin!(A::group(black_box(&signals), 0));
    live(&driver, group.as_mut(), &signals, LONG);
    for signal in signals.iter().cycle().take(times as usize) {
        let poll = counted(|| {
            signal.waker.wake();
            driver.resume(group.as_mut())
        });
        assert!(poll.is_pending());
    }
}

/// A signal that an actor waits for, which is not set.
fn poll_unchanged<F: Future>(waits: F, times: u32) {
    let driver = Driver::new();
    let mut waits = pin!(waits);
    assert!(driver.start(waits.as_mut()).is_pending());
    for _ in 0..times {
        assert!(counted(|| driver.start(waits.as_mut())).is_pending());
    }
}

/// A signal made, waited for, set and seen.
fn wait_and_set<S>(new: fn() -> S, set: fn(&S), wait: &impl AsyncFn(&S), times: u32) {
    for _ in 0..times {
        let driver = Driver::new();
        counted(|| {
            let signal = new();
            let mut waits = pin!(wait(&signal));
            assert!(driver.start(waits.as_mut()).is_pending());
            set(&signal);
            assert!(driver.resume(waits.as_mut()).is_ready());
        });
    }
}

/// `metric/n/alternative`, and what repeats it.
type Case = (String, Box<dyn Fn(u32)>);

fn cases() -> Vec<Case> {
    let mut cases: Vec<Case> = Vec::new();
    let mut add = |metric: &str, n: usize, alternative: &str, case: Box<dyn Fn(u32)>| {
        cases.push((format!("{metric}/{n}/{alternative}"), case));
    };
    macro_rules! each {
        ($($metric:literal $case:ident: [$($n:tt)*];)*) => {
            $($(each!(all $metric $case $n);)*)*
        };
        (all $metric:literal $case:ident 256) => {
            each!(but_select $metric $case 256);
        };
        (all $metric:literal $case:ident $n:tt) => {
            each!(but_select $metric $case $n);
            add($metric, $n, "select! + join!, biased", Box::new($case::<Select, $n>));
        };
        (but_select $metric:literal $case:ident $n:tt) => {
            add($metric, $n, "run_group!", Box::new($case::<RunGroup, $n>));
            add($metric, $n, "by hand", Box::new($case::<ByHand, $n>));
            add($metric, $n, "FuturesUnordered", Box::new($case::<Unordered, $n>));
            add($metric, $n, "futures-buffered", Box::new($case::<Buffered, $n>));
        };
    }
    each! {
        "lifecycle/at once" at_once: [2 8 64];
        "lifecycle/after a yield" after_a_yield: [2 8 64];
        "exit to return/fresh" exit_fresh: [2 8 64];
        "exit to return/after a long life" exit_long: [2 8 64];
        "wake/self" wake_self: [4 64 256];
        "wake/other" wake_other: [4 64 256];
    }
    macro_rules! signals {
        ($metric:literal: $($name:literal $times:ident $repeat:expr;)*) => {
            $(add($metric, 1, $name, Box::new(|$times| $repeat));)*
        };
    }
    signals! { "stop/poll unchanged":
        "Stop" times poll_unchanged(Stop::new().stopped(), times);
        "CancellationToken" times poll_unchanged(CancellationToken::new().cancelled(), times);
        "Notify" times poll_unchanged(Notify::new().notified(), times);
    }
    signals! { "stop/waited for and set":
        "Stop" times wait_and_set(Stop::new, Stop::stop, &Stop::stopped, times);
        "CancellationToken" times
            wait_and_set(CancellationToken::new, CancellationToken::cancel, &CancellationToken::cancelled, times);
        "Notify" times wait_and_set(Notify::new, Notify::notify_waiters, &Notify::notified, times);
    }
    cases
}

fn main() {
    let arguments: Vec<_> = std::env::args().skip(1).filter(|argument| argument != "--bench").collect();
    match &arguments[..] {
        [name, times] => {
            let times = times.parse().expect("how many times");
            match cases().iter().find(|(known, _)| known == name) {
                Some((_, repeat)) => repeat(times),
                None => panic!("no case is called `{name}`"),
            }
        }
        [list] if list == "--list" => cases().iter().for_each(|(name, _)| println!("{name}")),
        _ => println!("usage: -- --list | CASE TIMES; `scripts/instructions` counts"),
    }
}
