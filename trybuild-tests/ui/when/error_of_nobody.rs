// What nothing says is asked for where it would be said.
use run_group::run_group;
use std::future::ready;

async fn work() {}

fn main() {
    let _ = run_group! {
        #[when(ready(Ok(())))]
        //     ^^^^^
        work: work() => drop,
    };
}
