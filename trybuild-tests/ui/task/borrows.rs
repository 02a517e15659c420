// A task runs in parallel: what it needs is moved into it.
use run_group::{run_group, task};

async fn work(_: &str) {}

fn main() {
    let text = String::from("short");
    let _ = run_group! {
        work: task(work(&text)) => drop,
        //              ^^^^^
    };
}
