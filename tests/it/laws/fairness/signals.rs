//! Signals reach a group whose actors have wakers of their own, however busy they are.

use std::{
    cell::Cell,
    future::{Future, pending, poll_fn},
    process::{self, Command},
    thread::sleep,
    time::Duration,
};

use run_group::{GaveUp, Signal, run_group, signal};

use crate::support::{
    budget::{burn, sip},
    drive_beside_threads,
    numbered::Numbered,
};

/// Sends a signal to this process.
fn send(signal: &str) {
    let sent = Command::new("kill").args([signal, &process::id().to_string()]).status();
    assert!(sent.unwrap().success());
}

#[test]
fn a_second_signal_makes_a_group_in_its_drain_give_up() {
    let actors = Numbered::of(5);
    let mut group = actors.with_own_wakers(Box::pin(run_group! {
        row: actors.nth(index) for index in 0..5 => {},
        signals: signal::any([Signal::User1, Signal::User2]) => drop,
    }));
    let stages = Cell::new(0);
    let error = drive_beside_threads(poll_fn(|cx| {
        let poll = group.as_mut().poll(cx);
        match (stages.get(), actors.take().len()) {
            (0, _) => send("-USR1"),
            // All have been interrupted, and have been polled.
            (1, 5) => {
                // Sooner, and it would be a copy of the first request.
                sleep(Duration::from_millis(110));
                send("-USR2");
            }
            _ => return poll,
        }
        stages.set(stages.get() + 1);
        poll
    }))
    .unwrap_err();
    // They had been interrupted less than a second before.
    assert_eq!((error.cut_short().len(), stages.get()), (5, 2));
    assert_eq!(error.gave_up(), Some(GaveUp::Signal(Signal::User2)));
}

#[tokio::test]
async fn a_signal_is_received_though_all_spend_the_budget() {
    let polls = vec![Cell::new(0); 64];
    let cause = Cell::new(None);
    run_group! {
        row: burn(polls) for polls in &polls => drop,
        killer: async {
            // Until the actors have wakers of their own.
            sip(300).await?;
            send("-TERM");
            pending().await
        } => drop,
        signals: signal::any([Signal::Terminate]) => drop,
    }
    .on_cause(|of| cause.set(of.signal()))
    .await
    .unwrap();
    assert_eq!(cause.get(), Some(Signal::Terminate));
}
