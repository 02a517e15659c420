//! What the handles of a set, its members and the group share.

use core::{
    fmt, mem,
    task::{Context, Poll, Waker},
};
use std::{
    borrow::Cow,
    boxed::Box,
    collections::{BTreeMap, VecDeque},
    sync::{Arc, Mutex, MutexGuard, PoisonError},
    vec::Vec,
};

use tokio::{
    runtime::Handle,
    sync::{OwnedSemaphorePermit, Semaphore},
    task::AbortHandle,
};

use crate::{
    adapters::tokio::actor_set::{
        member::{Member, Place},
        refused::Refused,
    },
    observe::trace::MemberSpans,
    outcome::{
        end::End,
        panic::{Caught, catch},
    },
    sync::stop::{Stop, StopOnDrop},
};

/// What the handles of a set, its members and the group share.
///
/// Wakers, members and `keep_going` are foreign code, which may call back: none is called or dropped under the lock.
pub(super) struct Shared<E>(Mutex<State<E>>);

/// Invariants:
///
/// 1. `entries` has the members whose futures have not been dropped; those that have not begun are in `unstarted`, too.
/// 2. No member is entered in the phases `Stopped` and `Aborted`. So once `entries` is empty then, it stays so.
/// 3. A failure is added to `failures` in the moment in which its member leaves `entries`. So where that is empty, none is missing.
pub(super) struct State<E> {
    phase: Phase,
    entries: BTreeMap<u64, Entry>,
    next_key: u64,
    unstarted: Vec<Unstarted<E>>,
    failures: VecDeque<Failure<E>>,
    /// Room for members, in a set with a limit. Closed when the set is interrupted.
    room: Option<Arc<Semaphore>>,
    pub(super) keep_going: Option<KeepGoing<E>>,
    /// Of the group's task.
    waker: Option<Waker>,
}

enum Phase {
    /// It stands in no list.
    Free,
    /// It stands in a list, and has not been started.
    Listed,
    Running(Runtime),
    /// It has been interrupted.
    Stopped,
    /// The same, and its members have been aborted.
    Aborted,
}

/// Where members are run.
#[derive(Clone)]
struct Runtime {
    handle: Handle,
    spans: MemberSpans,
}

/// A member that was added before the set was started. It does not hold the set, which holds it.
struct Unstarted<E> {
    key: u64,
    #[expect(clippy::type_complexity, reason = "spelled out here, once")]
    begin: Box<dyn FnOnce(&Arc<Shared<E>>, &Runtime) -> AbortHandle + Send>,
}

struct Entry {
    name: Cow<'static, str>,
    /// Its signal is also set when it leaves, since it may have passed it on.
    stop: StopOnDrop,
    /// `None` until its task has begun.
    abort: Option<AbortHandle>,
}

/// The function of `ActorSet::keep_going`.
pub(super) struct KeepGoing<E>(pub(super) Arc<OnFailure<E>>);

type OnFailure<E> = dyn Fn(&str, End<&E>) + Send + Sync;

impl<E> Clone for KeepGoing<E> {
    fn clone(&self) -> Self {
        KeepGoing(self.0.clone())
    }
}

/// How a member has left.
pub(super) enum Left<E> {
    Ok,
    Failed(E),
    Panicked(Caught),
    /// Its task was aborted: by its set, or by its runtime.
    Aborted,
}

/// A member that has failed.
pub(super) struct Failure<E> {
    pub(super) name: Cow<'static, str>,
    pub(super) left: Left<E>,
}

impl<E> Shared<E> {
    pub(super) fn new() -> Self {
        Shared(Mutex::new(State {
            phase: Phase::Free,
            entries: BTreeMap::new(),
            next_key: 0,
            unstarted: Vec::new(),
            failures: VecDeque::new(),
            room: None,
            keep_going: None,
            waker: None,
        }))
    }

    pub(super) fn lock(&self) -> MutexGuard<'_, State<E>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Asks the members with such a name to stop. Returns how many there are.
    pub(super) fn stop(&self, is_meant: impl Fn(&str) -> bool) -> usize {
        let mut state = self.lock();
        let meant = state.entries.values_mut().filter(|entry| is_meant(&entry.name));
        let stops: Vec<_> = meant.map(|entry| entry.stop.handle()).collect();
        drop(state);
        stop_all(&stops);
        stops.len()
    }

