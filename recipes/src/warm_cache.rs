//! A cache that is warm before the first request comes, and is refreshed from then on.
//!
//! - `cache` says that it is ready when it has been filled. It goes on as the actor that refreshes it, so one actor owns it from
//!   the first fill to the last.
//! - A first fill that fails is an error, and the cause. A refresh that fails is none: what is in the cache still serves.
//!
//! Interrupts:
//!
//! - `cache` writes nothing back, so it is dropped, whether it fills, refreshes or waits.
//! - `http` is after it, so it starts when the cache is warm, and `cache` is dropped when the last request is answered.
//! - `signals` holds nothing, so it is dropped.
//!
//! Not covered: a cache so stale that it must not serve. Then call `ready.unset()`, which takes `/readyz` down until the next
//! refresh calls `ready.set()` ([`kubernetes`](crate::kubernetes)).

use std::{
    sync::{Arc, RwLock},
    time::Duration,
};

use axum::{Router, extract::State, routing::get};
use run_group::{AnyError, Error, Ready, run_group, signal};
use tokio::{net::TcpListener, time::sleep};

type Cache = Arc<RwLock<String>>;

/// Serves until the process is asked to stop. `load` reads what is to be in the cache.
pub async fn run(listener: TcpListener, load: impl AsyncFn() -> Result<String, AnyError>) -> Result<(), Error> {
    let cache = Cache::default();
    let app = Router::new().route("/", get(cached)).with_state(cache.clone());
    run_group! {
        cache:   |_, ready| keep_warm(&cache, load, ready) => drop,
        #[after(cache)]
        http:    |stop| axum::serve(listener, app).with_graceful_shutdown(stop),
        signals: signal::shutdown(),
    }
    .startup(Duration::from_secs(60))
    .grace(Duration::from_secs(20))
    .await
}

async fn cached(State(cache): State<Cache>) -> String {
    cache.read().expect("a writer does not panic").clone()
}

/// Fills the cache, and then again every minute.
async fn keep_warm(
    cache: &Cache,
    load: impl AsyncFn() -> Result<String, AnyError>,
    ready: Ready,
) -> Result<(), AnyError> {
    fill(cache, load().await?);
    ready.set();
    loop {
        sleep(Duration::from_secs(60)).await;
        match load().await {
            Ok(text) => fill(cache, text),
            Err(error) => eprintln!("the cache is not refreshed: {error}"),
        }
    }
}

fn fill(cache: &Cache, text: String) {
    *cache.write().expect("no reader panics") = text;
}

#[cfg(test)]
mod tests {
    use std::sync::atomic::{AtomicU32, Ordering};

    use super::*;
    use crate::support::{alone, get, hold_the_clock, listen, settle, soon};

    #[tokio::test(start_paused = true)]
    async fn it_is_filled_before_the_first_request_and_refreshed_later() {
        let alone = alone().await;
        let clock = hold_the_clock();
        let (listener, address) = listen().await;
        let loads = AtomicU32::new(0);
        let load = async || match loads.fetch_add(1, Ordering::Relaxed) {
            0 => {
                settle().await;
                Ok("first".into())
            }
            1 => Err("no route to host".into()),
            _ => Ok("later".into()),
        };
        let client = async {
            assert!(get(address, "/").await.unwrap().ends_with("first"));
            drop(clock);
            sleep(Duration::from_secs(121)).await;
            assert!(get(address, "/").await.unwrap().ends_with("later"));
            alone.terminate();
        };

        let (ended, ()) = tokio::join!(run(listener, load), client);

        ended.unwrap();
    }

    #[tokio::test]
    async fn a_first_fill_that_fails_ends_the_start() {
        let _alone = alone().await;
        let (listener, _) = listen().await;

        let error = soon(run(listener, async || Err("no route to host".into()))).await.unwrap_err();

        assert_eq!(
            format!("{error:?}"),
            "actor `cache` failed: no route to host\nnot ready: `http`, which waits for `cache`"
        );
    }
}
