//! What `tracing` is told: stable names, which dashboards and alerts may rely on.

use std::{
    collections::BTreeMap,
    fmt::{self, Write},
    future::{pending, ready},
    sync::{Arc, Mutex},
    time::Duration,
};

use run_group::{Stop, run_group, task, thread};
use tokio::time::sleep;
use tracing::{
    Dispatch, Event, Subscriber,
    dispatcher::{get_default, with_default},
    field::{Field, Visit},
    info,
    span::{Attributes, Id},
};
use tracing_subscriber::{
    layer::{Context, Layer, SubscriberExt},
    registry::{LookupSpan, Registry},
};

/// Keeps each event as a line: level, spans, message, fields.
#[derive(Clone, Default)]
struct Lines(Arc<Mutex<Vec<String>>>);

impl Lines {
    fn dispatch(&self) -> Dispatch {
        Dispatch::new(Registry::default().with(self.clone()))
    }

    fn take(&self) -> Vec<String> {
        std::mem::take(&mut *self.0.lock().unwrap())
    }
}

#[derive(Default)]
struct Fields(BTreeMap<&'static str, String>);

impl Visit for Fields {
    fn record_debug(&mut self, field: &Field, value: &dyn fmt::Debug) {
        self.0.insert(field.name(), format!("{value:?}"));
    }

    fn record_str(&mut self, field: &Field, value: &str) {
        self.0.insert(field.name(), value.to_owned());
    }
}

impl<S: Subscriber + for<'a> LookupSpan<'a>> Layer<S> for Lines {
    fn on_new_span(&self, attributes: &Attributes<'_>, id: &Id, context: Context<'_, S>) {
        let mut fields = Fields::default();
        attributes.record(&mut fields);
        context.span(id).unwrap().extensions_mut().insert(fields);
    }

    fn on_event(&self, event: &Event<'_>, context: Context<'_, S>) {
        let mut fields = Fields::default();
        event.record(&mut fields);
        let mut line = event.metadata().level().to_string();
        for span in context.event_scope(event).into_iter().flatten() {
            let extensions = span.extensions();
            let Fields(of_span) = extensions.get().unwrap();
            write!(line, " {}({})", span.name(), of_span["actor"]).unwrap();
        }
        write!(line, " {}", fields.0.remove("message").unwrap()).unwrap();
        for (name, value) in fields.0 {
            write!(line, " {name}={value}").unwrap();
        }
        self.0.lock().unwrap().push(line);
    }
}

/// Runs a group on a paused clock, and gives what was told.
fn told<F: Future>(group: impl FnOnce() -> F) -> Vec<String> {
    let lines = Lines::default();
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().start_paused(true).build().unwrap();
    with_default(&lines.dispatch(), || runtime.block_on(async { group().await }));
    lines.take()
}

#[test]
fn each_step_of_a_groups_life_is_an_event() {
    let told = told(|| {
        run_group! {
            http: |stop| async { stop.stopped().await; sleep(Duration::from_millis(20)).await; Ok(()) },
            idle: pending::<()>() => drop,
            job: async { sleep(Duration::from_secs(3)).await; Err("no table".into()) } => drop,
        }
    });
    assert_eq!(
        told,
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
fn every_end_has_its_words() {
    let told = told(|| async {
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
    let ends: Vec<_> = told.iter().filter(|line| !line.contains("started") && !line.contains("interrupted")).collect();
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
fn the_cause_is_told_once_also_where_what_is_called_with_it_panics() {
    let told = told(|| async {
        let report = run_group! { job: async { Ok(()) } => drop }.on_cause(|_| panic!("oh no")).report().await;
        assert!(report.result().is_err());
    });
    assert_eq!(told.iter().filter(|line| line.contains("stopping")).count(), 1, "{told:#?}");
}

#[test]
fn a_signal_is_the_cause_by_its_name() {
    let told = told(|| run_group! { signals: ready(run_group::Signal::Terminate) => drop });
    assert!(told.contains(&"INFO stopping actor=signals cause=received SIGTERM".into()), "{told:#?}");
}

#[test]
fn one_that_waits_for_its_gate_has_not_started() {
    let migrated = Stop::new();
    let told = told(|| {
        run_group! {
            #[when(migrated.stopped())]
            server: async { Ok(()) } => drop,
            #[may_finish]
            migrate: async { migrated.stop(); Ok(()) } => drop,
        }
    });
    let starts: Vec<_> = told.iter().filter(|line| line.contains(" started actor=")).collect();
    assert_eq!(starts, ["DEBUG actor(migrate) started actor=migrate", "DEBUG actor(server) started actor=server"]);
}

#[test]
fn during_a_long_drain_it_says_every_five_seconds_who_is_waited_for() {
    let told = told(|| {
        run_group! {
            job: async { Ok(()) } => drop,
            db: |stop| async { stop.stopped().await; sleep(Duration::from_secs(12)).await; Ok(()) },
            http: |stop| async { stop.stopped().await; sleep(Duration::from_secs(7)).await; Ok(()) },
            #[outlives(db)]
            log: |stop| async { stop.stopped().await; Ok(()) },
        }
    });
    let reminders: Vec<_> = told.iter().filter(|line| line.contains("still waiting")).collect();
    assert_eq!(
        reminders,
        [
            "WARN still waiting elapsed_ms=5000 waiting_for=`db`, `http`",
            "WARN still waiting elapsed_ms=10000 waiting_for=`db`",
        ]
    );
}

/// On another executor there is nothing that would remind.
#[test]
fn it_needs_no_tokio() {
    let lines = Lines::default();
    with_default(&lines.dispatch(), || {
        futures::executor::block_on(run_group! { job: async { Ok(()) } => drop }).unwrap();
    });
    assert_eq!(lines.take().last().unwrap(), "INFO stopped elapsed_ms=0");
}

#[test]
fn a_poll_that_holds_up_the_group_is_named() {
    let told = told(|| {
        run_group! {
            quick: pending::<()>() => drop,
            // The real clock is what is looked at: a paused one stands still while something blocks.
            blocks: async { std::thread::sleep(Duration::from_millis(110)); Ok(()) } => drop,
        }
    });
    let warnings: Vec<_> = told.iter().filter(|line| line.starts_with("WARN")).collect();
    let [warning] = warnings[..] else { panic!("{told:#?}") };
    let took = warning.strip_prefix("WARN actor(blocks) one poll held up the whole group actor=blocks elapsed_ms=");
    assert!(took.is_some_and(|took| took.parse::<u64>().unwrap() >= 110), "{warning}");
}

#[test]
fn what_an_actor_says_is_said_in_its_span_in_tasks_and_threads_too() {
    let told = told(|| {
        let (in_task, in_thread) = (get_default(Dispatch::clone), get_default(Dispatch::clone));
        run_group! {
            inline: |stop| async { stop.stopped().await; info!("hello"); Ok(()) } => { info!("told") },
            own: |stop| task(async move { stop.stopped().await; with_default(&in_task, || info!("hello")) }),
            thread: thread(move || with_default(&in_thread, || info!("hello"))) => || {},
        }
    });
    let mut told: Vec<_> = told.iter().filter(|line| line.starts_with("INFO actor")).collect();
    told.sort();
    assert_eq!(
        told,
        ["INFO actor(inline) hello", "INFO actor(inline) told", "INFO actor(own) hello", "INFO actor(thread) hello"]
    );
}

#[test]
fn of_an_aged_group_the_same_is_told_as_of_a_young_one() {
    let [young, aged] = [1, 20].map(|yields| {
        let of_drain = |stop: Stop| async move {
            stop.stopped().await;
            sleep(Duration::from_secs(6)).await;
            Err::<(), _>("flush")
        };
        told(|| async move {
            let group = run_group! {
                http: |stop| async { stop.stopped().await; info!("bye"); Ok(()) },
                db: |stop| of_drain(stop),
                idle: pending::<()>() => drop,
                ticks: async {
                    for _ in 0..yields {
                        tokio::task::yield_now().await;
                    }
                    Ok(())
                } => drop,
            };
            assert_eq!(group.await.unwrap_err().actor(), Some("db"));
        })
    });
    assert!(young.iter().any(|line| line.contains("still waiting")), "{young:#?}");
    assert_eq!(aged, young);
}

/// Panics wherever an actor's span is entered.
struct Broken;

impl<S: Subscriber + for<'a> LookupSpan<'a>> Layer<S> for Broken {
    fn on_enter(&self, _: &Id, _: Context<'_, S>) {
        panic!("broken");
    }
}

async fn holds(shared: Arc<()>) {
    pending::<()>().await;
    drop(shared);
}

#[test]
fn a_subscriber_that_panics_ends_the_group_and_leaves_nobody_behind() {
    let shared = Arc::new(());
    let group = run_group! {
        a: holds(shared.clone()) => || {},
        b: holds(shared.clone()) => drop,
    };
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
    let result = with_default(&Dispatch::new(Registry::default().with(Broken)), || {
        std::panic::catch_unwind(std::panic::AssertUnwindSafe(|| runtime.block_on(group)))
    });
    assert_eq!(result.unwrap_err().downcast_ref(), Some(&"broken"));
    assert_eq!(Arc::strong_count(&shared), 1);
}
