//! tokio-graceful-shutdown.

use std::{fmt, future::Future, time::Duration};

use tokio_graceful_shutdown::{FutureExt, SubsystemBuilder, SubsystemHandle, Toplevel};

use super::{Alternative, names::NAMES};
use crate::work::{Broken, Work};

#[derive(Debug)]
pub struct Graceful;

impl<const N: usize> Alternative<N> for Graceful {
    const NAME: &str = "tokio-graceful-shutdown";
    const INTERRUPTS: bool = false;

    fn run<W: Work>(work: W) -> impl Future<Output = Result<(), impl fmt::Debug + Send>> + Send + 'static {
        Toplevel::<Broken>::new(async move |root: &mut SubsystemHandle<Broken>| {
            for (index, &name) in NAMES.iter().enumerate().take(N) {
                let actor = work.actor(index);
                let subsystem = async move |own: &mut SubsystemHandle<Broken>| {
                    // Its own way to stop: what has not ended when the shutdown is requested is dropped.
                    if let Ok(result) = actor.cancel_on_shutdown(own).await {
                        own.request_shutdown();
                        result?;
                    }
                    Ok::<(), Broken>(())
                };
                root.start(SubsystemBuilder::new(name, subsystem));
            }
        })
        .handle_shutdown_requests(Duration::from_mins(1))
    }
}
