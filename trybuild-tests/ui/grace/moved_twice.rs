// What does not come from the item is there once, not once for each item.
use run_group::run_group;
use std::time::Duration;

async fn work() {}

fn patience(_: String) -> Duration {
    Duration::MAX
}

fn main() {
    let name = String::from("moved");
    let _ = run_group! {
        #[grace(patience(name))]
        //               ^^^^
        work: work() for _ in 0..2 => drop,
    };
}
