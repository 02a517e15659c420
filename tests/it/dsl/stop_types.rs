//! `|stop: Type|` and `|_|`: what an actor is handed instead of a `Stop`.

use std::{
    cell::{Cell, RefCell},
    pin::pin,
};

use run_group::{CancellationToken, CancellationToken as Token, Stop, run_group, task};

use crate::support::{Log, done, drive, poll};

/// Where an actor leaves its token for the test to look at.
type Left = RefCell<Option<Token>>;

/// Leaves a token and waits for it.
async fn leave(left: &Left, token: Token) {
    *left.borrow_mut() = Some(token.clone());
    token.cancelled().await;
}

fn is_cancelled(left: &Left) -> bool {
    left.borrow().as_ref().expect("the actor has left its token").is_cancelled()
}

#[test]
fn a_token_is_cancelled_right_after_the_interrupt() {
    let (left, log) = (Left::default(), Log::new());
    drive(run_group! {
        server: |stop: CancellationToken| leave(&left, stop) => { log.say(is_cancelled(&left)) },
        job: done() => || log.say(is_cancelled(&left)),
    })
    .unwrap();
    log.expect(&["false", "true"]);
}

#[test]
fn it_is_the_type_that_says_what_is_handed() {
    type Renamed = run_group::Stop;
    let (path, alias) = (Left::default(), Left::default());
    drive(run_group! {
        path: |stop: run_group::CancellationToken| leave(&path, stop),
        alias: |stop: Token| leave(&alias, stop),
        plain: |stop: Stop| stop.stopped_owned(),
        renamed: |stop: Renamed| async { let _: &Stop = &stop; stop.stopped().await; Ok(()) },
        inferred: |stop: _| async move { let _: &Stop = &stop; stop.stopped().await; Ok(()) },
        job: done() => drop,
    })
    .unwrap();
    assert!(is_cancelled(&path) && is_cancelled(&alias));
}

#[test]
fn each_item_of_a_row_has_a_token_of_its_own() {
    let tokens = [Left::default(), Left::default()];
    let mut group = pin!(run_group! { server: |stop: Token| leave(left, stop) for left in &tokens });
    assert!(poll(group.as_mut()).is_pending());
    tokens[0].borrow().as_ref().unwrap().cancel();
    assert!(!is_cancelled(&tokens[1]));
    drive(group).unwrap();
    assert!(is_cancelled(&tokens[1]));
}

#[tokio::test]
async fn a_token_moves_into_a_block_and_a_task() {
    let seen = Cell::new(0);
    run_group! {
        block: |stop: Token| async { stop.cancelled().await; seen.set(seen.get() + 1); Ok(()) },
        task: |stop: Token| task(async move { stop.cancelled().await; Ok(()) }),
        job: done() => drop,
    }
    .await
    .unwrap();
    assert_eq!(seen.get(), 1);
}

#[test]
fn a_token_is_cancelled_with_a_group_that_is_dropped() {
    let left = Left::default();
    let mut group = Box::pin(run_group! { server: |stop: Token| leave(&left, stop) });
    assert!(poll(group.as_mut()).is_pending());
    assert!(!is_cancelled(&left));
    drop(group);
    assert!(is_cancelled(&left));
}

#[test]
fn an_actor_with_an_underscore_is_handed_nothing() {
    let (log, stop) = (Log::new(), Stop::new());
    drive(run_group! {
        plain: |_| stop.stopped() => &stop,
        typed: |_: Token| async { stop.stopped().await; Ok(()) } => |cause| log.say(cause),
        job: done() => drop,
    })
    .unwrap();
    log.expect(&["`job` ended"]);
}
