//! What the handles of a set, its members and the group share.

use core::{
    fmt, mem,
    task::{Context, Poll, Waker},
};
use std::{
    borrow::Cow,
    boxed::Box,
    collections::VecDeque,
    sync::{Arc, Mutex, MutexGuard, OnceLock, PoisonError},
    vec::Vec,
};

use tokio::{
    runtime::Handle,
    sync::{OwnedSemaphorePermit, Semaphore},
    task::{AbortHandle, JoinHandle},
};

use crate::{
    adapters::tokio::actor_set::{
        entries::{Entries, Entry, Key},
        member::{Entered, Member, Place},
        refused::NoPlace,
    },
    observe::trace::{self, MemberSpans},
    outcome::{
        end::End,
        panic::{Caught, catch},
    },
    sync::stop::{Stop, StopOnDrop},
};

/// What the handles of a set, its members and the group share.
///
/// Wakers, members and `keep_going` are foreign code, which may call back: none is called or dropped under the lock.
pub(super) struct Shared<E> {
    state: Mutex<State<E>>,
    /// Set when the set is started.
    runtime: OnceLock<Runtime>,
}

/// Invariants:
///
/// 1. `entries` has the members whose futures have not been dropped, from before they are made. Those that wait for the start of the
///    set are in `unstarted`, too.
/// 2. No member is entered in the phases `Stopped` and `Aborted`. So once `entries` is empty then, it stays so.
/// 3. A failure is added to `failures` in the moment in which its member leaves `entries`. So where that is empty, none is missing.
pub(super) struct State<E> {
    phase: Phase,
    pub(super) entries: Entries,
    unstarted: Vec<Unstarted<E>>,
    failures: VecDeque<Failure<E>>,
    /// Room for members, in a set with a limit. Closed when the set is interrupted.
    room: Option<Arc<Semaphore>>,
    pub(super) keep_going: Option<KeepGoing<E>>,
    /// Of the group's task.
    waker: Option<Waker>,
}

#[derive(Clone, Copy)]
enum Phase {
    /// It stands in no list.
    Free,
    /// It stands in a list, and has not been started.
    Listed,
    Running,
    /// It has been interrupted.
    Stopped,
    /// The same, and its members have been aborted.
    Aborted,
}

/// Where members are run.
pub(super) struct Runtime {
    handle: Handle,
    spans: MemberSpans,
}

/// A member that was added before the set was started. It does not hold the set, which holds it.
struct Unstarted<E> {
    key: Key,
    #[expect(clippy::type_complexity, reason = "spelled out here, once")]
    begin: Box<dyn FnOnce(&Arc<Shared<E>>, &Runtime) + Send>,
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
        let state = State {
            phase: Phase::Free,
            entries: Entries::default(),
            unstarted: Vec::new(),
            failures: VecDeque::new(),
            room: None,
            keep_going: None,
            waker: None,
        };
        Shared { state: Mutex::new(state), runtime: OnceLock::new() }
    }

    /// `None` until the set is started.
    pub(super) fn runtime(&self) -> Option<&Runtime> {
        self.runtime.get()
    }

    pub(super) fn lock(&self) -> MutexGuard<'_, State<E>> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Asks the members with such a name to stop. Returns how many there are.
    pub(super) fn stop(&self, is_meant: impl Fn(&str) -> bool) -> usize {
        let stops = self.lock().entries.in_order(|entry| is_meant(&entry.name).then(|| entry.stop.handle()));
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
        let stops = state.entries.in_order(|entry| Some(entry.stop.handle()));
        drop(state);
        drop(unstarted);
        stop_all(&stops);
    }

    /// Aborts all members. Returns whether none is left that is to be joined.
    pub(super) fn abort(&self) -> bool {
        let mut state = self.lock();
        let unstarted = state.close(Phase::Aborted);
        let aborts = state.entries.in_order(|entry| entry.task.as_ref().map(JoinHandle::abort_handle));
        drop(state);
        drop(unstarted);
        aborts.iter().for_each(AbortHandle::abort);
        self.lock().has_ended()
    }

    /// A member, whose future has been dropped, leaves the set.
    pub(super) fn leave(&self, key: Key, left: Left<E>) {
        let mut state = self.lock();
        let mut failed = state.is_failure(&left).then_some(left);
        if failed.is_some() && state.keep_going.is_some() {
            let name = state.entries.get_mut(key).map(|entry| entry.name.clone()).unwrap_or_default();
            let keep_going = state.keep_going.clone();
            drop(state);
            failed = failed.zip(keep_going).and_then(|(left, KeepGoing(f))| left.report(&name, &*f));
            state = self.lock();
        }
        let mut entry = state.entries.remove(key);
        let is_news = failed.is_some() || state.has_ended();
        if let (Some(left), Some(entry)) = (failed, &mut entry) {
            state.failures.push_back(Failure { name: mem::take(&mut entry.name), left });
        }
        let waker = if is_news { state.waker.take() } else { None };
        drop(state);
        if let Some(waker) = waker {
            waker.wake();
        }
        // Last: if somebody waits for its signal, that may panic.
        drop(entry);
    }

    /// The task of a member has begun. The member may have left by now; and if it has come too late for `abort`, it is aborted here.
    pub(super) fn began(&self, key: Key, task: JoinHandle<()>) {
        let mut state = self.lock();
        let late = matches!(state.phase, Phase::Aborted).then(|| task.abort_handle());
        let task = match state.entries.get_mut(key) {
            Some(entry) => entry.task.replace(task),
            None => Some(task),
        };
        drop(state);
        drop(task);
        if let Some(late) = late {
            late.abort();
        }
    }
}

