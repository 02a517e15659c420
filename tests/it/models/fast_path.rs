//! A group that runs on the fast path, compared with the same group on the full driver.
//!
//! A group takes the fast path where it has no deadline, no order and no report, and its actors share the task's waker.
//! A deadline that never comes makes it take the full driver, and no other difference may be seen.

use std::{
    cell::RefCell,
    future::pending,
    panic::{AssertUnwindSafe, catch_unwind},
};

use run_group::{Cause, Error, run_group};

use super::outlives::{Built, FORMS, Form, History, NAMES, Plan, World, graphs::graph, panic};
use crate::support::{Random, failures};

/// What happens beside the actors and their interrupts.
#[derive(Clone, Copy, Debug)]
struct Run {
    on_cause_panics: bool,
    /// The poll after which the group is dropped, if it has not ended by then.
    dropped_after: Option<usize>,
}

/// All that can be seen of a group.
#[derive(Debug, Default, PartialEq)]
struct Seen {
    history: History,
    /// How often the task was woken within each poll.
    wakes: Vec<usize>,
    /// What `on_cause` is called with, and after how many events of that poll.
    causes: Vec<String>,
    /// How the group ends, or that it was dropped.
    result: String,
}

/// Says what `on_cause` is called with.
struct OnCause<'a> {
    world: &'a World,
    causes: &'a RefCell<Vec<String>>,
    panics: bool,
}

impl OnCause<'_> {
    fn call(&self, cause: &Cause<'_, &'static str>) {
        let events = self.world.count();
        self.causes.borrow_mut().push(format!("{cause} after {events} events: {:?}", cause.end()));
        if self.panics {
            panic("on_cause");
        }
    }
}

/// Builds a group in a world. The group calls this with its cause.
type Build = for<'a> fn(&'a World, OnCause<'a>) -> Built<'a>;

/// Two groups of the same list, which are compared.
#[derive(Clone, Copy)]
struct Pair {
    fast_path: Build,
    full_driver: Build,
}

macro_rules! pair {
    ($world:ident => $group:expr) => {
        Pair {
            fast_path: |$world, on_cause| Box::pin($group.on_cause(move |cause| on_cause.call(cause))),
            full_driver: |$world, on_cause| {
                Box::pin($group.on_cause(move |cause| on_cause.call(cause)).deadline(|| pending::<()>()))
            },
        }
    };
}

/// Each actor written one by one, in the form that its plan says.
const LIST: Pair = pair!(world => graph!(@world {} a, b, c, d, e,));

/// A row of each form.
const ROWS: Pair = pair!(world => run_group! {
    type Error = &'static str;
    async_: world.actor(index) for index in world.of(Form::Async) => move || {
        let interrupt = world.async_interrupt(index);
        async { interrupt.await?; Ok(()) }
    },
    drop: world.actor(index) for index in world.of(Form::Drop) => drop,
    stop: |stop| world.stoppable(index, stop) for index in world.of(Form::Stop),
    block: world.actor(index) for index in world.of(Form::Block) => move || world.call(index),
});

fn run(plans: &[Option<Plan>], run: Run, build: Build) -> Seen {
    let (world, causes) = (World::new(plans), RefCell::default());
    let mut group = build(&world, OnCause { world: &world, causes: &causes, panics: run.on_cause_panics });
    let mut history = History::default();
    let result = loop {
        if run.dropped_after == Some(history.polls.len()) {
            let dropped = catch_unwind(AssertUnwindSafe(|| drop(group)));
            history.polls.push(world.take());
            break match dropped {
                Ok(()) => "dropped".to_owned(),
                Err(payload) => format!("dropped, and panicked: {:?}", payload.downcast_ref::<&str>()),
            };
        }
        assert!(history.polls.len() < 100, "it does not end: {history:?}");
        match world.poll(&mut group, &mut history) {
            None => {}
            Some(Ok(Ok(()))) => break "Ok".to_owned(),
            Some(Ok(Err(error))) => break shown(&error),
            Some(Err(panic)) => break format!("panicked: {panic}"),
        }
    };
    Seen { history, wakes: world.take_wakes(), causes: causes.take(), result }
}

/// All that an error says.
fn shown(error: &Error<&'static str>) -> String {
    format!("failed: {:?}, {:?}, {error}, {error:?}, stuck: {:?}", failures(error), error.get_ref(), error.stuck())
}

/// Random plans for up to five actors, of which at least one ends by itself.
fn random_plans(random: &mut Random) -> Vec<Option<Plan>> {
    let cause = random.below(5) as usize;
    let plan = |index| {
        if index != cause && random.one_in(5) {
            return None;
        }
        let form = FORMS[random.below(4) as usize];
        let mut plan = Plan::random(random, form, true);
        if index == cause || random.one_in(3) {
            plan.ends_at = Some(1 + random.below(4));
        }
        Some(plan)
    };
    (0..NAMES.len()).map(plan).collect()
}

/// Runs many random groups both ways. Returns how often they ended in each of these ways.
#[track_caller]
fn compare<const N: usize>(seed: u64, pair: Pair, ways: [&str; N]) -> [usize; N] {
    let mut random = Random(seed);
    let mut ended = [0; N];
    for _ in 0..3000 {
        let plans = random_plans(&mut random);
        let how = Run {
            on_cause_panics: random.one_in(10),
            dropped_after: random.one_in(4).then(|| random.below(6) as usize),
        };
        let fast_path = run(&plans, how, pair.fast_path);
        let full_driver = run(&plans, how, pair.full_driver);
        assert_eq!(fast_path, full_driver, "{how:?}, {plans:#?}");
        for (ended, way) in ended.iter_mut().zip(ways) {
            *ended += usize::from(fast_path.result.starts_with(way));
        }
    }
    ended
}

#[track_caller]
fn check(seed: u64, pair: Pair) {
    let ended = compare(seed, pair, ["Ok", "failed", "panicked", "dropped"]);
    assert!(ended.iter().all(|&times| times > 100), "some ways to end are rare: {ended:?}");
}

#[test]
fn a_list_does_what_it_does_on_the_full_driver() {
    check(1, LIST);
}

#[test]
fn rows_do_what_they_do_on_the_full_driver() {
    check(2, ROWS);
}
