// What a task returns must not be lost either.
use run_group::{run_group, task};

async fn work() -> u32 {
    3
}

fn main() {
    let _ = run_group! {
        work: task(work()) => drop,
        //    ^^^^
    };
}
