//! How long the temporaries of the list live.

use run_group::{Cause, Interrupt, Stop, run_group};

use crate::support::{DetectDrop, Log, done, drive};

/// Borrows something until it is dropped, and says when that is.
struct Borrower<'a>(&'a Log, &'a DetectDrop);

impl Drop for Borrower<'_> {
    fn drop(&mut self) {
        self.0.say(format_args!("actor with {} dropped", self.1.0));
    }
}

async fn borrow(borrower: Borrower<'_>, stop: Option<Stop>) {
    if let Some(stop) = stop {
        stop.stopped().await;
    }
    drop(borrower);
}

#[test]
fn an_actors_temporary_lasts_to_the_statements_end() {
    let log = Log::new();
    let temporary = |name| DetectDrop(name, log.clone());
    drive(async {
        run_group! {
            first: |stop| borrow(Borrower(&log, &temporary("one")), Some(stop)),
            second: borrow(Borrower(&log, &temporary("two")), None) => { log.say("interrupt") },
        }
        .await
        .unwrap();
        log.say("next statement");
    });
    log.expect(&[
        "actor with two dropped",
        "interrupt",
        "actor with one dropped",
        "drop two",
        "drop one",
        "next statement",
    ]);
}

#[test]
fn an_interrupts_temporary_lasts_to_the_statements_end() {
    struct Says<'a>(&'a DetectDrop);

    impl<E> Interrupt<E> for Says<'_> {
        fn interrupt(self, _: &Cause<'_, E>) {
            self.0.1.say("interrupt");
        }
    }

    let log = Log::new();
    drive(async {
        run_group! { work: done() => Says(&DetectDrop("temporary", log.clone())) }.await.unwrap();
        log.say("next statement");
    });
    log.expect(&["interrupt", "drop temporary", "next statement"]);
}
