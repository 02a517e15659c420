//! What the items of a row are called.

use std::{cell::RefCell, future::pending, pin::pin, thread as os};

use run_group::{run_group, thread};

use crate::support::{Log, done, drive, drive_beside_threads, failures, poll};

/// Fails at its first poll, or never ends.
async fn fails(now: bool) -> Result<(), &'static str> {
    if now { Err("failed") } else { pending().await }
}

#[test]
fn an_item_has_the_rows_name_and_its_number() {
    for failing in 0..3 {
        let group = run_group! { row: fails(item == failing) for item in 0..3 => drop };
        let error = drive(group).unwrap_err();
        assert_eq!(error.actor(), Some(format!("row[{failing}]").as_str()));
    }
}

#[test]
fn an_unnamed_row_is_named_by_its_expression() {
    struct Server;

    impl Server {
        async fn run(&self, now: bool) -> Result<(), &'static str> {
            fails(now).await
        }
    }

    let server = Server;
    let group = run_group! { fails(item == 1) for item in 0..3 => drop };
    assert_eq!(drive(group).unwrap_err().actor(), Some("fails[1]"));
    let group = run_group! { server.run(item == 1) for item in 0..3 => drop };
    assert_eq!(drive(group).unwrap_err().actor(), Some("server.run[1]"));
    let group = run_group! {
        done() if false => drop,
        async move { fails(item == 2).await?; Ok(()) } for item in 0..3 => drop,
    };
    assert_eq!(drive(group).unwrap_err().actor(), Some("#1[2]"));
}

#[test]
fn beside_other_actors_each_keeps_its_own_name() {
    let names = "a first[0] first[1] first[2] b second[0] second[1] second[2] second[3] second[4] last[0]";
    for (failing, name) in names.split(' ').enumerate() {
        let group = run_group! {
            a: fails(failing == 0) => drop,
            first: fails(failing == 1 + item) for item in 0..3 => drop,
            empty: fails(true) for () in [] => drop,
            b: fails(failing == 4) => drop,
            second: fails(failing == 5 + item) for item in 0..5 => drop,
            last: fails(failing == 10 + item) for item in 0..1 => drop,
        };
        assert_eq!(drive(group).unwrap_err().actor(), Some(name));
    }
}

#[test]
fn an_item_left_out_keeps_its_number() {
    let group = run_group! {
        type Error = &'static str;
        row: fails(true) for item in 0..6 if item % 3 == 2 => drop,
    };
    assert_eq!(failures(&drive(group).unwrap_err()), ["row[2] failed: failed", "row[5] failed: failed"]);
}

#[test]
fn the_cause_names_the_item() {
    let said = RefCell::new(Vec::new());
    let group = run_group! {
        row: fails(item == 1) for item in 0..3 => |cause| said.borrow_mut().push(cause.to_string()),
    };
    assert!(poll(pin!(group)).is_pending());
    assert_eq!(said.into_inner(), ["`row[1]` failed: failed"; 3]);
}

#[test]
fn an_async_interrupts_error_names_its_item() {
    let group = run_group! {
        type Error = &'static str;
        row: done() for item in 0..3 => async move { if item == 1 { Err("close") } else { Ok(()) } },
    };
    assert_eq!(failures(&drive(group).unwrap_err()), ["row[1] failed: close"]);
}

#[test]
fn a_thread_is_named_after_its_item() {
    let log = Log::new();
    let group = run_group! {
        worker: thread({
            let log = log.clone();
            move || log.say(os::current().name().unwrap_or("none"))
        }) for _ in 0..3 => {},
    };
    drive_beside_threads(group).unwrap();
    let mut names = log.take();
    names.sort();
    assert_eq!(names, ["worker[0]", "worker[1]", "worker[2]"]);
}
