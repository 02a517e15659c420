// A block runs on the group's own task, where nothing may wait.
use run_group::run_group;

async fn work() {}

async fn close() {}

fn main() {
    let _ = run_group! {
        work: work() => { close().await },
        //                        ^^^^^
    };
}