    /// Waits until the set has ended. Wakes the task also for each failure, and moves those that there are to `failures`.
    pub(super) fn poll_ended(&self, failures: &mut VecDeque<Failure<E>>, cx: &Context<'_>) -> Poll<()> {
        let mut state = self.lock();
        if !state.waits_with(cx.waker()) {
            drop(state);
            let waker = cx.waker().clone();
            state = self.lock();
            let old = state.waker.replace(waker);
            drop(state);
            drop(old);
            // Something may have come since the lock was released.
            state = self.lock();
        }
        failures.append(&mut state.failures);
        if state.has_ended() { Poll::Ready(()) } else { Poll::Pending }
    }

    /// Interrupts the set.
    ///
    /// # Panics
    ///
    /// If a waker panics: when all members have been asked to stop.
    pub(super) fn interrupt(&self) {
        let mut state = self.lock();
        let unstarted = state.close(Phase::Stopped);
        let stops: Vec<_> = state.entries.values_mut().map(|entry| entry.stop.handle()).collect();
        drop(state);
        drop(unstarted);
        stop_all(&stops);
    }

    /// Aborts all members. Returns whether none is left that is to be joined.
    pub(super) fn abort(&self) -> bool {
        let mut state = self.lock();
        let unstarted = state.close(Phase::Aborted);
        let aborts: Vec<_> = state.entries.values().filter_map(|entry| entry.abort.clone()).collect();
        drop(state);
        drop(unstarted);
        aborts.iter().for_each(AbortHandle::abort);
        self.lock().has_ended()
    }

    /// A member, whose future has been dropped, leaves the set.
    pub(super) fn leave(&self, key: u64, left: Left<E>) {
        let mut state = self.lock();
        let mut failure = state.failure(key, left);
        if let (Some(KeepGoing(f)), Some(_)) = (state.keep_going.clone(), &failure) {
            drop(state);
            failure = failure.and_then(|failure| failure.report(&*f));
            state = self.lock();
        }
        let entry = state.entries.remove(&key);
        let is_news = failure.is_some() || state.has_ended();
        state.failures.extend(failure);
        let waker = if is_news { state.waker.take() } else { None };
        drop(state);
        drop(entry);
        if let Some(waker) = waker {
            waker.wake();
        }
    }
}

impl<E: Send + 'static> Shared<E> {
    /// Enters a member and begins it, or leaves that to the start of the set.
    pub(super) fn add<F: Future<Output = Result<(), E>> + Send + 'static>(
        this: &Arc<Self>,
        name: Cow<'static, str>,
        seat: Option<OwnedSemaphorePermit>,
        member: impl FnOnce(Stop) -> Member<E, F>,
    ) -> Result<(), Refused> {
        let mut stop = StopOnDrop::new();
        let mut member = member(stop.handle());
        let mut state = this.lock();
        if state.is_closed() {
            drop(state);
            return Err(Refused::Stopped);
        }
        let key = state.next_key;
        state.next_key += 1;
        state.entries.insert(key, Entry { name: name.clone(), stop, abort: None });
        let runtime = match &state.phase {
            Phase::Running(runtime) => Some(runtime.clone()),
            _ => None,
        };
        let begin = move |this: &Arc<Self>, runtime: &Runtime| {
            member.enter(Place { shared: this.clone(), key, seat });
            runtime.spawn(&name, member)
        };
        let Some(runtime) = runtime else {
            state.unstarted.push(Unstarted { key, begin: Box::new(begin) });
            return Ok(());
        };
        drop(state);
        let abort = begin(this, &runtime);
        this.lock().began(key, abort);
        Ok(())
    }

    /// The set, which is called `name`, is started on the runtime of the caller.
    pub(super) fn start(this: &Arc<Self>, name: &str) {
        let runtime = Runtime { handle: Handle::current(), spans: MemberSpans::of(name) };
        let mut state = this.lock();
        let unstarted = mem::take(&mut state.unstarted);
        state.phase = Phase::Running(runtime.clone());
        drop(state);
        for Unstarted { key, begin } in unstarted {
            let abort = begin(this, &runtime);
            this.lock().began(key, abort);
        }
    }
}

