//! A flush that blocks: the `shutdown()` of an OpenTelemetry provider, for one.
//!
//! The provider's exporter is a task, and `shutdown()` blocks its thread until that has sent the last spans. Called from
//! an actor, an `async` interrupt, or after the group, it blocks the thread of the runtime. Where there is one thread,
//! and `.run()` makes such a runtime, the task never runs, and the process hangs for ever: no deadline can pass either.
//!
//! Interrupts:
//!
//! - `traces` outlives all others, so that it exports what they record while they stop. It is a thread, which may block.
//!   It first waits for a channel; the interrupt drops the other end, and so the thread goes on to the flush.
//! - `work` is interrupted through `|stop|`.
//! - `signals` holds nothing, so it is dropped.
//!
//! Why an actor, and not a line after the group: its errors count, and the grace bounds it. Why not `spawn_blocking`: a
//! thread that is stuck is detached, but `#[tokio::main]` waits for the threads of its pool when it returns.
//!
//! Not covered: a provider whose exporter has a thread of its own. Its flush may block where it likes to; after `.run()`
//! has returned is the simplest place.

use std::{convert::Infallible, sync::mpsc, time::Duration};

use run_group::{AnyError, Error, Stop, run_group, signal, thread};
use tokio::sync::mpsc::{UnboundedReceiver, UnboundedSender, unbounded_channel};

/// Works until the process is asked to stop, and exports all spans. Both together may take as long as the limit.
pub async fn run(provider: Provider, limit: Duration) -> Result<(), Error> {
    let spans = provider.clone();
    let (unblock, blocked) = mpsc::channel::<Infallible>();
    run_group! {
        #[outlives(..)]
        traces: thread(move || {
            // Ends when the other end is dropped.
            let _ = blocked.recv();
            provider.shutdown()
        }) => { drop(unblock) },
        work:    |stop| work(&spans, stop),
        signals: signal::shutdown(),
    }
    .grace(limit)
    .await
}

async fn work(spans: &Provider, stop: Stop) {
    spans.record("started");
    stop.stopped().await;
    spans.record("stopped");
}

/// Stands in for the provider: a handle of the task that exports.
#[derive(Clone, Debug)]
pub struct Provider(UnboundedSender<Message>);

/// What the exporter is sent.
#[derive(Debug)]
pub enum Message {
    /// To be exported.
    Span(&'static str),
    /// To be answered when all before it is exported.
    Shutdown(mpsc::Sender<()>),
}

impl Provider {
    /// Starts a task that exports with this function.
    pub fn start(export: impl FnMut(&'static str) + Send + 'static) -> Self {
        let (sender, messages) = unbounded_channel();
        tokio::spawn(export_all(messages, export));
        Provider(sender)
    }

    fn record(&self, span: &'static str) {
        // After the shutdown, nobody exports any more.
        let _ = self.0.send(Message::Span(span));
    }

    /// Blocks until all is exported.
    fn shutdown(&self) -> Result<(), AnyError> {
        let (answer, answered) = mpsc::channel();
        self.0.send(Message::Shutdown(answer))?;
        Ok(answered.recv()?)
    }
}

async fn export_all(mut messages: UnboundedReceiver<Message>, mut export: impl FnMut(&'static str)) {
    while let Some(message) = messages.recv().await {
        match message {
            Message::Span(span) => export(span),
            Message::Shutdown(answer) => {
                let _ = answer.send(());
                return;
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use tokio::runtime::Builder;

    use super::*;
    use crate::support::{alone_blocking, on_a_thread, receive};

    /// What becomes of the service, on a runtime of one thread. A test outlives that if it hangs.
    fn start(limit: Duration, export: impl FnMut(&'static str) + Send + 'static) -> mpsc::Receiver<Result<(), Error>> {
        on_a_thread(move || {
            let runtime = Builder::new_current_thread().enable_all().build().unwrap();
            runtime.block_on(async { run(Provider::start(export), limit).await })
        })
    }

    #[test]
    fn all_is_exported_on_a_runtime_of_one_thread() {
        let alone = alone_blocking();
        let (export, exported) = mpsc::channel();
        let service = start(Duration::from_secs(60), move |span| export.send(span).unwrap());
        assert_eq!(receive(&exported).unwrap(), "started");

        alone.terminate();

        receive(&service).unwrap().unwrap();
        assert_eq!(receive(&exported).unwrap(), "stopped");
    }

    #[test]
    fn a_flush_that_is_not_answered_is_given_up() {
        let alone = alone_blocking();
        let (provider, mut messages) = unbounded_channel();
        let service = on_a_thread(move || {
            let runtime = Builder::new_current_thread().enable_all().build().unwrap();
            runtime.block_on(run(Provider(provider), Duration::from_millis(10)))
        });
        assert!(matches!(messages.blocking_recv(), Some(Message::Span("started"))));

        alone.terminate();

        let error = receive(&service).unwrap().unwrap_err();
        assert_eq!(error.stuck(), ["traces"]);
    }
}
