//! A monitoring server with twelve actors, in the shape of Prometheus' `main`: a storage that takes its time to open, a
//! configuration that can be loaded only then, and half of the actors waiting for that.
//!
//! Here every barrier of the start, and every wait of the stop, is an edge of the list: `#[after(..)]`, which serves both
//! directions, or `#[outlives(..)]`, where only the stop has an order. There is no token, no channel that is closed to
//! release somebody, and no path on which one could forget to.
//!
//! ```text
//! cargo run --example monitor [ADDRESS] [--agent]     # 127.0.0.1:9090; an agent neither stores nor alerts
//! curl http://127.0.0.1:9090/-/ready                  # 503 until all are ready, and again from the signal on
//! curl http://127.0.0.1:9090/-/status                 # what each actor does
//! kill -HUP PID                                       # loads the configuration again
//! ```
//!
//! Stop it with Ctrl-C.

use std::{
    cell::{Cell, RefCell},
    time::Duration,
};

use axum::{Router, extract::State, http::StatusCode, routing::get};
use run_group::{
    AnyError, Ready, Report, Signal, Status, Stop, run_group,
    signal::{self, Listener},
};
use tokio::{
    net::TcpListener,
    select,
    time::{interval, sleep},
};

/// How often targets are scraped and rules are evaluated.
const PERIOD: Duration = Duration::from_secs(1);

#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<Report, AnyError> {
    let (flags, addresses): (Vec<_>, Vec<_>) = std::env::args().skip(1).partition(|word| word.starts_with("--"));
    let agent = flags == ["--agent"];
    let listener = TcpListener::bind(addresses.first().map_or("127.0.0.1:9090", |address| address)).await?;
    println!("listening on http://{}", listener.local_addr()?);
    let hangups = signal::listen([Signal::Hangup]);
    let (monitor, status) = (Monitor::default(), Status::new());

    let report = run_group! {
        // Is after nothing: probes and the status page are answered from the first moment.
        web:      |stop| axum::serve(listener, pages(&status)).with_graceful_shutdown(stop),
        targets:  discover("targets") => drop,
        managers: discover("managers") => drop,

        // One of the two. The storage is still there for the last query that `web` answers.
        #[outlives(web)]
        storage:  |stop, ready| monitor.store("storage", stop, ready) if !agent,
        agent:    |stop, ready| monitor.store("agent", stop, ready) if agent,

        // Those after it wait until it has finished.
        #[after(storage, agent)]
        #[may_finish]
        config:   monitor.load() => drop,

        #[after(config)]
        tracing:  |stop| runs("tracing", stop),
        #[after(config)]
        scrape:   |stop| monitor.scrape(stop),
        #[after(config)]
        notifier: |stop| monitor.notify(stop) if !agent,
        // Stops before the scrapes do, or a rule would take a missing sample for an outage, and before the notifier, which
        // sends its last alert.
        #[after(scrape, notifier)]
        rules:    |stop| monitor.evaluate(stop) if !agent,
        // Finishes the reload that it is in while everything that it reloads is still there.
        #[after(tracing, scrape, notifier, rules)]
        reload:   |stop| monitor.reload(hangups, stop),

        signals:  signal::shutdown(),
    }
    .on_ready(|| println!("ready"))
    .on_cause(|cause| println!("stopping: {cause}"))
    .startup(Duration::from_secs(60))
    .grace(Duration::from_secs(30))
    .status(&status)
    .report()
    .await;
    println!("{report}");
    Ok(report)
}

fn pages(status: &Status) -> Router {
    Router::new()
        .route("/-/ready", get(ready))
        .route("/-/status", get(async |State(status): State<Status>| format!("{status}\n")))
        .with_state(status.clone())
}

async fn ready(State(status): State<Status>) -> StatusCode {
    if status.is_ready() { StatusCode::OK } else { StatusCode::SERVICE_UNAVAILABLE }
}

/// What the actors share. They run in one task, so they borrow it, and need no lock.
#[derive(Default)]
struct Monitor {
    is_open: Cell<bool>,
    samples: Cell<u64>,
    configuration: Cell<u64>,
    alerts: RefCell<Vec<&'static str>>,
}

impl Monitor {
    async fn store(&self, name: &str, stop: Stop, ready: Ready) {
        sleep(Duration::from_millis(50)).await; // replays its log
        println!("{name}: open");
        self.is_open.set(true);
        ready.set();
        stop.stopped().await;
        self.is_open.set(false);
        println!("{name}: closed");
    }

    /// Fails where an actor comes too early or stays too long.
    fn append(&self) -> Result<(), &'static str> {
        if self.configuration.get() == 0 {
            return Err("nothing is configured");
        }
        if !self.is_open.get() {
            return Err("the storage is closed");
        }
        self.samples.set(self.samples.get() + 1);
        Ok(())
    }

    async fn load(&self) {
        sleep(Duration::from_millis(10)).await; // reads files
        self.configuration.set(self.configuration.get() + 1);
        println!("config: version {}", self.configuration.get());
    }

    async fn scrape(&self, stop: Stop) -> Result<(), &'static str> {
        println!("scrape: runs");
        let mut ticks = interval(PERIOD);
        while next(&mut ticks, &stop).await {
            self.append()?;
        }
        self.append()?; // says that no more samples will come
        println!("scrape: stopped");
        Ok(())
    }

    async fn evaluate(&self, stop: Stop) -> Result<(), &'static str> {
        println!("rules: runs");
        let mut ticks = interval(PERIOD);
        while next(&mut ticks, &stop).await {
            self.append()?;
        }
        self.alerts.borrow_mut().push("the last evaluation");
        println!("rules: stopped");
        Ok(())
    }

    async fn notify(&self, stop: Stop) {
        println!("notifier: runs");
        let mut ticks = interval(PERIOD);
        while next(&mut ticks, &stop).await {
            self.alerts.take();
        }
        println!("notifier: sends {} alert", self.alerts.take().len());
    }

    async fn reload(&self, hangups: Listener, stop: Stop) {
        println!("reload: runs");
        loop {
            select! {
                () = stop.stopped() => break,
                _ = hangups.next() => self.load().await,
            }
        }
        println!("reload: stopped");
    }
}

/// Whether it is time for another round, and not to stop.
async fn next(ticks: &mut tokio::time::Interval, stop: &Stop) -> bool {
    select! {
        biased;
        () = stop.stopped() => false,
        _ = ticks.tick() => true,
    }
}

async fn discover(name: &str) {
    println!("{name}: runs");
    let mut ticks = interval(PERIOD);
    loop {
        ticks.tick().await;
    }
}

async fn runs(name: &str, stop: Stop) {
    println!("{name}: runs");
    stop.stopped().await;
    println!("{name}: stopped");
}
