//! What the actors of a group do: the same, whoever runs them.

use std::{
    fmt,
    future::Future,
    hint::black_box,
    pin::Pin,
    sync::{
        Arc, Mutex,
        atomic::{AtomicUsize, Ordering},
    },
    task::{Context, Poll, ready},
};

use run_group::{Cause, Interrupt};
use tokio::sync::mpsc;
use tokio_util::sync::CancellationToken;

use crate::{
    clock,
    signal::{End, Signal},
};

/// The error of an actor. None fails here, but each may.
#[derive(Debug)]
pub struct Broken;

impl fmt::Display for Broken {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("broken")
    }
}

impl std::error::Error for Broken {}

/// The first error, with the name of its actor.
#[derive(Debug)]
#[expect(dead_code, reason = "it is what one would print")]
pub struct Failure {
    pub actor: &'static str,
    pub error: Broken,
}

pub trait Work: Clone + Send + Sync + 'static {
    /// What makes an actor end, and what `run_group!` takes as an interrupt.
    type Stop: Stop + Interrupt<Broken> + Send + 'static;

    fn actor(&self, index: usize) -> impl Future<Output = Result<(), Broken>> + Send + 'static + use<Self>;
    fn stop(&self, index: usize) -> Self::Stop;

    /// Whether it is the one that is the first to end. It is the last that is written: so whoever stops to poll at the
    /// first that has ended has polled all of them, too.
    fn is_last(&self, index: usize) -> bool;
}

pub trait Stop {
    fn stop(self);
}

impl Stop for &Signal {
    fn stop(self) {
        Signal::stop(self);
    }
}

/// Whether the clock is read: it runs while an actor wakes itself, once the group has lived for a while, and is started
/// when an actor ends by itself.
pub const TIMED: bool = true;
pub const UNTIMED: bool = false;

/// How often an actor wakes itself while the clock runs.
pub const WAKES: u32 = 1_000;

/// Each waits on its own signal; the last wakes itself so many times before.
#[derive(Clone, Copy, Debug)]
pub struct Waits<const CLOCK: bool> {
    pub signals: &'static [Signal],
    pub wakes: u32,
}

impl<const CLOCK: bool> Work for Waits<CLOCK> {
    type Stop = &'static Signal;

    #[expect(refining_impl_trait, reason = "its size is asked for")]
    fn actor(&self, index: usize) -> Waiter<CLOCK> {
        Waiter { signal: &self.signals[index], wakes: if self.is_last(index) { self.wakes } else { 0 } }
    }

    fn stop(&self, index: usize) -> &'static Signal {
        &self.signals[index]
    }

    fn is_last(&self, index: usize) -> bool {
        index + 1 == self.signals.len()
    }
}

#[derive(Debug)]
pub struct Waiter<const CLOCK: bool> {
    signal: &'static Signal,
    wakes: u32,
}

impl<const CLOCK: bool> Future for Waiter<CLOCK> {
    type Output = Result<(), Broken>;

    fn poll(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Self::Output> {
        if self.wakes > 0 {
            if CLOCK && self.wakes == WAKES {
                clock::start();
            }
            self.wakes -= 1;
            if CLOCK && self.wakes == 0 {
                clock::stop();
            }
            cx.waker().wake_by_ref();
            return Poll::Pending;
        }
        let end = ready!(self.signal.poll(cx));
        if CLOCK && end == End::Over {
            clock::start();
        }
        Poll::Ready(Ok(()))
    }
}

/// All wait on clones of one token, but for the last, which does what it does in another work.
#[derive(Clone, Debug)]
pub struct Token<W> {
    pub token: CancellationToken,
    pub last: W,
}

impl<W: Work> Work for Token<W> {
    type Stop = Cancel;

    fn actor(&self, index: usize) -> impl Future<Output = Result<(), Broken>> + Send + 'static + use<W> {
        let (last, token) = (self.is_last(index).then(|| self.last.actor(index)), self.token.clone());
        async move {
            match last {
                Some(last) => last.await,
                None => {
                    token.cancelled().await;
                    Ok(())
                }
            }
        }
    }

    fn stop(&self, index: usize) -> Cancel {
        // One call tells all.
        Cancel((index == 0).then(|| self.token.clone()))
    }

    fn is_last(&self, index: usize) -> bool {
        self.last.is_last(index)
    }
}

#[derive(Debug)]
pub struct Cancel(Option<CancellationToken>);

impl Stop for Cancel {
    fn stop(self) {
        if let Some(token) = self.0 {
            token.cancel();
        }
    }
}

impl<E> Interrupt<E> for Cancel {
    fn interrupt(self, _: &Cause<'_, E>) {
        self.stop();
    }
}

/// What is sent to an actor.
#[derive(Clone, Copy, Debug)]
pub enum Message {
    Work(u64),
    Stop,
}

/// Each reads a channel of its own, and ends when it is told so there.
#[derive(Clone, Debug)]
pub struct Reads {
    channels: Arc<[Channel]>,
    ended: Arc<AtomicUsize>,
}

#[derive(Debug)]
struct Channel {
    sender: mpsc::Sender<Message>,
    receiver: Mutex<Option<mpsc::Receiver<Message>>>,
}

impl Reads {
    pub fn new(count: usize) -> Self {
        let channel = |_| {
            let (sender, receiver) = mpsc::channel(4);
            Channel { sender, receiver: Mutex::new(Some(receiver)) }
        };
        Reads { channels: (0..count).map(channel).collect(), ended: Arc::default() }
    }

    pub fn send(&self, index: usize, message: Message) {
        self.channels[index].sender.try_send(message).expect("the last one has been read");
    }

    /// Whether everything that was sent to that actor has been read.
    pub fn is_served(&self, index: usize) -> bool {
        let sender = &self.channels[index].sender;
        sender.capacity() == sender.max_capacity()
    }

    /// How many actors have ended by themselves, and were not dropped.
    pub fn ended(&self) -> usize {
        self.ended.load(Ordering::Relaxed)
    }
}

impl Work for Reads {
    type Stop = Tell;

    fn actor(&self, index: usize) -> impl Future<Output = Result<(), Broken>> + Send + 'static + use<> {
        let mut receiver = self.channels[index].receiver.lock().expect("nobody panics").take().expect("made once");
        let ended = self.ended.clone();
        async move {
            let mut sum = 0_u64;
            while let Some(Message::Work(number)) = receiver.recv().await {
                sum = sum.wrapping_add(number);
            }
            black_box(sum);
            ended.fetch_add(1, Ordering::Relaxed);
            Ok(())
        }
    }

    fn stop(&self, index: usize) -> Tell {
        Tell(self.channels[index].sender.clone())
    }

    fn is_last(&self, index: usize) -> bool {
        index + 1 == self.channels.len()
    }
}

#[derive(Debug)]
pub struct Tell(mpsc::Sender<Message>);

impl Stop for Tell {
    fn stop(self) {
        // It may have ended.
        _ = self.0.try_send(Message::Stop);
    }
}

impl<E> Interrupt<E> for Tell {
    fn interrupt(self, _: &Cause<'_, E>) {
        self.stop();
    }
}
