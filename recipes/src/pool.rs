//! A pool of connections to a database, closed when no request needs it any more.
//!
//! Interrupts:
//!
//! - `db` outlives `http`, so it is interrupted only when the last request is answered: a handler that comes to its
//!   query late still gets a connection. Closing waits for the connections to come back, so it is an `async` interrupt.
//!   It also ends the actor, which maintains the connections until then.
//! - `http` is interrupted through `|stop|`, and has a shorter grace than the group: one endless request must not keep
//!   the pool from being closed.
//! - `signals` holds nothing, so it is dropped.
//!
//! Why the pool is an actor, and not a line after the group: a database that is gone ends the service, and closing the
//! pool is bounded like everything else.
//!
//! Not covered: the database. [`Pool`] stands in for what yours gives you. With sqlx, `pool.close()` is the same, and
//! the actor can be `pool.close_event()`, which maintains nothing, but ends when the pool is closed.

use std::{
    io,
    sync::{
        Arc, Mutex,
        atomic::{AtomicBool, Ordering},
    },
    time::Duration,
};

use axum::{Router, extract::State, http::StatusCode, routing::post};
use run_group::{Error, Stop, run_group, signal};
use tokio::{
    net::TcpListener,
    sync::{AcquireError, Semaphore, SemaphorePermit},
    time::interval,
};

/// Serves until the process is asked to stop, or the database is gone.
pub async fn run(listener: TcpListener, pool: Arc<Pool>) -> Result<(), Error> {
    let app = Router::new().route("/rows", post(insert)).with_state(pool.clone());
    run_group! {
        #[grace(Duration::from_secs(8))]
        http:    |stop| axum::serve(listener, app).with_graceful_shutdown(stop),
        #[outlives(http)]
        db:      pool.maintain() => async { pool.close().await; Ok(()) },
        signals: signal::shutdown(),
    }
    .grace(Duration::from_secs(10))
    .await
}

async fn insert(State(pool): State<Arc<Pool>>, row: String) -> StatusCode {
    match pool.acquire().await {
        Ok(connection) => {
            connection.insert(row);
            StatusCode::CREATED
        }
        Err(_) => StatusCode::SERVICE_UNAVAILABLE,
    }
}

/// Stands in for a pool: a number of connections, each of which comes back when it is dropped.
#[derive(Debug)]
pub struct Pool {
    size: u32,
    free: Semaphore,
    closed: Stop,
    database: Database,
}

#[derive(Debug, Default)]
struct Database {
    gone: AtomicBool,
    rows: Mutex<Vec<String>>,
}

struct Connection<'a> {
    database: &'a Database,
    _permit: SemaphorePermit<'a>,
}

impl Pool {
    /// Opens so many connections.
    #[must_use]
    pub fn open(size: u32) -> Self {
        let free = Semaphore::new(size.try_into().unwrap_or(usize::MAX));
        Pool { size, free, closed: Stop::new(), database: Database::default() }
    }

    async fn acquire(&self) -> Result<Connection<'_>, AcquireError> {
        Ok(Connection { database: &self.database, _permit: self.free.acquire().await? })
    }

    /// Maintains the connections until the pool is closed.
    async fn maintain(&self) -> io::Result<()> {
        let mut checks = interval(Duration::from_secs(1));
        loop {
            tokio::select! {
                () = self.closed.stopped() => return Ok(()),
                _ = checks.tick() => self.database.ping()?,
            }
        }
    }

    /// Waits for all connections to come back, and gives out no more.
    async fn close(&self) {
        let _all = self.free.acquire_many(self.size).await;
        self.free.close();
        self.closed.stop();
    }
}

impl Database {
    fn ping(&self) -> io::Result<()> {
        if self.gone.load(Ordering::Relaxed) { Err(io::ErrorKind::ConnectionReset.into()) } else { Ok(()) }
    }
}

impl Connection<'_> {
    fn insert(&self, row: String) {
        self.database.rows.lock().unwrap_or_else(std::sync::PoisonError::into_inner).push(row);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::support::{InFlight, alone, closed, listen, soon};

    #[tokio::test]
    async fn a_late_query_still_gets_a_connection() {
        let alone = alone().await;
        let (listener, address) = listen().await;
        let pool = Arc::new(Pool::open(2));
        let service = tokio::spawn(run(listener, pool.clone()));
        let request = InFlight::post(address, "/rows").await;

        alone.terminate();
        closed(address).await;
        assert!(!service.is_finished());

        let answer = request.finish().await.unwrap();
        assert!(answer.starts_with("HTTP/1.1 201 "), "{answer}");
        assert_eq!(*pool.database.rows.lock().unwrap(), ["hello"]);
        soon(service).await.unwrap().unwrap();
        assert!(pool.acquire().await.is_err(), "it was not closed");
    }

    #[tokio::test]
    async fn a_database_that_is_gone_ends_the_service() {
        let _alone = alone().await;
        let (listener, _) = listen().await;
        let pool = Arc::new(Pool::open(2));
        pool.database.gone.store(true, Ordering::Relaxed);

        let error = soon(run(listener, pool)).await.unwrap_err();

        assert_eq!(format!("{error:?}"), "actor `db` failed: connection reset");
    }
}
