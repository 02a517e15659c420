//! What the actors of a nested group are called.

use std::future::{pending, ready};

use run_group::run_group;

use crate::support::{SECOND, drive, failures};

#[test]
fn an_actors_name_begins_with_its_groups() {
    let error = drive(run_group! {
        sub: run_group! { job: ready(Err::<(), _>("broken")) => drop },
    })
    .unwrap_err();
    assert_eq!(failures(&error), ["sub.job failed: broken"]);
}

#[test]
fn each_level_adds_a_name() {
    let error = drive(run_group! {
        a: run_group! { b: run_group! { c: run_group! { d: ready(Err::<(), _>("broken")) => drop } } },
    })
    .unwrap_err();
    assert_eq!(error.actor(), Some("a.b.c.d"));
}

#[test]
fn a_group_without_a_name_is_named_by_its_number() {
    let error = drive(run_group! {
        idle: pending::<()>() => drop,
        run_group! { job: ready(Err::<(), _>("broken")) => drop, ready(Err::<(), _>("too")) => drop },
        run_group::run_group!(async { Err("three".into()) } => drop),
    })
    .unwrap_err();
    assert_eq!(failures(&error), ["#1.job failed: broken", "#1.ready failed: too", "#2.#0 failed: three"]);
}

#[test]
fn an_item_of_a_row_has_its_number_after_both_names() {
    let error = drive(run_group! {
        sub: run_group! { row: ready(Err::<(), _>("broken")) for _ in 0..2 => drop },
    })
    .unwrap_err();
    assert_eq!(failures(&error), ["sub.row[0] failed: broken", "sub.row[1] failed: broken"]);
}

#[test]
fn a_keyword_is_named_without_its_mark() {
    let error =
        drive(run_group! { r#async: run_group! { r#loop: ready(Err::<(), _>("broken")) => drop } }).unwrap_err();
    assert_eq!(error.actor(), Some("async.loop"));
}

#[test]
fn one_name_may_stand_at_each_level() {
    let error = drive(run_group! {
        job: run_group! { job: ready(Err::<(), _>("inner")) => drop },
        other: run_group! { job: ready(Err::<(), _>("other")) => drop },
    })
    .unwrap_err();
    assert_eq!(failures(&error), ["job.job failed: inner", "other.job failed: other"]);
}

#[tokio::test(start_paused = true)]
async fn the_stuck_are_named_with_their_group() {
    let error = run_group! {
        sub: run_group! { db: pending::<()>() => {}, cache: pending::<()>() => async { pending::<()>().await } },
        job: async { Ok(()) } => drop,
    }
    .grace(SECOND)
    .await
    .unwrap_err();
    assert_eq!(error.stuck(), ["sub.db", "sub.cache"]);
    assert_eq!(error.stuck_in_interrupt(), ["sub.cache"]);
}

#[test]
fn a_report_lists_the_actors_and_not_the_group() {
    let report = drive(
        run_group! {
            sub: run_group! { a: ready(()) => drop, b: pending::<()>() => drop } => {},
            c: pending::<()>() => drop,
        }
        .report(),
    );
    let names: Vec<_> = report.actors().map(|actor| actor.name()).collect();
    assert_eq!(names, ["sub.a", "sub.b", "c"]);
}

#[test]
fn a_thread_is_named_after_its_actor_and_group() {
    let (name, thread_name) = std::sync::mpsc::channel();
    run_group! {
        sub: run_group! {
            worker: run_group::thread(move || name.send(std::thread::current().name().map(str::to_owned)).unwrap()) => {},
        },
    }
    .run()
    .unwrap();
    assert_eq!(thread_name.recv().unwrap().as_deref(), Some("sub.worker"));
}
