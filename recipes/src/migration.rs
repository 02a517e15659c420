//! A migration before the server: the port is not served before the schema is there, and not at all where it fails.
//!
//! - `migrate` may finish, and is handed no `ready`: so those after it wait until it has finished with `Ok`. An error of it is the
//!   cause: `http` is never polled, and the process exits with 1.
//! - It is part of the start, so `.startup(..)` bounds it. The error then says that `http` waits for `migrate`.
//!
//! Interrupts:
//!
//! - `migrate` is dropped, which is right where each step is a transaction: the one in hand is rolled back. Where a step must not
//!   be cut, hand it `|stop|`, and ask `stop.is_stopped()` between two steps.
//! - `http` is interrupted through `|stop|`. If the process is asked to stop while the schema is migrated, it ends without having
//!   been polled.
//! - `signals` holds nothing, so it is dropped.
//!
//! Not covered: several instances that start at a time. Let the migration take a lock in the database, as those of sqlx and diesel
//! do.

use std::time::Duration;

use axum::{Router, routing::get};
use run_group::{AnyError, Error, run_group, signal};
use tokio::net::TcpListener;

/// Migrates, and then serves until the process is asked to stop.
pub async fn run(listener: TcpListener, migration: impl Future<Output = Result<(), AnyError>>) -> Result<(), Error> {
    let app = Router::new().route("/", get(async || "hello\n"));
    run_group! {
        #[may_finish]
        migrate: migration => drop,
        #[after(migrate)]
        http:    |stop| axum::serve(listener, app).with_graceful_shutdown(stop),
        signals: signal::shutdown(),
    }
    .startup(Duration::from_secs(300))
    .grace(Duration::from_secs(20))
    .await
}

#[cfg(test)]
mod tests {
    use std::future::pending;

    use run_group::Stop;
    use tokio::{io::AsyncWriteExt, net::TcpStream};

    use super::*;
    use crate::support::{alone, get, listen, read_until, settle, soon};

    #[tokio::test]
    async fn an_early_request_is_answered_when_the_schema_is_there() {
        let alone = alone().await;
        let (listener, address) = listen().await;
        let migrated = Stop::new();
        let migration = migrated.clone();
        let service = tokio::spawn(run(listener, async {
            migration.await;
            Ok(())
        }));
        // The system has accepted it, the server has not.
        let mut early = TcpStream::connect(address).await.unwrap();
        early.write_all(b"GET / HTTP/1.1\r\nHost: localhost\r\n\r\n").await.unwrap();
        settle().await;
        assert!(early.try_read(&mut [0]).is_err());

        migrated.stop();

        read_until(&mut early, "hello\n").await;
        drop(early);
        assert!(get(address, "/").await.is_ok());
        alone.terminate();
        soon(service).await.unwrap().unwrap();
    }

    #[tokio::test]
    async fn a_migration_that_fails_is_the_error_and_nothing_is_served() {
        let _alone = alone().await;
        let (listener, _) = listen().await;

        let error = soon(run(listener, async { Err("no such table".into()) })).await.unwrap_err();

        assert_eq!((error.actor(), error.unready()), (Some("migrate"), vec!["http"]));
        assert_eq!(error.get_ref().unwrap().to_string(), "no such table");
    }

    #[tokio::test]
    async fn a_service_that_migrates_can_be_stopped() {
        let alone = alone().await;
        let (listener, _) = listen().await;
        let (begin, has_begun) = tokio::sync::oneshot::channel();
        let service = tokio::spawn(run(listener, async move {
            begin.send(()).unwrap();
            pending().await
        }));
        has_begun.await.unwrap();

        alone.terminate();

        soon(service).await.unwrap().unwrap();
    }
}
