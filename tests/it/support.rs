//! What the tests share: a log, actors that follow a script poll by poll, wakers that count.

use std::{
    any::Any,
    cell::{Cell, RefCell},
    collections::{BTreeMap, VecDeque},
    fmt::Display,
    future::{Future, poll_fn},
    marker::PhantomPinned,
    panic::{AssertUnwindSafe, catch_unwind},
    pin::{Pin, pin},
    sync::{
        Arc, Mutex, MutexGuard, PoisonError,
        atomic::{AtomicUsize, Ordering},
        mpsc,
    },
    task::{Context, Poll, Wake, Waker},
    time::Duration,
};

use run_group::Error;

/// What happened, in order. All clones are the same log; it may cross threads.
#[derive(Clone, Default)]
pub struct Log(Arc<Mutex<Vec<String>>>);

impl Log {
    pub fn new() -> Self {
        Log::default()
    }

    pub fn say(&self, event: impl Display) {
        let event = event.to_string();
        self.events().push(event);
    }

    /// Everything said since the log was last taken.
    pub fn take(&self) -> Vec<String> {
        std::mem::take(&mut *self.events())
    }

    /// Takes everything, and compares it.
    #[track_caller]
    pub fn expect(&self, expected: &[&str]) {
        assert_eq!(self.take(), expected);
    }

    /// How often it was said. Takes nothing.
    pub fn count(&self, event: &str) -> usize {
        self.events().iter().filter(|said| *said == event).count()
    }

