//! What the reporters of `anyhow` and `eyre` show of a group's error.

use std::future::{pending, ready};

use run_group::{Error, run_group};

use super::{failed, failed_with_others, nested_and_typed};
use crate::{
    api::support::{REFUSED, SECOND},
    support::drive,
};

fn anyhow_says<E: std::error::Error + Send + Sync + 'static>(error: E) -> String {
    without_places(&format!("{:?}", anyhow::Error::from(error)))
}

fn eyre_says<E: std::error::Error + Send + Sync + 'static>(error: E) -> String {
    without_places(&format!("{:?}", eyre::Report::from(error)))
}

/// Without the places in the code, which a reporter may add.
fn without_places(text: &str) -> String {
    let end = ["\n\nLocation:", "\n\nStack backtrace:"].into_iter().filter_map(|title| text.find(title)).min();
    text[..end.unwrap_or(text.len())].to_owned()
}

async fn failed_with_stuck() -> Error<anyhow::Error> {
    run_group! {
        type Error = anyhow::Error;
        job: ready(Err::<(), _>(anyhow::anyhow!("no space"))) => drop,
        db: ready(Err::<(), _>(anyhow::anyhow!("disk full"))) => drop,
        http: pending::<()>() => || {},
        cache: pending::<()>() => || {},
    }
    .grace(SECOND)
    .await
    .unwrap_err()
}

#[test]
fn they_show_the_chain_once() {
    let chain = "actor `http` failed\n\nCaused by:\n    \
        0: cannot connect\n    1: connection refused\n    2: os error 111";
    assert_eq!(anyhow_says(failed()), chain);
    let chain = "actor `http` failed\n\nCaused by:\n   \
        0: cannot connect\n   1: connection refused\n   2: os error 111";
    assert_eq!(eyre_says(failed()), chain);
}

#[test]
fn they_show_that_others_failed() {
    for text in [anyhow_says(failed_with_others()), eyre_says(failed_with_others())] {
        assert!(text.starts_with("actor `http` failed (and 3 more)\n\nCaused by:\n"), "{text}");
    }
}

#[test]
fn they_show_that_others_of_a_nested_group_failed() {
    for text in [anyhow_says(nested_and_typed()), eyre_says(nested_and_typed())] {
        assert!(text.contains("actor `http` failed (and 1 more)\n"), "{text}");
    }
}

#[tokio::test(start_paused = true)]
async fn they_show_the_stuck() {
    for text in [anyhow_says(failed_with_stuck().await), eyre_says(failed_with_stuck().await)] {
        let first = text.lines().next().unwrap();
        assert_eq!(first, "actor `job` failed (and 1 more; stuck: `http`, `cache`)", "{text}");
    }
}

#[test]
fn they_show_an_error_that_is_in_no_chain() {
    let failed =
        || drive(run_group! { type Error = String; http: ready(Err::<(), _>("refused")) => drop }).unwrap_err();
    assert_eq!(anyhow_says(failed()), "actor `http` failed: refused");
    assert_eq!(eyre_says(failed()), "actor `http` failed: refused");
}

#[test]
fn the_chain_in_one_line_reads_as_one_sentence() {
    let error = drive(run_group! {
        type Error = eyre::Report;
        http: ready(Err::<(), _>(REFUSED)) => drop,
        db: ready(Err::<(), _>(REFUSED)) => drop,
    })
    .unwrap_err();
    assert_eq!(
        format!("{:#}", anyhow::Error::from(error)),
        "actor `http` failed (and 1 more): cannot connect: connection refused: os error 111"
    );
}
