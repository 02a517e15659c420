// The condition sees the item, so it stands after `for`.
use run_group::run_group;

async fn work() {}

fn main() {
    let _ = run_group! {
        work: work() if true for _ in 0..3 => drop,
        //                   ^^^
    };
}
