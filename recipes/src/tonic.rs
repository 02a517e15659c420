//! A gRPC server with tonic, and its health service, which says that the server is about to stop.
//!
//! Interrupts:
//!
//! - `grpc` has both an `async` interrupt and a `|stop|`, which is set when the interrupt has finished: first the
//!   health service reports `NOT_SERVING`, then the server drains. So watchers get the news before their streams end.
//! - The interrupt also ends the watchers' streams: `Watch` never ends by itself, and tonic waits for every stream. One
//!   client that watches would hold up the shutdown for the whole grace. The same holds for endless streams of your
//!   own: end them with a clone of the `Stop`.
//! - `#[grace]` bounds it. What is then stuck are tasks of the runtime, which end with it.
//!
//! Not covered: services of your own, which come from a `.proto`: they are added beside `health`. Time for the clients
//! to look at the health before anything stops: [`lame_duck`](crate::kubernetes). TLS.

use std::time::Duration;

use run_group::{Error, Stop, run_group, signal};
use tokio::net::TcpListener;
use tonic::transport::{self, Server, server::TcpIncoming};
use tonic_health::{
    ServingStatus,
    pb::health_server::{Health, HealthServer},
    server::{HealthReporter, health_reporter},
};

/// Serves until the process is asked to stop. The calls in flight then have `grace` to end.
pub async fn run(listener: TcpListener, grace: Duration) -> Result<(), Error> {
    let (reporter, health) = health_reporter();
    run_group! {
        #[grace(grace)]
        grpc:    |stop| serve(listener, health, stop) => async { retire(reporter).await; Ok(()) },
        signals: signal::shutdown(),
    }
    .await
}

async fn serve(listener: TcpListener, health: HealthServer<impl Health>, stop: Stop) -> Result<(), transport::Error> {
    Server::builder().add_service(health).serve_with_incoming_shutdown(TcpIncoming::from(listener), stop).await
}

/// Reports to the watchers of the server as a whole, whose name is empty, and ends their streams.
async fn retire(mut reporter: HealthReporter) {
    reporter.set_service_status("", ServingStatus::NotServing).await;
    reporter.clear_service_status("").await;
}

#[cfg(test)]
mod tests {
    use std::net::SocketAddr;

    use tonic::transport::{Channel, Endpoint};
    use tonic_health::pb::{HealthCheckRequest, health_check_response::ServingStatus::*, health_client::HealthClient};

    use super::*;
    use crate::support::{alone, closed, listen, soon};

    const AMPLE: Duration = Duration::from_secs(60);

    async fn client(address: SocketAddr) -> HealthClient<Channel> {
        let endpoint = Endpoint::from_shared(format!("http://{address}")).unwrap();
        HealthClient::new(endpoint.connect().await.unwrap())
    }

    #[tokio::test]
    async fn a_watcher_is_notified_and_does_not_hold_it_up() {
        let alone = alone().await;
        let (listener, address) = listen().await;
        let service = tokio::spawn(run(listener, AMPLE));
        let mut watch = client(address).await.watch(HealthCheckRequest::default()).await.unwrap().into_inner();
        assert_eq!(soon(watch.message()).await.unwrap().unwrap().status(), Serving);

        alone.terminate();

        assert_eq!(soon(watch.message()).await.unwrap().unwrap().status(), NotServing);
        assert_eq!(soon(watch.message()).await.unwrap(), None);
        soon(service).await.unwrap().unwrap();
        closed(address).await;
    }
}
