//! A service that serves only when its dependency has answered, and gives up after a minute, in words that an operator understands.
//!
//! What the operator then reads, and the exit code is 1:
//!
//! ```text
//! Error: not ready within 60s: `db`, `http`
//! also: actor `db` failed: connection refused
//! not ready: `http`, which waits for `db`
//! ```
//!
//! - The first line is of `.startup(..)`: who was not ready. The last one says who of them only waited for others.
//! - The second line is what `db` itself has to say. It tries again as long as it may, so no failed attempt is an error by itself.
//!   It is one only where the group gives up the start: asked by its interrupt, `db` then ends with the last of them, and the
//!   group adds it to its error.
//! - A service that is asked to stop while it still tries ends with `Ok`: then nobody wants to hear of it.
//!
//! Interrupts:
//!
//! - `db` is given its `stop`, and looks at the cause first, to know which of the two it is.
//! - `http` is interrupted through `|stop|`. It is after `db`, so where `db` never answers, it is never polled.
//! - `signals` holds nothing, so it is dropped. They do not wait for anything: a start can always be broken off.
//!
//! Not covered: a dependency that goes away later ([`kubernetes`](crate::kubernetes)); a pause that grows from one attempt to the
//! next.

use std::{cell::Cell, io, time::Duration};

use axum::{Router, routing::get};
use run_group::{AnyError, End, Error, Ready, Stop, run_group, signal};
use tokio::{net::TcpListener, time::sleep};

/// Serves until the process is asked to stop. `connect` is tried every second until it succeeds.
pub async fn run(listener: TcpListener, connect: impl AsyncFn() -> io::Result<()>) -> Result<(), Error> {
    let app = Router::new().route("/", get(async || "hello\n"));
    let gave_up = Cell::new(false);
    run_group! {
        db:      |stop, ready| async {
            match reach(connect, ready, &stop).await {
                Err(error) if gave_up.get() => Err(error),
                _ => Ok(()),
            }
        } => |cause| gave_up.set(matches!(cause.end(), End::Unready)),
        #[after(db)]
        http:    |stop| axum::serve(listener, app).with_graceful_shutdown(stop),
        signals: signal::shutdown(),
    }
    .startup(Duration::from_secs(60))
    .grace(Duration::from_secs(20))
    .await
}

/// Tries until it succeeds, and then holds the connection. Fails where it is stopped before, also in an attempt that hangs.
async fn reach(connect: impl AsyncFn() -> io::Result<()>, ready: Ready, stop: &Stop) -> Result<(), AnyError> {
    let mut last = AnyError::from("no answer");
    let attempts = async {
        while let Err(error) = connect().await {
            last = error.into();
            sleep(Duration::from_secs(1)).await;
        }
    };
    tokio::select! {
        () = stop.stopped() => return Err(last),
        () = attempts => {}
    }
    ready.set();
    stop.stopped().await;
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::support::{alone, get, hold_the_clock, listen, soon};

    async fn refuse() -> io::Result<()> {
        Err(io::Error::new(io::ErrorKind::ConnectionRefused, "connection refused"))
    }

    #[tokio::test(start_paused = true)]
    async fn it_gives_up_after_a_minute_and_says_why() {
        let _alone = alone().await;
        let (listener, _) = listen().await;
        let start = tokio::time::Instant::now();

        let error = run(listener, refuse).await.unwrap_err();

        assert_eq!(start.elapsed().as_secs(), 60);
        let text = [
            "not ready within 60s: `db`, `http`",
            "also: actor `db` failed: connection refused",
            "not ready: `http`, which waits for `db`",
        ];
        assert_eq!(format!("{error:?}"), text.join("\n"));
    }

    #[tokio::test(start_paused = true)]
    async fn an_attempt_that_hangs_is_given_up_like_any_other() {
        let _alone = alone().await;
        let (listener, _) = listen().await;

        let error = run(listener, std::future::pending).await.unwrap_err();

        assert_eq!(error.stuck(), [""; 0]);
        assert_eq!(error.others()[0].get_ref().unwrap().to_string(), "no answer");
    }

    #[tokio::test(start_paused = true)]
    async fn a_service_that_is_stopped_while_it_tries_ends_successfully() {
        let alone = alone().await;
        let _clock = hold_the_clock();
        let (listener, _) = listen().await;
        let connect = async || {
            alone.terminate();
            refuse().await
        };

        soon(run(listener, connect)).await.unwrap();
    }

    #[tokio::test]
    async fn it_serves_when_the_dependency_has_answered() {
        let alone = alone().await;
        let (listener, address) = listen().await;
        let client = async {
            assert!(get(address, "/").await.unwrap().ends_with("hello\n"));
            alone.terminate();
        };

        let (ended, ()) = soon(async { tokio::join!(run(listener, async || Ok(())), client) }).await;

        ended.unwrap();
    }
}
