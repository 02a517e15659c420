//! A report is the same whether the actors have wakers of their own or not.

use std::{
    cell::RefCell,
    future::{pending, poll_fn},
    panic::resume_unwind,
    pin::pin,
    task::Poll,
};

use run_group::{Stop, run_group};

use crate::support::{SECOND, numbered::SHARED_POLLS, poll, poll_once};

/// What an actor does once `go` is set.
enum Reaction {
    Wait,
    End,
    Fail,
    Panic,
}

/// Runs a group in which most things happen that can, and polls it `polls` times before the first of them. Returns what
/// the report says, and in which order the actors act.
async fn reported(polls: usize) -> (String, Vec<String>) {
    let (go, interrupted, log) = (Stop::new(), Stop::new(), RefCell::new(Vec::new()));
    let waits = |name, reaction: Reaction| {
        let (mut go, mut reaction, log) = (Box::pin(go.stopped()), Some(reaction), &log);
        poll_fn(move |cx| {
            std::task::ready!(poll_once(go.as_mut(), cx.waker()));
            let Some(reaction) = reaction.take() else { return Poll::Pending };
            log.borrow_mut().push(format!("{name} acts"));
            match reaction {
                Reaction::Wait => Poll::Pending,
                Reaction::End => Poll::Ready(Ok(())),
                Reaction::Fail => Poll::Ready(Err("failed")),
                Reaction::Panic => resume_unwind(Box::new("boom")),
            }
        })
    };
    let group = run_group! {
        #[may_finish] finishes: waits("finishes", Reaction::End) => {},
        stuck: waits("stuck", Reaction::Wait) => {},
        fails: waits("fails", Reaction::Fail) => {},
        dropped: waits("dropped", Reaction::Wait) => drop,
        panics: waits("panics", Reaction::Panic) => {},
        #[outlives(dropped)]
        stops: |stop| async { stop.stopped().await; Ok(()) } => async { interrupted.stopped().await },
        #[when(pending::<()>())]
        never: waits("never", Reaction::End) => drop,
        row: waits("row", Reaction::Wait) for _ in 0..3 => drop,
    };
    let mut report = pin!(group.on_cause(|_| interrupted.stop()).grace(10 * SECOND).report());
    for _ in 0..polls {
        assert!(poll(report.as_mut()).is_pending());
    }
    tokio::time::advance(SECOND).await;
    go.stop();
    let report = report.await;
    let text = report.to_string();
    (format!("{text}\n{:?}", report.into_result().unwrap_err()), log.take())
}

#[tokio::test(start_paused = true)]
async fn own_wakers_make_no_difference_to_it() {
    let shared = reported(1).await;
    assert!(shared.0.contains("stuck") && shared.0.contains("boom"), "{shared:?}");
    assert_eq!(reported(SHARED_POLLS + 2).await, shared);
}
