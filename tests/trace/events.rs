//! Which events there are, each with its level, its span, its message and its fields.

use std::{
    future::{pending, ready},
    panic,
    sync::{
        Arc,
        atomic::{AtomicUsize, Ordering},
    },
    time::Duration,
};

use run_group::{ActorSet, AnyError, Signal, Stop, run_group, task, thread};
use tokio::{task::yield_now, time::sleep};
use tracing::{
    Dispatch, Event, Level, Subscriber,
    dispatcher::{get_default, with_default},
    info,
};
use tracing_subscriber::{
    layer::{Context, Layer, SubscriberExt},
    registry::Registry,
};

use crate::lines::{Lines, lines_of};

#[test]
fn each_step_of_a_run_is_an_event() {
    let lines = lines_of(|| {
        run_group! {
            http: |stop| async { stop.stopped().await; sleep(Duration::from_millis(20)).await; Ok(()) },
            idle: pending::<()>() => drop,
            job: async { sleep(Duration::from_secs(3)).await; Err("no table".into()) } => drop,
        }
    });
    assert_eq!(
        lines,
        [
            "DEBUG group started actors=3",
            "DEBUG actor(http) started actor=http",
            "DEBUG actor(idle) started actor=idle",
            "DEBUG actor(job) started actor=job",
            "ERROR actor(job) failed actor=job error=no table",
            "INFO stopping actor=job cause=`job` failed: no table",
            "DEBUG actor(http) interrupted actor=http",
            "DEBUG actor(idle) interrupted actor=idle",
            "DEBUG actor(idle) dropped actor=idle",
            "DEBUG actor(job) interrupted actor=job",
            "DEBUG actor(http) ended actor=http",
            "INFO stopped elapsed_ms=20",
        ]
    );
}

#[test]
fn actors_of_a_nested_group_have_its_name_in_their_events() {
    let lines = lines_of(|| {
        run_group! {
            #[when(yield_now())]
            api: run_group! { http: pending::<()>() => drop, job: ready(()) => {} } => {},
        }
    });
    assert_eq!(
        lines,
        [
            "DEBUG group started actors=3",
            "DEBUG actor(api) started actor=api",
            "DEBUG actor(api.http) started actor=api.http",
            "DEBUG actor(api.job) started actor=api.job",
            "DEBUG actor(api.job) ended actor=api.job",
            "INFO stopping actor=api.job cause=`api.job` ended",
            "DEBUG actor(api) interrupted actor=api",
            "DEBUG actor(api.http) interrupted actor=api.http",
            "DEBUG actor(api.http) dropped actor=api.http",
            "DEBUG actor(api.job) interrupted actor=api.job",
            "INFO stopped elapsed_ms=0",
        ]
    );
}

#[test]
fn a_group_that_is_asked_to_stop_names_no_actor() {
    let lines = lines_of(|| run_group! { idle: pending::<()>() => drop }.until(ready(())));
    assert_eq!(lines[2], "INFO stopping cause=asked to stop");
}

#[test]
fn every_end_has_its_words() {
    let lines = lines_of(|| async {
        let result = run_group! {
            #[must_run]
            early: ready(()) => drop,
            panics: |stop| async move { stop.stopped().await; panic!("oh no") },
            #[grace(Duration::from_secs(1))]
            stuck: pending::<()>() => || {},
            task: task(pending::<()>()) => drop,
        }
        .await;
        assert!(result.is_err());
    });
    let ends: Vec<_> = lines.iter().filter(|line| !line.contains("started") && !line.contains("interrupted")).collect();
    assert_eq!(
        ends,
        [
            "ERROR actor(early) ended before it was asked to actor=early",
            "INFO stopping actor=early cause=`early` ended before it was asked to",
            "ERROR panicked actor=panics error=oh no",
            "DEBUG actor(task) dropped actor=task",
            "WARN actor(stuck) stuck actor=stuck",
            "INFO stopped elapsed_ms=1000",
        ]
    );
}

