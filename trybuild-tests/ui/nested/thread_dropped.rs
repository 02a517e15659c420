//! A nested group is interrupted by `drop`, and a thread in it does not end by that.

use run_group::{run_group, thread};

async fn work() {}

fn main() {
    let _ = run_group! {
        work: work() => drop,
        sub: run_group! { lines: thread(|| ()) => {} } => drop,
        //                                                ^^^^
    };
}
