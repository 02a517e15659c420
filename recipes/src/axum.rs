//! An axum server: requests in flight are answered, and those that never end are bounded.
//!
//! Interrupts:
//!
//! - `http` is interrupted through `|stop|`. axum then accepts no more connections, closes the idle ones, and returns
//!   when the last request is answered. `drop` would be wrong: axum serves every connection in a task that it has
//!   spawned, which would live on.
//! - The handler of an endless stream has a clone of the same `Stop` and ends its stream with it: the client sees a
//!   proper end, and connects again elsewhere. Without that, every open page would hold up the shutdown for the whole
//!   grace.
//! - `#[grace]` bounds the rest: a client that never sends the rest of its request, a handler that hangs. The group
//!   then fails, and says that `http` was stuck.
//! - `signals` holds nothing, so it is dropped.
//!
//! Not covered: a load balancer that has to see it first ([`kubernetes`](crate::kubernetes)), what the handlers use and
//! has to outlive them ([`pool`](crate::pool)), TLS. The connections of a server that was stuck are tasks of the
//! runtime, and end with it.

use std::{convert::Infallible, io, time::Duration};

use axum::{
    Router,
    extract::State,
    response::sse::{Event, Sse},
    routing::{get, post},
};
use futures_util::{Stream, StreamExt, stream};
use run_group::{Error, Stop, run_group, signal};
use tokio::{net::TcpListener, time::interval};

/// Serves until the process is asked to stop. The requests in flight then have `grace` to end.
pub async fn run(listener: TcpListener, grace: Duration) -> Result<(), Error> {
    run_group! {
        #[grace(grace)]
        http:    |stop| serve(listener, stop),
        signals: signal::shutdown(),
    }
    .await
}

async fn serve(listener: TcpListener, stop: Stop) -> io::Result<()> {
    let app = Router::new()
        .route("/echo", post(async |body: String| body))
        .route("/events", get(events))
        .with_state(stop.clone());
    axum::serve(listener, app).with_graceful_shutdown(stop).await
}

/// An event every second, until the client leaves or the server is to stop.
async fn events(State(stop): State<Stop>) -> Sse<impl Stream<Item = Result<Event, Infallible>>> {
    let ticks = stream::unfold(interval(Duration::from_secs(1)), async |mut ticks| {
        ticks.tick().await;
        Some((Ok(Event::default().data("tick")), ticks))
    });
    Sse::new(ticks.take_until(stop))
}

#[cfg(test)]
mod tests {
    use tokio::{io::AsyncWriteExt, net::TcpStream};

    use super::*;
    use crate::support::{InFlight, alone, closed, idle, listen, read_until, rest, soon};

    const AMPLE: Duration = Duration::from_secs(60);

    #[tokio::test]
    async fn a_request_in_flight_is_answered() {
        let alone = alone().await;
        let (listener, address) = listen().await;
        let service = tokio::spawn(run(listener, AMPLE));
        let request = InFlight::post(address, "/echo").await;

        alone.terminate();
        closed(address).await;
        assert!(!service.is_finished());

        let answer = request.finish().await.unwrap();
        assert!(answer.starts_with("HTTP/1.1 200 ") && answer.ends_with("\r\n\r\nhello"), "{answer}");
        soon(service).await.unwrap().unwrap();
    }

    #[tokio::test]
    async fn an_endless_stream_gets_a_proper_end() {
        let alone = alone().await;
        let (listener, address) = listen().await;
        let service = tokio::spawn(run(listener, AMPLE));
        let mut page = TcpStream::connect(address).await.unwrap();
        page.write_all(b"GET /events HTTP/1.1\r\nHost: localhost\r\n\r\n").await.unwrap();
        read_until(&mut page, "data: tick\n\n\r\n").await;

        alone.terminate();

        // A complete body ends with an empty chunk.
        assert!(rest(&mut page).await.unwrap().ends_with("0\r\n\r\n"));
        soon(service).await.unwrap().unwrap();
    }

    #[tokio::test]
    async fn an_idle_connection_does_not_hold_it_up() {
        let alone = alone().await;
        let (listener, address) = listen().await;
        let service = tokio::spawn(run(listener, AMPLE));
        let _connection = idle(address, "/echo").await;

        alone.terminate();

        soon(service).await.unwrap().unwrap();
    }

    #[tokio::test]
    async fn a_request_that_never_ends_is_bounded_by_the_grace() {
        let alone = alone().await;
        let (listener, address) = listen().await;
        let service = tokio::spawn(run(listener, Duration::from_millis(10)));
        let _request = InFlight::post(address, "/echo").await;

        alone.terminate();

        let error = soon(service).await.unwrap().unwrap_err();
        assert_eq!(error.stuck(), ["http"]);
    }
}
