//! Probes for Kubernetes: `/readyz` says whether the service can work, `/statusz` what each of its actors does.
//!
//! ```yaml
//! terminationGracePeriodSeconds: 45
//! containers:
//!   - name: service
//!     startupProbe:   { httpGet: { path: /readyz, port: 8081 }, periodSeconds: 1, failureThreshold: 70 }
//!     readinessProbe: { httpGet: { path: /readyz, port: 8081 }, periodSeconds: 5, failureThreshold: 2 }
//! ```
//!
//! - Until the `startupProbe` has succeeded once, Kubernetes asks nothing else. After 70 failures, a second apart, it stops the
//!   container, and the log has a SIGTERM that says nothing. So `.startup(..)` is shorter, 60 seconds: then the service itself says
//!   who was not ready.
//! - `/readyz` answers 503 while the service starts, while the database is gone, and from the cause on. No flag is set for it, but
//!   the `ready` of `db`.
//! - Kubernetes takes a pod that it stops out of its endpoints by itself. `.lame_duck(..)` keeps everything running until all have
//!   heard of that, and for balancers that ask `/readyz` themselves: two failures, 5 seconds apart, take 10 seconds at most. So it
//!   takes 15.
//! - `.grace(..)` counts from the signal, the lame duck included: the requests in flight have 40 - 15 = 25 seconds. Then those that
//!   have not had their turn have a last call, of a second each: `db` and `probes`. So all is over after 42 seconds, and Kubernetes
//!   kills after 45.
//!
//! Interrupts:
//!
//! - `probes` has a port of its own and starts at once, so it answers while the others start; it outlives all, so it answers
//!   while they stop. It is interrupted through `|stop|`, as every axum server.
//! - `db` only watches the connection, so it is dropped. `http` is after it: no request comes before the database has answered,
//!   and the connection is watched until the last one is answered.
//! - `signals` holds nothing, so it is dropped.
//!
//! Not covered: a `livenessProbe`. An actor that ends or panics ends the process, so what would be left for one to find is an
//! actor that hangs, of which an HTTP handler knows nothing. Answering it with `/readyz` would be wrong: the container would be
//! killed because its database is gone.

use std::time::Duration;

use axum::{Router, extract::State, http::StatusCode, routing::get};
use run_group::{Error, Ready, Status, run_group, signal};
use tokio::{net::TcpListener, sync::watch};

/// Serves until the process is asked to stop, and for the time of the lame duck after that. `connected` says whether the database
/// answers.
pub async fn run(http: TcpListener, probes: TcpListener, connected: watch::Receiver<bool>) -> Result<(), Error> {
    let status = Status::new();
    let app = Router::new().route("/", get(async || "hello\n"));
    let probe = Router::new().route("/readyz", get(readyz)).route("/statusz", get(statusz)).with_state(status.clone());
    run_group! {
        #[outlives(..)]
        probes:  |stop| axum::serve(probes, probe).with_graceful_shutdown(stop),
        db:      |_, ready| watch(connected, ready) => drop,
        #[after(db)]
        http:    |stop| axum::serve(http, app).with_graceful_shutdown(stop),
        signals: signal::shutdown(),
    }
    .startup(Duration::from_secs(60))
    .lame_duck(Duration::from_secs(15))
    .grace(Duration::from_secs(40))
    .status(&status)
    .await
}

async fn readyz(State(status): State<Status>) -> StatusCode {
    if status.is_ready() { StatusCode::OK } else { StatusCode::SERVICE_UNAVAILABLE }
}

async fn statusz(State(status): State<Status>) -> String {
    format!("{status}\n")
}

/// Stands in for what your client of the database says of its connection. Ends when there is no client any more.
async fn watch(mut connected: watch::Receiver<bool>, ready: Ready) {
    loop {
        if *connected.borrow_and_update() {
            ready.set();
        } else {
            ready.unset();
        }
        if connected.changed().await.is_err() {
            break;
        }
    }
}

#[cfg(test)]
mod tests {
    use std::net::SocketAddr;

    use super::*;
    use crate::support::{Alone, alone, closed, get, hold_the_clock, listen, until};

    struct Service {
        alone: Alone,
        http: SocketAddr,
        probes: SocketAddr,
        database: watch::Sender<bool>,
        ended: tokio::task::JoinHandle<Result<(), Error>>,
    }

    impl Service {
        async fn start(connected: bool) -> Self {
            let alone = alone().await;
            let (http, address) = listen().await;
            let (probes, probe) = listen().await;
            let (database, receiver) = watch::channel(connected);
            let ended = tokio::spawn(run(http, probes, receiver));
            Service { alone, http: address, probes: probe, database, ended }
        }

        /// Waits until the probe is answered with this status.
        async fn answers(&self, status: u16) {
            let begin = format!("HTTP/1.1 {status} ");
            until(async || get(self.probes, "/readyz").await.unwrap().starts_with(&begin)).await;
        }

        async fn page(&self) -> String {
            get(self.probes, "/statusz").await.unwrap()
        }
    }

    #[tokio::test(start_paused = true)]
    async fn the_probe_is_up_while_the_database_is_there() {
        let _clock = hold_the_clock();
        let service = Service::start(false).await;
        service.answers(503).await;
        assert!(service.page().await.contains(": waiting for `db`\n"));

        service.database.send(true).unwrap();
        service.answers(200).await;
        service.database.send(false).unwrap();
        service.answers(503).await;
        assert!(get(service.http, "/").await.unwrap().ends_with("hello\n"), "it serves on");
        service.database.send(true).unwrap();
        service.answers(200).await;
    }

    #[tokio::test(start_paused = true)]
    async fn it_serves_on_while_the_balancers_look_at_the_probe() {
        let clock = hold_the_clock();
        let service = Service::start(true).await;
        service.answers(200).await;

        service.alone.terminate();

        service.answers(503).await;
        assert!(get(service.http, "/").await.unwrap().ends_with("hello\n"));
        // From here on the time passes.
        drop(clock);
        service.ended.await.unwrap().unwrap();
        closed(service.http).await;
        closed(service.probes).await;
    }

    #[tokio::test(start_paused = true)]
    async fn a_database_that_does_not_answer_ends_the_start() {
        let clock = hold_the_clock();
        let service = Service::start(false).await;
        service.answers(503).await;

        drop(clock);

        let error = service.ended.await.unwrap().unwrap_err();
        assert_eq!(error.to_string(), "not ready within 60s: `db`, `http`");
    }
}
