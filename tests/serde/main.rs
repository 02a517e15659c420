//! A report as JSON.

use std::{future::pending, time::Duration};

use run_group::{Report, Stop, run_group};
use serde_json::{Value, json};

fn json<E: std::fmt::Display>(report: &Report<E>) -> Value {
    serde_json::to_value(report).expect("JSON")
}

#[tokio::test(start_paused = true)]
async fn a_report_has_all_that_happened() {
    let second = Duration::from_secs(1);
    let report = run_group! {
        db: |stop, ready| async {
            tokio::time::sleep(second).await;
            ready.set();
            stop.await;
            Err("flush: disk full".into())
        },
        #[after(db)]
        server: async {
            tokio::time::sleep(second).await;
            Ok(())
        } => drop,
        stuck: pending::<()>() => {},
    }
    .grace(second)
    .report()
    .await;

    assert_eq!(
        json(&report),
        json!({
            "exit_code": 1,
            "error": {
                "text": "actor `db` failed (stuck: `stuck`)", "actor": "db", "end": "failed", "stuck": ["stuck"],
                "cut_short": [], "unready": [], "others": [],
            },
            "cause": { "text": "`server` ended", "actor": "server", "end": "ok", "signal": null },
            "cause_ms": 2000,
            "ready_ms": 1000,
            "elapsed_ms": 3000,
            "gave_up": "the time was up",
            "actors": [
                {
                    "name": "db", "end": "failed", "text": "failed: flush: disk full", "started_ms": 0, "ready_ms": 1000,
                    "interrupted_ms": 2000, "ended_ms": 2000, "stuck_in_interrupt": false,
                },
                {
                    "name": "server", "end": "ok", "text": "ended", "started_ms": 1000, "ready_ms": 1000,
                    "interrupted_ms": 2000, "ended_ms": 2000, "stuck_in_interrupt": false,
                },
                {
                    "name": "stuck", "end": "stuck", "text": "was stuck", "started_ms": 0, "ready_ms": 0,
                    "interrupted_ms": 2000, "ended_ms": 3000, "stuck_in_interrupt": false,
                },
            ],
        })
    );
}

#[tokio::test(start_paused = true)]
async fn a_start_that_took_too_long_is_of_no_actor() {
    let report = run_group! { cache: |stop, ready| async { let _ready = ready; stop.await; Ok(()) } }
        .startup(Duration::from_secs(5))
        .report()
        .await;

    let json = json(&report);
    let text = "not ready within 5s: `cache`";
    assert_eq!(json["cause"], json!({ "text": text, "actor": null, "end": "unready", "signal": null }));
    assert_eq!(json["error"]["unready"], json!(["cache"]));
    assert_eq!(json["ready_ms"], Value::Null);
    assert_eq!(json["actors"][0]["ready_ms"], Value::Null);
}

#[tokio::test]
async fn a_success_has_no_error() {
    let quit = Stop::new();
    quit.stop();
    let json = json(&run_group! { one: |stop| stop }.until(quit).report().await);
    assert_eq!((&json["error"], &json["exit_code"]), (&Value::Null, &json!(0)));
    assert_eq!(json["cause"]["text"], "asked to stop");
}
