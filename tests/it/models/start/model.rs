//! The model: what should happen, in code as plain as possible.

use super::{Case, End, Event, History, Kind, NAMES, Plan};

/// What should happen in a group whose actors have these plans. Each is after those that `after` lists for it. Where they have been
/// `asleep`, those have been started that do not wait for what another does.
pub fn expected(after: &[Vec<usize>], case: &Case, asleep: bool) -> History {
    let is_root = after.iter().map(Vec::is_empty).collect();
    let after = through_missing(after, &case.plans);
    let outlives = |index: usize| (0..after.len()).filter(|&later| after[later].contains(&index)).collect();
    Model {
        outlives: (0..after.len()).map(outlives).collect(),
        after,
        is_root,
        actors: case.plans.iter().map(|plan| plan.map(Actor::new)).collect(),
        ..Model::default()
    }
    .run(case.asked_at, asleep)
}

/// For each actor that is there, the others that are there and that it is after: one that is not there passes on those that it is after.
fn through_missing(after: &[Vec<usize>], plans: &[Option<Plan>]) -> Vec<Vec<usize>> {
    let follow = |index: usize| {
        let (mut found, mut left) = (Vec::new(), after[index].clone());
        while let Some(other) = left.pop() {
            match plans[other] {
                Some(_) => found.push(other),
                None => left.extend(&after[other]),
            }
        }
        if plans[index].is_some() { found } else { Vec::new() }
    };
    (0..after.len()).map(follow).collect()
}

#[derive(Default)]
struct Model {
    /// Which actors are written without `#[after]`. The others start when these have been polled, also those that are after none that is
    /// there.
    is_root: Vec<bool>,
    after: Vec<Vec<usize>>,
    outlives: Vec<Vec<usize>>,
    actors: Vec<Option<Actor>>,
    events: Vec<Event>,
    failures: Vec<String>,
    unready: Vec<String>,
    has_cause: bool,
    was_ready: bool,
}

#[allow(clippy::struct_excessive_bools, reason = "each is a question that the model asks")]
struct Actor {
    plan: Plan,
    started: bool,
    polls: u32,
    /// It has set its `Ready`.
    set: bool,
    ended: bool,
    ended_ok: bool,
    /// How often it has been polled since its interrupt was called.
    called: Option<u32>,
}

impl Actor {
    fn new(plan: Plan) -> Self {
        let set = plan.ready_at == 0;
        Actor { plan, started: false, polls: 0, set, ended: false, ended_ok: false, called: None }
    }

    fn is_over(&self) -> bool {
        self.ended && self.called.is_some()
    }

    /// Able to do its work.
    fn is_ready(&self) -> bool {
        self.started && (!self.plan.kind.says() || self.set || self.ended_ok)
    }

    /// Ready, as far as those after it go.
    fn frees(&self) -> bool {
        if self.plan.kind == Kind::Finishes { self.ended_ok } else { self.is_ready() }
    }
}

impl Model {
    fn run(mut self, asked_at: u32, asleep: bool) -> History {
        for index in 0..self.actors.len() {
            self.actors[index].iter_mut().for_each(|actor| actor.started = self.is_root[index]);
        }
        if asleep {
            while let Some(index) = (0..self.actors.len()).find(|&index| self.may_start(index)) {
                self.actors[index].iter_mut().for_each(|actor| actor.started = true);
            }
            self.was_ready = self.actors.iter().flatten().all(Actor::is_ready);
        }
        let mut polls = Vec::new();
        while self.actors.iter().flatten().any(|actor| !actor.is_over()) {
            self.poll_group(u32::try_from(polls.len() + 1) == Ok(asked_at));
            polls.push(std::mem::take(&mut self.events));
            assert!(polls.len() < 100, "this group never ends: {polls:?}");
        }
        // A panic that is resumed has only its own message, and an `Ok` has nothing.
        match self.failures.first().map(|first| first.split_once(' ')) {
            Some(Some((_, first))) if first.starts_with("panicked") => {
                History { polls, failures: vec![first.to_owned()], unready: Vec::new() }
            }
            None => History { polls, ..History::default() },
            _ => History { polls, failures: self.failures, unready: self.unready },
        }
    }

