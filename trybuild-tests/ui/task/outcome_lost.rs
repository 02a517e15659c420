// What it returns is no less looked at than that of any other actor.
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