impl Runtime {
    fn spawn<E: Send + 'static, F>(&self, name: &str, member: Member<E, F>) -> AbortHandle
    where
        F: Future<Output = Result<(), E>> + Send + 'static,
    {
        self.handle.spawn(self.spans.enter(name, member)).abort_handle()
    }
}

impl<E> State<E> {
    pub(super) fn len(&self) -> usize {
        self.entries.len()
    }

    pub(super) fn names(&self) -> impl Iterator<Item = &str> {
        self.entries.values().map(|entry| &*entry.name)
    }

    /// It stands in a list from now on. Returns whether it is the first.
    pub(super) fn list(&mut self) -> bool {
        let is_first = matches!(self.phase, Phase::Free);
        if is_first {
            self.phase = Phase::Listed;
        }
        is_first
    }

    /// What is to be asked for room, if anything is, before a member is added.
    pub(super) fn room(&self) -> Result<Option<Arc<Semaphore>>, Refused> {
        if self.is_closed() { Err(Refused::Stopped) } else { Ok(self.room.clone()) }
    }

    pub(super) fn set_limit(&mut self, members: usize) {
        self.room = Some(Arc::new(Semaphore::new(members.min(Semaphore::MAX_PERMITS))));
    }

    /// Whether it wakes this task.
    fn waits_with(&self, waker: &Waker) -> bool {
        self.waker.as_ref().is_some_and(|own| own.will_wake(waker))
    }

    /// Whether members are refused.
    fn is_closed(&self) -> bool {
        matches!(self.phase, Phase::Stopped | Phase::Aborted)
    }

    /// Refuses members from now on. Returns what is left of those that have not begun, to be dropped.
    fn close(&mut self, phase: Phase) -> Vec<(Option<Entry>, Unstarted<E>)> {
        self.phase = phase;
        if let Some(room) = &self.room {
            room.close();
        }
        let unstarted = mem::take(&mut self.unstarted);
        unstarted.into_iter().map(|one| (self.entries.remove(&one.key), one)).collect()
    }

    /// A member has begun. It may have left by now; and if it has come too late for `abort`, it is aborted here.
    fn began(&mut self, key: u64, abort: AbortHandle) {
        if let Some(entry) = self.entries.get_mut(&key) {
            if matches!(self.phase, Phase::Aborted) {
                abort.abort();
            }
            entry.abort = Some(abort);
        }
    }

    fn has_ended(&self) -> bool {
        self.is_closed() && self.entries.is_empty()
    }

    /// The failure of a member that leaves, if it is one. Those that the set aborts have not failed.
    fn failure(&self, key: u64, left: Left<E>) -> Option<Failure<E>> {
        let is_failure = match &left {
            Left::Ok => false,
            Left::Failed(_) | Left::Panicked(_) => true,
            Left::Aborted => !matches!(self.phase, Phase::Aborted),
        };
        let name = self.entries.get(&key)?.name.clone();
        is_failure.then_some(Failure { name, left })
    }
}

impl<E> Failure<E> {
    /// Passes it to the function of `keep_going`. Returns it where that panics.
    fn report(self, f: &OnFailure<E>) -> Option<Self> {
        let end = match &self.left {
            Left::Ok => return None,
            Left::Failed(error) => End::Failed(error),
            Left::Panicked(caught) => End::Panicked(caught.message()),
            Left::Aborted => End::Dropped,
        };
        let caught = catch(|| f(&self.name, end)).err()?;
        Some(Failure { name: self.name, left: Left::Panicked(caught) })
    }
}

/// Sets all, even if a waker panics. The first panic is resumed.
fn stop_all(stops: &[Stop]) {
    let mut first = None;
    for stop in stops {
        if let Err(caught) = catch(|| stop.stop()) {
            first.get_or_insert(caught);
        }
    }
    if let Some(caught) = first {
        caught.resume();
    }
}

impl<E> fmt::Debug for Shared<E> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Shared").finish_non_exhaustive()
    }
}
