//! A worker for each core, and a queue that is emptied before the database is closed: `SQLite`.
//!
//! The program drains by closed channels, in the order in which a job goes through it:
//!
//! ```text
//! http ──jobs──> worker[0], worker[1], .. ──results──> store
//! ```
//!
//! Interrupts:
//!
//! - `http` is interrupted through `|stop|`. When it has answered its last request it drops the router, and with it the last
//!   sender of jobs.
//! - `worker` takes jobs until the queue is empty and closed, so its interrupt has nothing to do. It is a thread: it
//!   computes.
//! - `store` ends when no result can come any more. Each worker has a sender, and drops it at its end; the one that is left in the
//!   list is dropped by the interrupt. It is a thread, too: `SQLite` blocks. It owns the connection, so nobody else can use
//!   that after it is closed.
//! - `signals` holds nothing, so it is dropped.
//!
//! A store that fails drops the other end of the results, so the workers fail as well; the error is the store's, and theirs are among
//! its `others()`. A queue that is not empty when the grace is over is an error, too, which names who was still at it.
//!
//! Not covered: jobs that must survive a crash. A job that is answered with 202 is in memory. If that is not enough, insert the
//! job before the answer, and have the workers delete it.

use std::{
    path::Path,
    sync::{
        Arc, Mutex, PoisonError,
        mpsc::{Receiver, Sender, SyncSender, channel, sync_channel},
    },
    time::Duration,
};

use axum::{
    Router,
    extract::{Path as Of, State},
    http::StatusCode,
    routing::post,
};
use run_group::{AnyError, run_group, signal, thread};
use rusqlite::Connection;
use tokio::net::TcpListener;

/// How many jobs may wait. Clients are asked to come again where there are as many.
const QUEUE: usize = 1000;

/// Serves until the process is asked to stop, and works off all jobs that it has accepted.
pub async fn run(listener: TcpListener, database: &Path, workers: usize) -> Result<(), AnyError> {
    let database = open(database)?;
    let (queue, jobs) = sync_channel(QUEUE);
    let (results, rows) = channel();
    let jobs = Arc::new(Mutex::new(jobs));
    let app = Router::new().route("/jobs/{number}", post(accept)).with_state(queue);
    run_group! {
        http:    |stop| axum::serve(listener, app).with_graceful_shutdown(stop),
        worker:  thread(move || work(&jobs, &results))
                     for (jobs, results) in (0..workers).map(|_| (jobs.clone(), results.clone()))
                     => || {},
        store:   thread(move || insert(database, &rows)) => { drop(results) },
        signals: signal::shutdown(),
    }
    .grace(Duration::from_secs(25))
    .await?;
    Ok(())
}

async fn accept(State(queue): State<SyncSender<u64>>, Of(number): Of<u64>) -> StatusCode {
    queue.try_send(number).map_or(StatusCode::SERVICE_UNAVAILABLE, |()| StatusCode::ACCEPTED)
}

fn work(jobs: &Mutex<Receiver<u64>>, results: &Sender<(u64, u64)>) -> Result<(), AnyError> {
    loop {
        // Unlocked at the end of the statement: the others take the next one while this one computes.
        let job = jobs.lock().unwrap_or_else(PoisonError::into_inner).recv();
        let Ok(number) = job else { return Ok(()) };
        results.send((number, collatz(number)))?;
    }
}

/// How many steps it takes to 1. (It stands in for what takes long.)
fn collatz(mut number: u64) -> u64 {
    let mut steps = 0;
    while number > 1 {
        number = if number.is_multiple_of(2) { number / 2 } else { 3 * number + 1 };
        steps += 1;
    }
    steps
}

fn open(path: &Path) -> rusqlite::Result<Connection> {
    let database = Connection::open(path)?;
    database.execute("CREATE TABLE IF NOT EXISTS results (number INTEGER, steps INTEGER)", ())?;
    Ok(database)
}

