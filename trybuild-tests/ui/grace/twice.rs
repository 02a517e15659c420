use run_group::run_group;
use std::time::Duration;

async fn work() {}

fn main() {
    let _ = run_group! {
        #[grace(Duration::from_secs(8))]
        #[grace(Duration::from_secs(9))]
    //    ^^^^^
        work: work() => drop,
    };
}
