//! A program with a terminal: the main thread draws, samplers run on threads, a job has a progress bar, and keys are read.
//!
//! ```text
//! cargo run --example terminal JOURNAL       # `q` and Enter, or Ctrl-C, stops it; started again, it goes on where it was
//! ```
//!
//! - The screen has the main thread to itself, as a user interface often has to. It draws while the group stops, too, and ends at
//!   its last event. Then the terminal is restored, and only then is an error printed.
//! - Nothing can interrupt a thread that reads the standard input. So that thread is no actor: it is detached, sends what it has
//!   read, and ends with the process.
//! - A sampler sleeps in `wait_timeout`, which its `|stop|` ends at once.

use std::{
    collections::BTreeMap,
    env,
    fs::{self, File},
    io::{IsTerminal, Write, stdin, stdout},
    sync::mpsc::{Sender, channel},
    thread as std_thread,
    time::{Duration, Instant},
};

use run_group::{AnyError, Report, Stop, run_group, signal, thread};
use tokio::time::sleep;

const STEPS: usize = 200;
const SAMPLERS: [(&str, Duration); 2] = [("memory", Duration::from_millis(20)), ("uptime", Duration::from_millis(50))];

enum Event {
    Sample(&'static str, String),
    Progress(usize),
    Quit,
    Ended,
}

fn main() -> Report {
    let (ui, events) = channel();
    let quit = Stop::new();
    let keys = ui.clone();
    std_thread::spawn(move || read_keys(&keys));
    let group = {
        let quit = quit.clone();
        std_thread::spawn(move || {
            let report = run(&ui, &quit);
            ui.send(Event::Ended).ok();
            report
        })
    };

    let mut screen = Screen::enter();
    for event in events {
        match event {
            Event::Sample(name, value) => _ = screen.samples.insert(name, value),
            Event::Progress(done) => screen.done = done,
            Event::Quit => quit.stop(),
            Event::Ended => break,
        }
        screen.draw();
    }
    drop(screen);
    // A report holds every panic of the group.
    group.join().expect("nothing panics beside the group")
}

fn run(ui: &Sender<Event>, quit: &Stop) -> Report {
    let journal = env::args().nth(1).unwrap_or_else(|| "journal.txt".into());
    run_group! {
        sampler[name]: |stop| thread({ let ui = ui.clone(); move || sample(name, every, &ui, &stop) })
                           for (name, every) in SAMPLERS,
        job:           |stop| work(&journal, ui, stop),
        signals:       signal::shutdown(),
    }
    .until(quit)
    .grace(Duration::from_secs(5))
    .report()
    .run()
}

/// One line of the journal for each step. It stops between two steps, never within one.
async fn work(journal: &str, ui: &Sender<Event>, stop: Stop) -> Result<(), AnyError> {
    let done = fs::read_to_string(journal).map_or(0, |text| text.lines().count());
    let mut journal = File::options().append(true).create(true).open(journal)?;
    for step in done..STEPS {
        if stop.is_stopped() {
            return Ok(());
        }
        write!(journal, "step ")?;
        sleep(Duration::from_millis(1)).await; // the work
        writeln!(journal, "{step}")?;
        ui.send(Event::Progress(step + 1)).ok();
    }
    Ok(())
}

fn sample(name: &'static str, every: Duration, ui: &Sender<Event>, stop: &Stop) {
    let start = Instant::now();
    while !stop.wait_timeout(every) {
        let value = match name {
            "memory" => fs::read_to_string("/proc/self/statm").unwrap_or_default().trim().to_owned(),
            _ => format!("{:.1?}", start.elapsed()),
        };
        ui.send(Event::Sample(name, value)).ok();
    }
}

fn read_keys(ui: &Sender<Event>) {
    for line in stdin().lines().map_while(Result::ok) {
        if line.trim() == "q" && ui.send(Event::Quit).is_err() {
            return;
        }
    }
}

/// The alternate screen of the terminal, if there is one.
#[derive(Default)]
struct Screen {
    done: usize,
    samples: BTreeMap<&'static str, String>,
}

impl Screen {
    fn enter() -> Self {
        Self::print("\x1b[?1049h");
        Screen::default()
    }

    fn draw(&self) {
        let bar = "#".repeat(self.done * 40 / STEPS);
        Self::print(&format!("\x1b[H[{bar:40}] {}/{STEPS}\x1b[K", self.done));
        for (name, value) in &self.samples {
            Self::print(&format!("\r\n{name:10}{value}\x1b[K"));
        }
    }

    fn print(text: &str) {
        if stdout().is_terminal() {
            print!("{text}");
            stdout().flush().ok();
        }
    }
}

impl Drop for Screen {
    fn drop(&mut self) {
        Self::print("\x1b[?1049l");
        println!("{} of {STEPS} steps", self.done);
    }
}