#[test]
fn in_a_lame_duck_nothing_is_waited_for() {
    let lines = lines_of(|| {
        run_group! {
            http: pending::<()>() => drop,
            quit: ready(Signal::Terminate) => drop,
        }
        .lame_duck(Duration::from_secs(12))
    });
    assert!(!lines.iter().any(|line| line.contains("still waiting")), "{lines:#?}");
    assert_eq!(lines.last().unwrap(), "INFO stopped elapsed_ms=12000");
}

#[test]
fn the_cause_is_one_event_though_on_cause_panics() {
    let lines = lines_of(|| async {
        let report = run_group! { job: async { Ok(()) } => drop }.on_cause(|_| panic!("oh no")).report().await;
        assert!(report.result().is_err());
    });
    assert_eq!(lines.iter().filter(|line| line.contains("stopping")).count(), 1, "{lines:#?}");
}

#[test]
fn a_signal_is_the_cause_by_its_name() {
    let lines = lines_of(|| run_group! { signals: ready(Signal::Terminate) => drop });
    assert!(lines.contains(&"INFO stopping actor=signals cause=received SIGTERM".into()), "{lines:#?}");
}

#[test]
fn an_actor_starts_when_its_gate_opens() {
    let migrated = Stop::new();
    let lines = lines_of(|| {
        run_group! {
            #[when(migrated.stopped())]
            server: async { Ok(()) } => drop,
            #[may_finish]
            migrate: async { migrated.stop(); Ok(()) } => drop,
        }
    });
    let starts: Vec<_> = lines.iter().filter(|line| line.contains(" started actor=")).collect();
    assert_eq!(starts, ["DEBUG actor(migrate) started actor=migrate", "DEBUG actor(server) started actor=server"]);
}

/// Wakes the group every second: what does so otherwise has a clock that is not paused.
async fn seconds(count: u32) {
    for _ in 0..count {
        sleep(Duration::from_secs(1)).await;
    }
}

#[test]
fn a_long_drain_names_what_is_waited_for() {
    let lines = lines_of(|| {
        run_group! {
            job: async { Ok(()) } => drop,
            db: |stop| async { stop.stopped().await; seconds(12).await; Ok(()) },
            http: |stop| async { stop.stopped().await; sleep(Duration::from_secs(7)).await; Ok(()) },
            #[outlives(db)]
            log: |stop| async { stop.stopped().await; Ok(()) },
        }
    });
    let reminders: Vec<_> = lines.iter().filter(|line| line.contains("still waiting")).collect();
    assert_eq!(
        reminders,
        [
            "WARN still waiting elapsed_ms=5000 waiting_for=`db`, `http`",
            "WARN still waiting elapsed_ms=10000 waiting_for=`db`",
        ]
    );
}

/// Sets a stop at the first warning.
struct StopAtWarning(Stop);

impl<S: Subscriber> Layer<S> for StopAtWarning {
    fn on_event(&self, event: &Event<'_>, _: Context<'_, S>) {
        if *event.metadata().level() == Level::WARN {
            self.0.stop();
        }
    }
}

/// Nothing but the reminder makes it end.
#[test]
fn on_any_executor_a_long_drain_is_reminded_of() {
    let reminded = Stop::new();
    let subscriber = Dispatch::new(Registry::default().with(StopAtWarning(reminded.clone())));
    let group = run_group! {
        job: async { Ok(()) } => drop,
        db: reminded.stopped() => {},
    };
    with_default(&subscriber, || futures::executor::block_on(group)).unwrap();
}

/// The hook of panics would be called even for one that is caught.
#[test]
fn without_a_timer_nothing_panics() {
    let panics = Arc::new(AtomicUsize::new(0));
    let (count, this) = (panics.clone(), std::thread::current().id());
    let before = panic::take_hook();
    panic::set_hook(Box::new(move |info| {
        if std::thread::current().id() == this {
            count.fetch_add(1, Ordering::SeqCst);
        }
        before(info);
    }));
    let runtime = tokio::runtime::Builder::new_current_thread().build().unwrap();
    let result = with_default(&Lines::default().dispatch(), || {
        runtime.block_on(run_group! {
            job: async { Ok(()) } => drop,
            db: |stop| async { stop.stopped().await; yield_now().await; Ok(()) },
        })
    });
    assert!(result.is_ok());
    assert_eq!(panics.load(Ordering::SeqCst), 0);
}