/// Inserts whatever has come in one transaction, until nothing can come any more.
fn insert(mut database: Connection, results: &Receiver<(u64, u64)>) -> Result<(), AnyError> {
    while let Ok(first) = results.recv() {
        let transaction = database.transaction()?;
        for (number, steps) in [first].into_iter().chain(results.try_iter()) {
            transaction.execute("INSERT INTO results VALUES (?1, ?2)", (number.cast_signed(), steps.cast_signed()))?;
        }
        transaction.commit()?;
    }
    database.close().map_err(|(_, error)| error.into())
}

#[cfg(test)]
mod tests {
    use std::{env, fs, net::SocketAddr, path::PathBuf, process};

    use tokio::{io::AsyncWriteExt, net::TcpStream, sync::mpsc, task::JoinHandle};

    use super::*;
    use crate::support::{alone, listen, rest, soon};

    /// A database of a test, which is removed after it.
    struct File(PathBuf);

    impl File {
        fn new(name: &str) -> Self {
            let path = env::temp_dir().join(format!("run-group-jobs-{name}-{}", process::id()));
            let _ = fs::remove_file(&path);
            File(path)
        }
    }

    impl Drop for File {
        fn drop(&mut self) {
            let _ = fs::remove_file(&self.0);
        }
    }

    /// Adds jobs until the port is closed, and gives those that were accepted.
    fn client(first: u64, address: SocketAddr, answered: mpsc::UnboundedSender<()>) -> JoinHandle<Vec<u64>> {
        tokio::spawn(async move {
            let mut accepted = Vec::new();
            for number in (first..).step_by(3) {
                let Ok(mut connection) = TcpStream::connect(address).await else { break };
                let request = format!("POST /jobs/{number} HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n");
                // One that is reset was not accepted.
                if connection.write_all(request.as_bytes()).await.is_ok()
                    && rest(&mut connection).await.is_ok_and(|answer| answer.starts_with("HTTP/1.1 202 "))
                {
                    accepted.push(number);
                    let _ = answered.send(());
                }
            }
            accepted
        })
    }

    #[tokio::test]
    async fn each_accepted_job_is_stored_once_whenever_it_stops() {
        let file = File::new("moments");
        for moment in 0..100 {
            let alone = alone().await;
            let (listener, address) = listen().await;
            let database = file.0.clone();
            let service = tokio::spawn(async move { run(listener, &database, 2).await });
            let (answer, mut answered) = mpsc::unbounded_channel();
            let clients = [1, 2, 3].map(|first| client(first, address, answer.clone()));
            for _ in 0..=moment {
                soon(answered.recv()).await.unwrap();
            }

            alone.terminate();

            soon(service).await.unwrap().unwrap();
            let database = Connection::open(&file.0).unwrap();
            for client in clients {
                for number in soon(client).await.unwrap() {
                    let query = "SELECT count(*), max(steps) FROM results WHERE number = ?1";
                    let stored =
                        database.query_row(query, [number.cast_signed()], |row| Ok((row.get(0)?, row.get(1)?)));
                    assert_eq!(stored.unwrap(), (1, collatz(number).cast_signed()), "job {number}, {moment}");
                }
            }
            database.execute("DELETE FROM results", ()).unwrap();
        }
    }

    #[tokio::test]
    async fn a_store_that_fails_is_the_cause() {
        let _alone = alone().await;
        let file = File::new("full");
        let database = open(&file.0).unwrap();
        let never = "CREATE TRIGGER full BEFORE INSERT ON results BEGIN SELECT RAISE(ABORT, 'disk full'); END";
        database.execute(never, ()).unwrap();
        let (listener, address) = listen().await;
        let (answer, _answered) = mpsc::unbounded_channel();
        let client = client(1, address, answer);

        let error = soon(run(listener, &file.0, 2)).await.unwrap_err();

        assert!(error.to_string().starts_with("actor `store` failed"), "{error}");
        soon(client).await.unwrap();
    }
}
