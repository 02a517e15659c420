// Nothing determines the error type: the compiler asks for it where it could be written.
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
