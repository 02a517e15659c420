//! A temporary of an actor lives as long as the group that is awaited in the same statement.
#![deny(warnings)]

use run_group::{AnyError, Stop, run_group};
use std::time::Duration;

#[derive(Default)]
struct Config(u32);

async fn serve(config: &Config) {
    assert_eq!(config.0, 0);
}

async fn serve_until(stop: Stop, config: &Config) {
    stop.stopped().await;
    assert_eq!(config.0, 0);
}

fn patience(config: &Config) -> Duration {
    Duration::from_secs(8 + u64::from(config.0))
}

async fn group() -> Result<(), AnyError> {
    run_group! {
        one: serve(&Config::default()) => drop,
        two: |stop| serve_until(stop, &Config::default()),
        three: |stop| serve_until(stop, &Config::default()) => &Stop::new(),
        four: serve(&Config::default()) => &Stop::new(),
        five: run_group! { serve(&Config::default()) => drop } => drop,
        #[when(serve(&Config::default()))]
        six: serve(&Config::default()) => drop,
        #[grace(patience(&Config::default()))]
        #[when(serve(&Config::default()))]
        #[cfg(all())]
        #[may_finish]
        seven: |stop| serve_until(stop, &Config::default()),
        #[when(serve(&Config::default()))]
        #[grace(patience(&Config::default()))]
        #[must_run]
        eight: |stop| serve_until(stop, &Config::default()) => &Stop::new(),
    }
    .await?;
    Ok(())
}

fn main() -> Result<(), AnyError> {
    run_group! { serve(&Config::default()) => drop, group() => drop }.run()?;
    Ok(())
}
