//! A main thread that is taken: a user interface keeps it, and the group runs on a thread beside it.
//!
//! ```text
//! cargo run --example main_thread
//! ```
//!
//! The window is made up: a loop over a channel. A real one, such as winit's, has a sender for its loop as well, and keeps the
//! main thread as long as it runs. What it is asked for here, every such loop can do: handle an event, and end at one.

use std::{
    future::pending,
    sync::mpsc::{self, Sender},
    thread,
    time::Duration,
};

use run_group::{Report, Stop, run_group, signal};
use tokio::time::sleep;

enum Event {
    Document(u32),
    Saved,
    Ended,
}

fn main() -> Report {
    let (window, events) = mpsc::channel();
    let quit = Stop::new();

    let service = {
        let (window, quit) = (window, quit.clone());
        // A report holds a panic. So the window hears of the end, however the group ends.
        thread::spawn(move || {
            let report = service(&window, &quit);
            window.send(Event::Ended).ok();
            report
        })
    };

    // The main thread is the window's from here on. It also handles events while the group stops, and ends with it, whether
    // the user has closed it, a signal has come, or an actor has failed.
    for event in events {
        match event {
            Event::Document(number) => {
                println!("window: document {number}");
                if number == 3 {
                    println!("window: the user closes it");
                    quit.stop();
                }
            }
            Event::Saved => println!("window: all is saved"),
            Event::Ended => break,
        }
    }
    println!("window: gone");
    service.join().expect("nothing panics beside the group")
}

fn service(window: &Sender<Event>, quit: &Stop) -> Report {
    run_group! {
        loader:  async {
            for number in 1..=3 {
                sleep(Duration::from_millis(10)).await;
                window.send(Event::Document(number))?;
            }
            pending().await
        } => drop,
        store:   |stop| async {
            stop.stopped().await;
            sleep(Duration::from_millis(10)).await;
            window.send(Event::Saved)?;
            Ok(())
        },
        signals: signal::shutdown(),
    }
    .until(quit)
    .on_cause(|cause| println!("stopping: {cause}"))
    .grace(Duration::from_secs(10))
    .report()
    .run()
}
