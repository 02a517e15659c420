// A thread goes on when its handle is dropped.
use run_group::{run_group, thread};

fn main() {
    let _ = run_group! {
        work: thread(|| ()) => drop,
        //                     ^^^^
    };
}
