// Its task would run on.
use run_group::run_group;

async fn work() {}

fn main() {
    let _ = run_group! {
        work: tokio::spawn(work()) => drop,
        //                            ^^^^
    };
}
