//! Each actor reads a channel of its own, and ends when a message says so.

use std::{
    future::Future,
    hint::black_box,
    sync::{
        Arc, Mutex,
        atomic::{AtomicUsize, Ordering},
    },
};

use run_group::{Cause, Interrupt};
use tokio::sync::mpsc;

use super::{Broken, Stop, Work};

/// What is sent to an actor.
#[derive(Clone, Copy, Debug)]
pub enum Message {
    Work(u64),
    Stop,
}

#[derive(Clone, Debug)]
pub struct Channels {
    channels: Arc<[Channel]>,
    ended: Arc<AtomicUsize>,
}

#[derive(Debug)]
struct Channel {
    sender: mpsc::Sender<Message>,
    receiver: Mutex<Option<mpsc::Receiver<Message>>>,
}

impl Channels {
    pub fn new(count: usize) -> Self {
        let channel = |_| {
            let (sender, receiver) = mpsc::channel(4);
            Channel { sender, receiver: Mutex::new(Some(receiver)) }
        };
        Channels { channels: (0..count).map(channel).collect(), ended: Arc::default() }
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

impl Work for Channels {
    type Stop = SendStop;

    fn actor(&self, index: usize) -> impl Future<Output = Result<(), Broken>> + Send + 'static + use<> {
        let mut receiver = self.channels[index].receiver.lock().expect("no actor panics").take().expect("made once");
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

    fn stop(&self, index: usize) -> SendStop {
        SendStop(self.channels[index].sender.clone())
    }

    fn is_last(&self, index: usize) -> bool {
        index + 1 == self.channels.len()
    }
}

#[derive(Debug)]
pub struct SendStop(mpsc::Sender<Message>);

impl Stop for SendStop {
    fn stop(self) {
        // It may have ended.
        _ = self.0.try_send(Message::Stop);
    }
}

impl<E> Interrupt<E> for SendStop {
    fn interrupt(self, _: &Cause<'_, E>) {
        self.stop();
    }
}
