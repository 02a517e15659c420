//! A proxy for TCP connections, which drains them: it accepts no more, and lets each run to its end.
//!
//! ```text
//! cargo run --example proxy UPSTREAM [ADDRESS [ADMIN_ADDRESS]]     # 127.0.0.1:8080, 127.0.0.1:8081
//! curl 127.0.0.1:8081/ready                                        # 200, and 503 from the first moment of the shutdown
//! curl 127.0.0.1:8081/status                                       # what each actor does
//! curl -X POST 127.0.0.1:8081/quitquitquit                         # stops it, as a signal does
//! ```
//!
//! The order of the shutdown: `listen` is dropped, which closes the port. Then the connections have thirty seconds; that some of
//! them are cut after that is no failure. Meanwhile `admin` answers, and ends last.

use std::{env, net::SocketAddr, time::Duration};

use axum::{
    Router,
    http::StatusCode,
    routing::{get, post},
};
use run_group::{ActorSet, AnyError, Status, Stop, run_group, signal};
use tokio::{
    io::copy_bidirectional,
    net::{TcpListener, TcpStream},
};

#[tokio::main]
async fn main() -> Result<(), AnyError> {
    let mut arguments = env::args().skip(1);
    let upstream = arguments.next().ok_or("which upstream?")?.parse()?;
    let listener = TcpListener::bind(arguments.next().as_deref().unwrap_or("127.0.0.1:8080")).await?;
    let admin = TcpListener::bind(arguments.next().as_deref().unwrap_or("127.0.0.1:8081")).await?;
    println!("listening on {}", listener.local_addr()?);
    println!("admin on {}", admin.local_addr()?);

    let (status, quit) = (Status::new(), Stop::new());
    let app = admin_pages(&status, &quit);
    // A connection that breaks is no failure of the proxy.
    let conns = ActorSet::new().keep_going(|client, end| eprintln!("{client} {end}"));
    let mut accepted = 0_u64;

    run_group! {
        listen:  accept(listener, &conns, upstream, &mut accepted) => drop,
        #[outlives(listen)]
        #[drain(Duration::from_secs(30))]
        conns:   &conns,
        #[outlives(..)]
        admin:   |stop| axum::serve(admin, app).with_graceful_shutdown(stop),
        signals: signal::shutdown(),
    }
    .until(quit)
    .status(&status)
    .on_cause(|cause| println!("stopping: {cause}"))
    .grace(Duration::from_secs(40))
    .await?;

    println!("{accepted} connections");
    Ok(())
}

async fn accept(
    listener: TcpListener,
    conns: &ActorSet,
    upstream: SocketAddr,
    accepted: &mut u64,
) -> Result<(), AnyError> {
    loop {
        let (client, address) = listener.accept().await?;
        *accepted += 1;
        // It is handed a `Stop`, and does not use it: it ends when the client or the upstream ends it.
        conns.add(address.to_string(), |_| proxy(client, upstream)).await?;
    }
}

async fn proxy(mut client: TcpStream, upstream: SocketAddr) -> Result<(), AnyError> {
    let mut upstream = TcpStream::connect(upstream).await?;
    copy_bidirectional(&mut client, &mut upstream).await?;
    Ok(())
}

fn admin_pages(status: &Status, quit: &Stop) -> Router {
    let (ready, status, quit) = (status.clone(), status.clone(), quit.clone());
    Router::new()
        .route(
            "/ready",
            get(async move || if ready.is_ready() { StatusCode::OK } else { StatusCode::SERVICE_UNAVAILABLE }),
        )
        .route("/status", get(async move || status.to_string()))
        .route("/quitquitquit", post(async move || quit.stop()))
}
