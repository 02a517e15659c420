//! A hyper server, accept loop and all: every connection ends after the request that it is in.
//!
//! Interrupts:
//!
//! - `http` is interrupted through `|stop|`, which ends its accept loop. Then, in this order: the port is closed, every
//!   connection is asked to end after its request (`GracefulShutdown`), and all are waited for.
//! - The connections are in a `JoinSet` that the actor owns, so they end with it. Spawned and forgotten, they would
//!   outlive a server that was dropped as stuck.
//! - `#[grace]` bounds it: a client may take for ever to send its request.
//!
//! Not covered: HTTP/2 (`hyper_util::server::conn::auto` in place of `http1`, the rest is the same), upgrades such as
//! websockets (`with_upgrades()`; an upgraded connection has to be stopped by itself), TLS, a limit to the number of
//! connections.

use std::{convert::Infallible, time::Duration};

use http_body_util::{BodyExt, Full};
use hyper::{
    Request, Response, StatusCode,
    body::{Bytes, Incoming},
    server::conn::http1,
    service::service_fn,
};
use hyper_util::{
    rt::{TokioIo, TokioTimer},
    server::graceful::GracefulShutdown,
};
use run_group::{Error, Stop, run_group, signal};
use tokio::{net::TcpListener, task::JoinSet, time::sleep};

/// Serves until the process is asked to stop. The requests in flight then have `grace` to end.
pub async fn run(listener: TcpListener, grace: Duration) -> Result<(), Error> {
    run_group! {
        #[grace(grace)]
        http:    |stop| serve(listener, stop),
        signals: signal::shutdown(),
    }
    .await
}

async fn serve(listener: TcpListener, stop: Stop) {
    let mut server = http1::Builder::new();
    // The timer lets hyper give up a request head that is never complete.
    server.timer(TokioTimer::new());
    let graceful = GracefulShutdown::new();
    let mut connections = JoinSet::new();
    loop {
        tokio::select! {
            () = stop.stopped() => break,
            accepted = listener.accept() => match accepted {
                Ok((connection, _)) => {
                    let connection = server.serve_connection(TokioIo::new(connection), service_fn(echo));
                    connections.spawn(graceful.watch(connection));
                }
                // Too many open files, or a client that has left already: neither lasts.
                Err(_) => sleep(Duration::from_millis(50)).await,
            },
            // Frees the connections that have ended. An error of one ends no other.
            Some(_) = connections.join_next() => {}
        }
    }
    drop(listener);
    graceful.shutdown().await;
}

async fn echo(request: Request<Incoming>) -> Result<Response<Full<Bytes>>, Infallible> {
    Ok(match request.into_body().collect().await {
        Ok(body) => Response::new(Full::new(body.to_bytes())),
        Err(_) => {
            let mut response = Response::new(Full::default());
            *response.status_mut() = StatusCode::BAD_REQUEST;
            response
        }
    })
}

#[cfg(test)]
mod tests {
    use tokio::net::TcpStream;

    use super::*;
    use crate::support::{InFlight, alone, closed, get, listen, soon};

    const AMPLE: Duration = Duration::from_secs(60);

    #[tokio::test]
    async fn a_request_in_flight_is_answered() {
        let alone = alone().await;
        let (listener, address) = listen().await;
        let service = tokio::spawn(run(listener, AMPLE));
        let request = InFlight::post(address, "/").await;

        alone.terminate();
        closed(address).await;
        assert!(!service.is_finished());

        let answer = request.finish().await.unwrap();
        assert!(answer.starts_with("HTTP/1.1 200 ") && answer.ends_with("\r\n\r\nhello"), "{answer}");
        soon(service).await.unwrap().unwrap();
    }

    #[tokio::test]
    async fn a_connection_without_a_request_does_not_hold_it_up() {
        let alone = alone().await;
        let (listener, address) = listen().await;
        let service = tokio::spawn(run(listener, AMPLE));
        let _connection = TcpStream::connect(address).await.unwrap();
        // They are accepted in order: once this one is answered, the one before it has been accepted.
        get(address, "/").await.unwrap();

        alone.terminate();

        soon(service).await.unwrap().unwrap();
    }

    #[tokio::test]
    async fn a_stuck_server_leaves_no_connection_open() {
        let alone = alone().await;
        let (listener, address) = listen().await;
        let service = tokio::spawn(run(listener, Duration::from_millis(10)));
        let request = InFlight::post(address, "/").await;

        alone.terminate();

        let error = soon(service).await.unwrap().unwrap_err();
        assert_eq!(error.stuck(), ["http"]);
        request.cut_off().await;
    }
}
