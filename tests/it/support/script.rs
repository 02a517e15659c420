//! Actors that follow a script poll by poll, and actors that do next to nothing.

use std::{
    collections::VecDeque,
    future::{Future, poll_fn},
    pin::Pin,
    task::{Context, Poll},
};

use super::{Flag, Log};

/// What a scripted actor does in one poll.
#[derive(Clone, Debug)]
pub enum Step {
    /// `Pending`, and not woken.
    Pending,
    /// `Pending`, and woken at once.
    Yield,
    /// `Pending` until the flag is set. The poll that sees it set goes on with the next step.
    Until(Flag),
    Ok,
    Err(&'static str),
    Panic(&'static str),
}

/// An actor that follows its script, one step a poll, and is pending for ever after the last one. It says `poll x` at
/// every poll and `drop x` when it is dropped.
pub struct Script {
    name: &'static str,
    log: Log,
    steps: VecDeque<Step>,
    ended: bool,
    drop_panics: Option<&'static str>,
}

pub fn script(name: &'static str, log: &Log, steps: impl IntoIterator<Item = Step>) -> Script {
    Script { name, log: log.clone(), steps: steps.into_iter().collect(), ended: false, drop_panics: None }
}

impl Script {
    /// Its drop panics with this message, after it has said `drop x`.
    pub fn drop_panics(mut self, message: &'static str) -> Self {
        self.drop_panics = Some(message);
        self
    }

    /// Its drop panics with its name, if that is among these.
    pub fn drop_panics_among(self, names: &[&str]) -> Self {
        let name = self.name;
        if names.contains(&name) { self.drop_panics(name) } else { self }
    }
}

impl Future for Script {
    type Output = Result<(), &'static str>;

    fn poll(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Self::Output> {
        self.log.say(format_args!("poll {}", self.name));
        assert!(!self.ended, "`{}` was polled after it had ended", self.name);
        if let Some(Step::Until(flag)) = self.steps.front() {
            if !flag.wait(cx) {
                return Poll::Pending;
            }
            self.steps.pop_front();
        }
        match self.steps.pop_front() {
            None | Some(Step::Pending) => return Poll::Pending,
            Some(Step::Yield) => {
                cx.waker().wake_by_ref();
                return Poll::Pending;
            }
            Some(Step::Until(_)) => panic!("a script waits for one flag at a time"),
            Some(Step::Ok) => self.ended = true,
            Some(Step::Err(error)) => {
                self.ended = true;
                return Poll::Ready(Err(error));
            }
            Some(Step::Panic(message)) => {
                self.ended = true;
                panic!("{message}");
            }
        }
        Poll::Ready(Ok(()))
    }
}

impl Drop for Script {
    fn drop(&mut self) {
        self.log.say(format_args!("drop {}", self.name));
        if let Some(message) = self.drop_panics {
            panic!("{message}");
        }
    }
}

/// An actor that holds something, and so is `Send`, and `Sync`, exactly when that is.
pub fn holding<T>(held: T) -> impl Future<Output = ()> {
    poll_fn(move |_| {
        let _held = &held;
        Poll::Ready(())
    })
}

/// An actor that ends at its first poll.
pub async fn done() {
    poll_fn(|_| Poll::Ready(())).await;
}
