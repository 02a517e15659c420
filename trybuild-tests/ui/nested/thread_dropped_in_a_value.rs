//! A group is interrupted by `drop`, and a thread in it does not end by that.

use run_group::{run_group, thread};

async fn work() {}

fn main() {
    let sub = run_group! { work() => drop, lines: thread(|| ()) => {} };
    let _ = run_group! {
        work: work() => drop,
        sub: sub => drop,
        //          ^^^^
    };
}
