//! An HTTP server with a graceful shutdown: a request in flight is still answered.
//!
//! ```text
//! cargo run --example http
//! ```

use std::{io, net::SocketAddr, sync::Arc, time::Duration};

use axum::{Router, routing::get};
use run_group::{AnyError, run_group};
use tokio::{
    io::{AsyncReadExt, AsyncWriteExt},
    net::{TcpListener, TcpStream},
    sync::Notify,
    time::sleep,
};

#[tokio::main]
async fn main() -> Result<(), AnyError> {
    let listener = TcpListener::bind("127.0.0.1:0").await?;
    let address = listener.local_addr()?;

    let in_flight = Arc::new(Notify::new());
    let app = Router::new().route(
        "/",
        get({
            let in_flight = in_flight.clone();
            async move || {
                println!("http: a request has come in");
                in_flight.notify_one();
                sleep(Duration::from_millis(100)).await;
                println!("http: answering it");
                "hello"
            }
        }),
    );
    // Stands in for a browser, which is no part of the program.
    let browser = tokio::spawn(fetch(address));

    run_group! {
        http:     |stop| axum::serve(listener, app).with_graceful_shutdown(stop),
        // Ends while the request is in flight. A service has `signal::shutdown()` here.
        operator: in_flight.notified() => drop,
    }
    .on_cause(|cause| println!("stopping: {cause}"))
    .await?;

    println!("stopped");
    println!("browser: {}", browser.await??);
    Ok(())
}

/// The body of what the server answers.
async fn fetch(address: SocketAddr) -> io::Result<String> {
    let mut connection = TcpStream::connect(address).await?;
    connection.write_all(b"GET / HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n").await?;
    let mut answer = String::new();
    connection.read_to_string(&mut answer).await?;
    Ok(answer.split_once("\r\n\r\n").map_or(String::new(), |(_, body)| body.to_owned()))
}
