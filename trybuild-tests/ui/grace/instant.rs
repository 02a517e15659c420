use run_group::run_group;
use std::time::Instant;

async fn work() {}

fn main() {
    let _ = run_group! {
        #[grace(Instant::now())]
        //      ^^^^^^^^^^^^^^
        work: work() => drop,
    };
}
