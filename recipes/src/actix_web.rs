//! An actix-web server, on the group's own runtime, which is tokio's.
//!
//! Interrupts:
//!
//! - `http` is stopped through its `ServerHandle`. The future that `stop(true)` gives is done when every worker has
//!   drained, so it is an `async` interrupt, which is polled beside the server. `drop` would be wrong: it cuts off the
//!   requests in flight.
//! - `disable_signals()`: otherwise actix listens for the signals too and acts on its own, and Ctrl-C cuts off the
//!   requests in flight.
//! - actix bounds its own drain (`shutdown_timeout`) and cuts off what is then left without an error, so no actor is
//!   stuck. The group's own grace is longer, for anything else that may hang.
//!
//! Take actix-server 2.10 at least: versions before it may end without the requests in flight, and wait for idle
//! connections. The workers look once a second whether they have drained, so a shutdown with a request in flight takes
//! that long.
//!
//! Not covered: what needs an actix `System`, such as the actors of the `actix` crate. Run the group in
//! `#[actix_web::main]` then; nothing else changes.

use std::{io, net::TcpListener, time::Duration};

use actix_web::{App, HttpServer, web};
use run_group::{AnyError, run_group, signal};

/// Serves until the process is asked to stop. The requests in flight then have `grace` to end, in whole seconds.
pub async fn run(listener: TcpListener, grace: Duration) -> Result<(), AnyError> {
    let server = HttpServer::new(|| App::new().route("/echo", web::post().to(echo)))
        .workers(2)
        .disable_signals()
        .shutdown_timeout(grace.as_secs())
        .listen(listener)?
        .run();
    let handle = server.handle();
    run_group! {
        http:    server => async { handle.stop(true).await; Ok(()) },
        signals: signal::shutdown(),
    }
    .grace(grace + Duration::from_secs(2)) // actix looks at its own limit once a second
    .await?;
    Ok(())
}

async fn echo(body: String) -> io::Result<String> {
    Ok(body)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::support::{InFlight, alone, closed, idle, soon};

    #[tokio::test]
    async fn a_request_in_flight_is_answered() {
        let alone = alone().await;
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let address = listener.local_addr().unwrap();
        let service = tokio::spawn(run(listener, Duration::from_secs(60)));
        let request = InFlight::post(address, "/echo").await;

        alone.terminate();
        closed(address).await;
        assert!(!service.is_finished());

        let answer = request.finish().await.unwrap();
        assert!(answer.starts_with("HTTP/1.1 200 ") && answer.ends_with("\r\n\r\nhello"), "{answer}");
        soon(service).await.unwrap().unwrap();
    }

    #[tokio::test]
    async fn an_idle_connection_does_not_hold_it_up() {
        let alone = alone().await;
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let address = listener.local_addr().unwrap();
        let service = tokio::spawn(run(listener, Duration::from_secs(60)));
        let _connection = idle(address, "/echo").await;

        alone.terminate();

        soon(service).await.unwrap().unwrap();
    }
}
