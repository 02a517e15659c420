//! The events of a start: who is started when, and ready when.

use std::future::pending;

use run_group::run_group;
use tokio::time::{Duration, sleep};

use crate::lines::lines_of;

#[test]
fn each_step_of_a_start_is_an_event() {
    let lines = lines_of(|| {
        run_group! {
            #[after(cache)]
            server: pending::<()>() => drop,
            cache: |_, ready| async {
                sleep(Duration::from_secs(1)).await;
                ready.set();
                ready.unset();
                ready.set();
                pending().await
            } => drop,
            job: sleep(Duration::from_secs(2)) => drop,
        }
    });
    assert_eq!(
        lines,
        [
            "DEBUG group started actors=3",
            "DEBUG actor(cache) started actor=cache",
            "DEBUG actor(job) started actor=job",
            "DEBUG actor(cache) ready actor=cache",
            "DEBUG actor(server) started actor=server",
            "DEBUG actor(job) ended actor=job",
            "INFO stopping actor=job cause=`job` ended",
            "DEBUG actor(server) interrupted actor=server",
            "DEBUG actor(server) dropped actor=server",
            "DEBUG actor(cache) interrupted actor=cache",
            "DEBUG actor(cache) dropped actor=cache",
            "DEBUG actor(job) interrupted actor=job",
            "INFO stopped elapsed_ms=0",
        ]
    );
}

#[test]
fn a_startup_limit_is_the_cause_in_its_words() {
    let lines = lines_of(|| async {
        let group = run_group! {
            cache: |_, ready| async { let _ready = ready; pending().await } => drop,
            #[after(cache)]
            server: pending::<()>() => drop,
        };
        assert!(group.startup(Duration::from_secs(5)).await.is_err());
    });
    assert!(
        lines.iter().any(|line| line.contains("stopping cause=not ready within 5s: `cache`, `server`")),
        "{lines:#?}"
    );
    // What was never started has no event of a start.
    assert!(!lines.iter().any(|line| line.contains("actor(server) started")), "{lines:#?}");
}
