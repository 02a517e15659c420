//! Which cases there are.

use run_group::Stop;
use tokio::sync::Notify;
use tokio_util::sync::CancellationToken;

use crate::{
    alternatives::{Buffered, ByHand, RunGroup, Select, Unordered},
    measure::{
        after_a_yield, at_once, exit_after_many_wakes, exit_fresh, poll_unchanged, wait_and_set, wake_other, wake_self,
    },
    rows,
};

/// `metric/n/alternative`, and what repeats it.
pub type Case = (String, Box<dyn Fn(u32)>);

pub fn all() -> Vec<Case> {
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
        "exit to return/after a long life" exit_after_many_wakes: [2 8 64];
        "wake/self" wake_self: [4 64 256];
        "wake/other" wake_other: [4 64 256];
    }
    for members in [64, 1000, 100_000] {
        add("wake/row", members, "run_group!", Box::new(move |times| rows::row(members, times)));
        add("wake/row", members, "FuturesUnordered", Box::new(move |times| rows::unordered(members, times)));
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