#[test]
fn it_needs_no_tokio() {
    let lines = Lines::default();
    with_default(&lines.dispatch(), || {
        futures::executor::block_on(run_group! { job: async { Ok(()) } => drop }).unwrap();
    });
    let mut lines = lines.take();
    // The clock is the real one.
    let last = lines.pop().unwrap();
    assert!(last.starts_with("INFO stopped elapsed_ms="), "{last}");
    assert_eq!(
        lines,
        [
            "DEBUG group started actors=1",
            "DEBUG actor(job) started actor=job",
            "DEBUG actor(job) ended actor=job",
            "INFO stopping actor=job cause=`job` ended",
            "DEBUG actor(job) interrupted actor=job",
        ]
    );
}

#[test]
fn an_actor_whose_poll_blocks_the_group_is_named() {
    let lines = lines_of(|| {
        run_group! {
            quick: pending::<()>() => drop,
            // The real clock counts here: a paused one stands still while something blocks.
            blocks: async { std::thread::sleep(Duration::from_millis(110)); Ok(()) } => drop,
        }
    });
    let warnings: Vec<_> = lines.iter().filter(|line| line.starts_with("WARN")).collect();
    let [warning] = warnings[..] else { panic!("{lines:#?}") };
    let took = warning.strip_prefix("WARN actor(blocks) one poll held up the whole group actor=blocks elapsed_ms=");
    assert!(took.is_some_and(|took| took.parse::<u64>().unwrap() >= 110), "{warning}");
}

#[test]
fn an_actors_own_events_are_in_its_span() {
    let lines = lines_of(|| {
        let (in_task, in_thread) = (get_default(Dispatch::clone), get_default(Dispatch::clone));
        run_group! {
            inline: |stop| async { stop.stopped().await; info!("hello"); Ok(()) } => { info!("interrupted") },
            own: |stop| task(async move { stop.stopped().await; with_default(&in_task, || info!("hello")) }),
            thread: thread(move || with_default(&in_thread, || info!("hello"))) => || {},
        }
    });
    let mut lines: Vec<_> = lines.iter().filter(|line| line.starts_with("INFO actor")).collect();
    lines.sort();
    assert_eq!(
        lines,
        [
            "INFO actor(inline) hello",
            "INFO actor(inline) interrupted",
            "INFO actor(own) hello",
            "INFO actor(thread) hello"
        ]
    );
}

/// It is within that of the set. One is added before the set starts, the other one after that.
#[test]
fn a_members_own_events_are_in_its_span() {
    let lines = lines_of(|| {
        let in_task = get_default(Dispatch::clone);
        let set = ActorSet::<AnyError>::new();
        let says = move |_| async move {
            with_default(&in_task, || info!("hello"));
            Ok(())
        };
        set.try_add("early", says.clone()).unwrap();
        let conns = set.clone();
        run_group! {
            set: set,
            job: async move {
                conns.add(String::from("late"), says).await?;
                while !conns.is_empty() { yield_now().await; }
                Ok(())
            } => drop,
        }
    });
    let lines: Vec<_> = lines.iter().filter(|line| line.starts_with("INFO actor")).collect();
    assert_eq!(lines, ["INFO actor(set[early]) actor(set) hello", "INFO actor(set[late]) actor(set) hello"]);
}

#[test]
fn with_own_wakers_the_events_are_the_same() {
    let [before, after] = [1, 20].map(|yields| {
        // After twenty polls the actors have wakers of their own.
        let of_drain = |stop: Stop| async move {
            stop.stopped().await;
            seconds(6).await;
            Err::<(), _>("flush")
        };
        lines_of(|| async move {
            let group = run_group! {
                http: |stop| async { stop.stopped().await; info!("bye"); Ok(()) },
                db: |stop| of_drain(stop),
                idle: pending::<()>() => drop,
                ticks: async {
                    for _ in 0..yields {
                        yield_now().await;
                    }
                    Ok(())
                } => drop,
            };
            assert_eq!(group.await.unwrap_err().actor(), Some("db"));
        })
    });
    assert!(before.iter().any(|line| line.contains("still waiting")), "{before:#?}");
    assert_eq!(after, before);
}