    fn events(&self) -> MutexGuard<'_, Vec<String>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// What a scripted actor does in one poll.
#[derive(Clone, Debug)]
pub enum Step {
    /// `Pending`, and nobody will wake it.
    Pending,
    /// `Pending`, and woken at once.
    Yield,
    /// `Pending` until the flag is set. The poll that sees it set goes on with the next step.
    Until(Flag),
    Ok,
    Err(&'static str),
    Panic(&'static str),
}

/// An actor that follows its script, one step a poll, and is pending for ever behind it. It says `poll x` at every
/// poll and `drop x` when it is dropped.
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
    /// Panics when it is dropped, after it has said so.
    pub fn drop_panics(mut self, message: &'static str) -> Self {
        self.drop_panics = Some(message);
        self
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

/// Actors that wait until they are told, each by its name: `x: crew.waits("x") => { crew.tell("x") }`.
#[derive(Default)]
pub struct Crew {
    pub log: Log,
    flags: RefCell<BTreeMap<&'static str, Flag>>,
}

impl Crew {
    pub fn new() -> Self {
        Crew::default()
    }

    /// An actor that ends well in the first poll behind its interrupt.
    pub fn waits(&self, name: &'static str) -> Script {
        self.then(name, [Step::Ok])
    }

    /// An actor that follows its script from when it is told.
    pub fn then(&self, name: &'static str, steps: impl IntoIterator<Item = Step>) -> Script {
        script(name, &self.log, [Step::Until(self.flag(name))].into_iter().chain(steps))
    }

    /// Says `stop x`, and tells it.
    pub fn tell(&self, name: &'static str) {
        self.log.say(format_args!("stop {name}"));
        self.flag(name).set();
    }

    fn flag(&self, name: &'static str) -> Flag {
        self.flags.borrow_mut().entry(name).or_default().clone()
    }
}

/// Something that is set once, and wakes the last who waited for it. All clones are the same flag.
#[derive(Clone, Debug, Default)]
pub struct Flag(Arc<Mutex<(bool, Option<Waker>)>>);

impl Flag {
    pub fn new() -> Self {
        Flag::default()
    }

    pub fn set(&self) {
        let mut flag = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        flag.0 = true;
        let waker = flag.1.take();
        drop(flag);
        if let Some(waker) = waker {
            waker.wake();
        }
    }

    pub fn is_set(&self) -> bool {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).0
    }

    fn wait(&self, cx: &Context<'_>) -> bool {
        let mut flag = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        if !flag.0 {
            flag.1 = Some(cx.waker().clone());
        }
        flag.0
    }
}

/// Says `drop x` when it is dropped.
pub struct DetectDrop(pub &'static str, pub Log);

impl Drop for DetectDrop {
    fn drop(&mut self) {
        self.1.say(format_args!("drop {}", self.0));
    }
}

/// Panics with its message when it is dropped.
pub struct PanicOnDrop(pub &'static str);

impl Drop for PanicOnDrop {
    fn drop(&mut self) {
        panic!("{}", self.0);
    }
}

/// Counts how often it was woken.
#[derive(Debug, Default)]
pub struct Wakes(AtomicUsize);

impl Wakes {
    pub fn new() -> Arc<Self> {
        Arc::default()
    }

    /// How often it was woken since it was last asked.
    pub fn take(&self) -> usize {
        self.0.swap(0, Ordering::SeqCst)
    }
}

impl Wake for Wakes {
    fn wake(self: Arc<Self>) {
        self.0.fetch_add(1, Ordering::SeqCst);
    }
}

/// A waker, and how often it was woken.
pub fn counting_waker() -> (Arc<Wakes>, Waker) {
    let wakes = Wakes::new();
    (wakes.clone(), wakes.into())
}

pub fn poll_once<F: Future + ?Sized>(future: Pin<&mut F>, waker: &Waker) -> Poll<F::Output> {
    future.poll(&mut Context::from_waker(waker))
}

/// Polls a future on this thread, once and then whenever it was woken, to its end.
///
/// # Panics
///
/// If it is pending and was not woken: nobody would ever poll it again.
#[track_caller]
pub fn drive<F: Future>(future: F) -> F::Output {
    let mut future = pin!(future);
    let (woken, waker) = counting_waker();
    loop {
        if let Poll::Ready(output) = poll_once(future.as_mut(), &waker) {
            return output;
        }
        assert!(woken.take() > 0, "it is pending, and nobody will wake it");
    }
}

/// Polls a future on this thread whenever another thread has woken it, to its end.
///
/// # Panics
///
/// If nobody wakes it for so long that nobody ever will.
#[track_caller]
pub fn drive_beside_threads<F: Future>(future: F) -> F::Output {
    struct Sends(mpsc::Sender<()>);

    impl Wake for Sends {
        fn wake(self: Arc<Self>) {
            let _ = self.0.send(());
        }
    }

    let mut future = pin!(future);
    let (wake, woken) = mpsc::channel();
    let waker = Waker::from(Arc::new(Sends(wake)));
    loop {
        if let Poll::Ready(output) = poll_once(future.as_mut(), &waker) {
            return output;
        }
        let woken = woken.recv_timeout(Duration::from_secs(30));
        assert!(woken.is_ok(), "it is pending, and nobody wakes it");
    }
}

/// The panic that `f` ends with.
///
/// # Panics
///
/// If it does not panic.
#[track_caller]
pub fn panic_of<T>(f: impl FnOnce() -> T) -> Box<dyn Any + Send> {
    match catch_unwind(AssertUnwindSafe(f)) {
        Ok(_) => panic!("it did not panic"),
        Err(payload) => payload,
    }
}

/// What the panic that `f` ends with says.
///
/// # Panics
///
/// If it does not panic, or its payload is no text.
#[track_caller]
pub fn panic_text<T>(f: impl FnOnce() -> T) -> String {
    let payload = panic_of(f);
    match payload.downcast::<String>() {
        Ok(text) => *text,
        Err(payload) => (*payload.downcast::<&str>().expect("a payload that is text")).to_owned(),
    }
}

/// A `!Unpin` future that panics if it is moved after its first poll, also when it is dropped elsewhere.
pub struct PinCheck<F> {
    inner: RefCell<F>,
    address: Cell<Option<usize>>,
    _pinned: PhantomPinned,
}

impl<F: Future + Unpin> PinCheck<F> {
    pub fn new(inner: F) -> Self {
        PinCheck { inner: RefCell::new(inner), address: Cell::new(None), _pinned: PhantomPinned }
    }
}

impl<F> PinCheck<F> {
    fn here(&self) -> usize {
        std::ptr::from_ref(self).addr()
    }
}

impl<F: Future + Unpin> Future for PinCheck<F> {
    type Output = F::Output;

    fn poll(self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<F::Output> {
        let here = self.here();
        let first = self.address.get().unwrap_or(here);
        assert_eq!(first, here, "polled elsewhere than at its first poll");
        self.address.set(Some(here));
        Pin::new(&mut *self.inner.borrow_mut()).poll(cx)
    }
}

impl<F> Drop for PinCheck<F> {
    fn drop(&mut self) {
        if let Some(first) = self.address.get() {
            // A second panic while one is under way would abort, and say less.
            assert!(std::thread::panicking() || first == self.here(), "dropped elsewhere than at its first poll");
        }
    }
}

/// What a poll that must be the last one gave.
///
/// # Panics
///
/// If it is pending.
#[track_caller]
pub fn ready<T>(poll: Poll<T>) -> T {
    match poll {
        Poll::Ready(output) => output,
        Poll::Pending => panic!("it is pending"),
    }
}

/// An error and its others, one a line: `a failed: e`, `b panicked: boom`. What is no actor's is `-`.
pub fn failures<E: Display>(error: &Error<E>) -> Vec<String> {
    let line = |error: &Error<E>| format!("{} {}", error.actor().unwrap_or("-"), error.end());
    std::iter::once(error).chain(error.others()).map(line).collect()
}

/// Polls once, for those who do not ask who was woken.
pub fn poll<F: Future + ?Sized>(future: Pin<&mut F>) -> Poll<F::Output> {
    poll_once(future, Waker::noop())
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