    fn poll_group(&mut self, is_asked: bool) {
        let had_cause = self.has_cause;
        self.has_cause |= is_asked;
        let mut any_ended = self.poll_each();
        if !self.has_cause {
            self.start_each();
        }
        if !self.has_cause {
            return;
        }
        if !had_cause {
            self.events.push(Event::Cause);
            let unready = |actor: &Actor| !actor.ended && !(actor.started && (actor.set || !actor.plan.kind.says()));
            let unready = (0..self.actors.len()).filter(|&index| self.actors[index].as_ref().is_some_and(unready));
            self.unready = unready.map(|index| NAMES[index].to_owned()).collect();
            any_ended = true;
        }
        while any_ended && self.interrupt_each() {
            any_ended = self.poll_each();
        }
    }

    /// Polls all that have been started, and have not ended. Returns whether any has ended.
    fn poll_each(&mut self) -> bool {
        let mut any_ended = false;
        for index in 0..self.actors.len() {
            if self.actors[index].as_ref().is_some_and(|actor| actor.started && !actor.ended) {
                any_ended |= self.poll(index);
            }
        }
        any_ended
    }

    /// Starts those that have their turn, each time the first one written; and sees whether all are ready.
    fn start_each(&mut self) {
        while let Some(index) = (0..self.actors.len()).find(|&index| self.may_start(index)) {
            self.actors[index].as_mut().expect("it may start").started = true;
            self.poll(index);
            if self.has_cause {
                return;
            }
        }
        if !self.was_ready && self.actors.iter().flatten().all(Actor::is_ready) {
            self.was_ready = true;
            self.events.push(Event::Ready);
        }
    }

    fn may_start(&self, index: usize) -> bool {
        let frees = |&other: &usize| self.actors[other].as_ref().is_none_or(Actor::frees);
        self.actors[index].as_ref().is_some_and(|actor| !actor.started) && self.after[index].iter().all(frees)
    }

    /// Polls an actor. Returns whether it has ended.
    fn poll(&mut self, index: usize) -> bool {
        self.events.push(Event::Polled(index));
        let live = self.actors.iter().flatten().filter(|actor| !actor.ended).count();
        let actor = self.actors[index].as_mut().expect("it is polled");
        actor.polls += 1;
        actor.set |= actor.polls == actor.plan.ready_at;
        let end = if actor.plan.ends_at == Some(actor.polls) {
            actor.plan.end
        } else if actor.called == Some(actor.plan.lingers) {
            End::Ok
        } else {
            actor.called.iter_mut().for_each(|polls| *polls += 1);
            return false;
        };
        actor.ended_ok = end == End::Ok;
        // One that may finish is the cause only where it fails, or is the last.
        self.has_cause |= !actor.ended_ok || !actor.plan.kind.may_finish() || live == 1;
        match end {
            End::Ok => {}
            End::Err => self.failures.push(format!("{} failed: poll", NAMES[index])),
            End::Panic => self.failures.push(format!("{} panicked: poll", NAMES[index])),
        }
        self.drop(index);
        true
    }

    /// Interrupts every actor whose turn has come, each time the first one written. Returns whether there was one.
    fn interrupt_each(&mut self) -> bool {
        let mut any = false;
        while let Some(index) = (0..self.actors.len()).find(|&index| self.is_next(index)) {
            any = true;
            self.events.push(Event::Called(index));
            let actor = self.actors[index].as_mut().expect("it is next");
            actor.called = Some(0);
            if !actor.started {
                self.drop(index);
            }
        }
        any
    }

    fn is_next(&self, index: usize) -> bool {
        let is_over = |&other: &usize| self.actors[other].as_ref().is_none_or(Actor::is_over);
        self.actors[index].as_ref().is_some_and(|actor| actor.called.is_none())
            && self.outlives[index].iter().all(is_over)
    }

    fn drop(&mut self, index: usize) {
        let actor = self.actors[index].as_mut().expect("it is dropped");
        if !actor.ended {
            actor.ended = true;
            self.events.push(Event::Dropped(index));
        }
    }
}
