//! A configuration that is read again on SIGHUP, also while the service drains.
//!
//! Without a listener SIGHUP kills the process. So the one here exists before the group does, and until it has returned.
//!
//! Interrupts:
//!
//! - `reload` outlives all others, so that it reloads while they drain: an operator may shorten a limit then. Between
//!   two signals it holds nothing, so it is dropped. It waits for a signal without a runtime; where reading blocks for
//!   long, make it a `thread` that calls `blocking_next()`, and end that by a message.
//! - `service` is interrupted through `|stop|`, and gets each new configuration through a `watch` channel.
//! - `signals` listens for what ends the group, and not for SIGHUP. It holds nothing, so it is dropped.
//!
//! A configuration that cannot be read is logged, and the old one stays: a typo must not end the service. The first one
//! is read before the group, where an error ends it.
//!
//! Not covered: a service manager that wants to know (`Type=notify-reload`): send `RELOADING=1` before, as in
//! [`sd_notify`](crate::sd_notify). And a process that is started with SIGHUP ignored, by `nohup`, hears none.

use run_group::{AnyError, Signal, Stop, run_group, signal};
use tokio::sync::watch::{self, Receiver};

/// Runs a service with the configuration that `read` gives, until the process is asked to stop.
pub async fn run<C, F: Future<Output = Result<(), AnyError>>>(
    read: impl Fn() -> Result<C, AnyError>,
    service: impl FnOnce(Receiver<C>, Stop) -> F,
) -> Result<(), AnyError> {
    // From here on SIGHUP does not kill the process.
    let hangups = signal::listen([Signal::Hangup]);
    let (config, current) = watch::channel(read()?);
    run_group! {
        #[outlives(..)]
        reload:  async {
            loop {
                hangups.next().await;
                match read() {
                    Ok(new) => _ = config.send_replace(new),
                    Err(error) => tracing::error!("the old configuration stays: {error:?}"),
                }
            }
        } => drop,
        service: |stop| service(current, stop),
        signals: signal::shutdown(),
    }
    .await?;
    Ok(())
}

#[cfg(test)]
mod tests {
    use std::sync::{Arc, Mutex};

    use tokio::{
        sync::{
            mpsc::{UnboundedReceiver, unbounded_channel},
            oneshot,
        },
        task::JoinHandle,
    };

    use super::*;
    use crate::support::{Alone, alone, soon};

    /// A service whose drain lasts until it is let go, and its configuration, a number.
    struct Service {
        file: Arc<Mutex<&'static str>>,
        reads: UnboundedReceiver<()>,
        current: Receiver<u32>,
        drains: oneshot::Receiver<()>,
        let_go: oneshot::Sender<()>,
        ended: JoinHandle<Result<(), AnyError>>,
    }

    impl Service {
        async fn start() -> Self {
            let file = Arc::new(Mutex::new("1"));
            let (tell, current) = oneshot::channel();
            let (drain, drains) = oneshot::channel();
            let (let_go, gone) = oneshot::channel();
            let (read, mut reads) = unbounded_channel();
            let reading = file.clone();
            let ended = tokio::spawn(run(
                move || {
                    read.send(())?;
                    Ok(reading.lock().unwrap().parse()?)
                },
                async move |current, stop| {
                    tell.send(current).unwrap();
                    stop.stopped().await;
                    drain.send(()).unwrap();
                    Ok(gone.await?)
                },
            ));
            let current = soon(current).await.unwrap();
            reads.recv().await;
            Service { file, reads, current, drains, let_go, ended }
        }

        /// What the configuration is after a SIGHUP.
        async fn reload(&mut self, alone: &Alone, text: &'static str) -> u32 {
            *self.file.lock().unwrap() = text;
            alone.hang_up();
            soon(self.current.changed()).await.unwrap();
            *self.current.borrow_and_update()
        }
    }

    /// Under `nohup`, SIGHUP stays ignored, and there is nothing to test.
    fn hears_hangups() -> bool {
        let status = std::fs::read_to_string("/proc/self/status").unwrap_or_default();
        let ignored = status.lines().find_map(|line| line.strip_prefix("SigIgn:"));
        let hears = ignored.is_none_or(|set| u64::from_str_radix(set.trim(), 16).unwrap() & 1 == 0);
        if !hears {
            eprintln!("not run: this process ignores SIGHUP");
        }
        hears
    }

    #[tokio::test]
    async fn it_is_read_again_during_the_drain_too() {
        if !hears_hangups() {
            return;
        }
        let alone = alone().await;
        let mut service = Service::start().await;
        assert_eq!(service.reload(&alone, "2").await, 2);

        alone.terminate();
        soon(&mut service.drains).await.unwrap();

        assert_eq!(service.reload(&alone, "3").await, 3);
        service.let_go.send(()).unwrap();
        soon(service.ended).await.unwrap().unwrap();
    }

    #[tokio::test]
    async fn one_that_cannot_be_read_ends_nothing() {
        if !hears_hangups() {
            return;
        }
        let alone = alone().await;
        let mut service = Service::start().await;

        *service.file.lock().unwrap() = "two";
        alone.hang_up();
        soon(service.reads.recv()).await.unwrap();

        assert_eq!(service.reload(&alone, "3").await, 3);
        alone.terminate();
        service.let_go.send(()).unwrap();
        soon(service.ended).await.unwrap().unwrap();
    }
}