impl<E: Send + 'static> Shared<E> {
    /// Gives a member a place, before it is made, with this seat or, in a set with a limit, one that is free.
    pub(super) fn enter(
        this: &Arc<Self>,
        name: Cow<'static, str>,
        seat: Option<OwnedSemaphorePermit>,
    ) -> Result<Entered<E>, NoPlace> {
        let mut signal = StopOnDrop::new();
        let stop = signal.handle();
        // The span is called by it.
        let of_span = if trace::ON { name.clone() } else { Cow::default() };
        let mut state = this.lock();
        if state.is_closed() {
            return Err(NoPlace::Stopped);
        }
        let seat = match (&state.room, seat) {
            (Some(room), None) => match room.clone().try_acquire_owned() {
                Ok(seat) => Some(seat),
                Err(_) => return Err(NoPlace::Full { room: room.clone(), name }),
            },
            (_, seat) => seat,
        };
        let key = state.entries.add(name, signal);
        drop(state);
        Ok(Entered { place: Place { shared: this.clone(), key, seat }, stop, name: of_span })
    }

    /// Has this called when the set starts. Gives it back if it has been started or interrupted already.
    pub(super) fn when_started<B>(&self, key: Key, begin: B) -> Option<B>
    where
        B: FnOnce(&Arc<Self>, &Runtime) + Send + 'static,
    {
        let mut state = self.lock();
        if !matches!(state.phase, Phase::Free | Phase::Listed) {
            return Some(begin);
        }
        state.unstarted.push(Unstarted { key, begin: Box::new(begin) });
        None
    }

    /// The set, which is called `name`, is started on the runtime of the caller.
    pub(super) fn start(this: &Arc<Self>, name: &str) {
        let runtime = this.runtime.get_or_init(|| Runtime { handle: Handle::current(), spans: MemberSpans::of(name) });
        let mut state = this.lock();
        let unstarted = mem::take(&mut state.unstarted);
        state.phase = Phase::Running;
        drop(state);
        for Unstarted { begin, .. } in unstarted {
            begin(this, runtime);
        }
    }
}

impl Runtime {
    /// Begins a member, whose span is called by this name.
    pub(super) fn spawn<E: Send + 'static, F>(&self, name: &str, member: Member<E, F>) -> JoinHandle<()>
    where
        F: Future<Output = Result<(), E>> + Send + 'static,
    {
        self.handle.spawn(self.spans.enter(name, member))
    }
}

impl<E> State<E> {
    /// It stands in a list from now on. Returns whether it is the first.
    pub(super) fn list(&mut self) -> bool {
        let is_first = matches!(self.phase, Phase::Free);
        if is_first {
            self.phase = Phase::Listed;
        }
        is_first
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
        unstarted.into_iter().map(|one| (self.entries.remove(one.key), one)).collect()
    }

    fn has_ended(&self) -> bool {
        self.is_closed() && self.entries.is_empty()
    }

    /// Whether a member that leaves so has failed. Those that the set aborts have not.
    fn is_failure(&self, left: &Left<E>) -> bool {
        match left {
            Left::Ok => false,
            Left::Failed(_) | Left::Panicked(_) => true,
            Left::Aborted => !matches!(self.phase, Phase::Aborted),
        }
    }
}

impl<E> Left<E> {
    /// Passes it to the function of `keep_going`. Returns what is a failure all the same: a panic of that.
    fn report(self, name: &str, f: &OnFailure<E>) -> Option<Self> {
        let end = match &self {
            Left::Ok => return None,
            Left::Failed(error) => End::Failed(error),
            Left::Panicked(caught) => End::Panicked(caught.message()),
            Left::Aborted => End::Dropped,
        };
        catch(|| f(name, end)).err().map(Left::Panicked)
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
