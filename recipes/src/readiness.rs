//! A readiness probe, and time for the load balancers to look at it.
//!
//! After a signal, and before any interrupt:
//!
//! 1. `.on_cause(..)` takes the probe down. It is called at once, on the group's own task, so it only sets a flag.
//! 2. `.lame_duck(..)` keeps everything running as before: the balancers still send requests until they have seen the
//!    probe. It should be as long as that takes: the period of the probe times how often it may fail, and a little
//!    more.
//! 3. Then `http` is interrupted through its `|stop|`, and answers what is left.
//!
//! After any other cause the interrupts are called at once: a service that fails has nothing to wait for. A second
//! signal cuts everything short. The lame duck's time counts towards `.grace(..)`, and that should be less than what
//! the service manager waits before it kills (`terminationGracePeriodSeconds`, `TimeoutStopSec`).
//!
//! Not covered: readiness for other reasons, such as a cache that is not filled yet: combine the flags in the handler.

use std::{
    sync::{
        Arc,
        atomic::{AtomicBool, Ordering},
    },
    time::Duration,
};

use axum::{Router, extract::State, http::StatusCode, routing::get};
use run_group::{Error, run_group, signal};
use tokio::net::TcpListener;

/// Serves until the process is asked to stop, and for the time of the lame duck after that.
pub async fn run(listener: TcpListener, lame_duck: Duration) -> Result<(), Error> {
    let ready = Arc::new(AtomicBool::new(true));
    let app = Router::new().route("/", get(async || "hello\n")).route("/ready", get(probe)).with_state(ready.clone());
    run_group! {
        http:    |stop| axum::serve(listener, app).with_graceful_shutdown(stop),
        signals: signal::shutdown(),
    }
    .on_cause(|_| ready.store(false, Ordering::Relaxed))
    .lame_duck(lame_duck)
    .grace(lame_duck + Duration::from_secs(20))
    .await
}

async fn probe(State(ready): State<Arc<AtomicBool>>) -> StatusCode {
    if ready.load(Ordering::Relaxed) { StatusCode::OK } else { StatusCode::SERVICE_UNAVAILABLE }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::support::{alone, closed, get, hold_the_clock, listen, until};

    #[tokio::test(start_paused = true)]
    async fn it_serves_on_while_the_balancers_look_at_the_probe() {
        let alone = alone().await;
        let clock = hold_the_clock();
        let (listener, address) = listen().await;
        let service = tokio::spawn(run(listener, Duration::from_secs(15)));
        assert!(get(address, "/ready").await.unwrap().starts_with("HTTP/1.1 200 "));

        alone.terminate();

        until(async || get(address, "/ready").await.unwrap().starts_with("HTTP/1.1 503 ")).await;
        assert!(get(address, "/").await.unwrap().ends_with("hello\n"));
        // From here on the time passes.
        drop(clock);
        service.await.unwrap().unwrap();
        closed(address).await;
    }
}
