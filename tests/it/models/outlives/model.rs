//! The model: what should happen, in code as plain as possible.

use super::{Event, Finish, Form, History, NAMES, Plan};

/// What should happen in a group whose actors have these plans. Each outlives those that `awaited` lists for it. An
/// actor without a plan is not there.
pub fn expected(awaited: &[Vec<usize>], plans: &[Option<Plan>]) -> History {
    Model {
        awaited: through_missing(awaited, plans),
        actors: plans.iter().map(|plan| plan.map(Actor::new)).collect(),
        events: Vec::new(),
        failures: Vec::new(),
    }
    .run()
}

/// In which order the actors of a group that is dropped half-way are dropped.
pub fn drop_order(awaited: &[Vec<usize>], plans: &[Option<Plan>]) -> Vec<usize> {
    let awaited = through_missing(awaited, plans);
    let mut left: Vec<_> = (0..plans.len()).filter(|&index| plans[index].is_some()).collect();
    let mut order = Vec::new();
    while let Some(&next) = left.iter().find(|&&index| awaited[index].iter().all(|other| !left.contains(other))) {
        left.retain(|&index| index != next);
        order.push(next);
    }
    order
}

/// The actors that each outlives, of those that are there: one that is not there passes on what it outlives.
fn through_missing(awaited: &[Vec<usize>], plans: &[Option<Plan>]) -> Vec<Vec<usize>> {
    let follow = |direct: &Vec<usize>| {
        let (mut found, mut left) = (Vec::new(), direct.clone());
        while let Some(other) = left.pop() {
            match plans[other] {
                Some(_) => found.push(other),
                None => left.extend(&awaited[other]),
            }
        }
        found
    };
    awaited.iter().map(follow).collect()
}

struct Model {
    awaited: Vec<Vec<usize>>,
    actors: Vec<Option<Actor>>,
    events: Vec<Event>,
    failures: Vec<String>,
}

struct Actor {
    plan: Plan,
    polls: u32,
    /// How often it has been polled since it was asked to stop.
    asked: Option<u32>,
    ended: bool,
    called: bool,
    /// How many polls its `async` interrupt still needs.
    interrupt: Option<u32>,
}

impl Actor {
    fn new(plan: Plan) -> Self {
        Actor { plan, polls: 0, asked: None, ended: false, called: false, interrupt: None }
    }

    fn is_over(&self) -> bool {
        self.ended && self.called && self.interrupt.is_none()
    }
}

impl Model {
    fn run(mut self) -> History {
        let mut polls = Vec::new();
        let mut cause = false;
        while self.actors.iter().flatten().any(|actor| !actor.is_over()) || polls.is_empty() {
            loop {
                if !self.poll_each() {
                    break;
                }
                // An actor or an `async` interrupt has ended: the first time, that is the cause.
                cause = true;
                if !self.interrupt_each() {
                    break;
                }
            }
            polls.push(std::mem::take(&mut self.events));
            assert!(polls.len() < 1000 && (cause || polls.len() < 10), "this group never ends: {polls:?}");
        }
        History { polls, failures: self.failures }
    }

    /// Polls all that is live once. Returns whether anything of it has ended.
    fn poll_each(&mut self) -> bool {
        let mut changed = false;
        for index in 0..self.actors.len() {
            changed |= self.poll(index);
            changed |= self.poll_interrupt(index);
        }
        changed
    }

    fn poll(&mut self, index: usize) -> bool {
        let Some(actor) = self.actors[index].as_mut().filter(|actor| !actor.ended) else { return false };
        self.events.push(Event::Polled(index));
        actor.polls += 1;
        let end = actor.plan.end;
        let ends = actor.plan.ends_at == Some(actor.polls) || actor.asked == Some(actor.plan.lingers);
        if let Some(asked) = &mut actor.asked {
            *asked += 1;
        }
        if ends {
            self.fail(index, end, "poll");
            self.drop(index);
        }
        ends
    }

    fn poll_interrupt(&mut self, index: usize) -> bool {
        let Some(actor) = &mut self.actors[index] else { return false };
        let Some(left) = &mut actor.interrupt else { return false };
        self.events.push(Event::InterruptPolled(index));
        *left -= 1;
        if *left > 0 {
            return false;
        }
        actor.interrupt = None;
        let Plan { form, interrupt_end, .. } = actor.plan;
        self.fail(index, interrupt_end, "interrupt");
        self.interrupted(index, form, interrupt_end);
        true
    }

    /// An interrupt has finished: the actor has been asked to stop, or the interrupt has panicked and the actor is
    /// dropped.
    fn interrupted(&mut self, index: usize, form: Form, interrupt_end: Finish) {
        let actor = self.actors[index].as_mut().expect("its interrupt was called");
        if form == Form::Stop {
            self.events.push(Event::Stopped(index));
        } else if interrupt_end == Finish::Panic || form == Form::Drop {
            self.drop(index);
            return;
        }
        actor.asked = Some(0);
    }

    /// Interrupts every actor whose turn has come, each time the first one written. Returns whether there was one.
    fn interrupt_each(&mut self) -> bool {
        let mut any = false;
        while let Some(index) = (0..self.actors.len()).find(|&index| self.is_next(index)) {
            any = true;
            self.interrupt(index);
        }
        any
    }

    fn is_next(&self, index: usize) -> bool {
        let is_over = |&awaited: &usize| self.actors[awaited].as_ref().is_none_or(Actor::is_over);
        let waits = self.actors[index].as_ref().is_some_and(|actor| !actor.called);
        waits && self.awaited[index].iter().all(is_over)
    }

    fn interrupt(&mut self, index: usize) {
        let actor = self.actors[index].as_mut().expect("it is next");
        actor.called = true;
        let Plan { form, interrupt_end, interrupt_polls, .. } = actor.plan;
        match form {
            Form::Drop | Form::Stop => self.interrupted(index, form, Finish::Ok),
            Form::Block => {
                self.events.push(Event::Called(index));
                if interrupt_end == Finish::Panic {
                    self.fail(index, interrupt_end, "call");
                }
                self.interrupted(index, form, interrupt_end);
            }
            Form::Async => {
                self.events.push(Event::Called(index));
                actor.interrupt = Some(interrupt_polls);
            }
        }
    }

    fn drop(&mut self, index: usize) {
        let Some(actor) = self.actors[index].as_mut().filter(|actor| !actor.ended) else { return };
        actor.ended = true;
        let panics = actor.plan.drop_panics;
        self.events.push(Event::Dropped(index));
        if panics {
            self.fail(index, Finish::Panic, "drop");
        }
    }

    fn fail(&mut self, index: usize, finish: Finish, what: &str) {
        match finish {
            Finish::Ok => {}
            Finish::Err => self.failures.push(format!("{} failed: {what}", NAMES[index])),
            Finish::Panic => self.failures.push(format!("{} panicked: {what}", NAMES[index])),
        }
    }
}
