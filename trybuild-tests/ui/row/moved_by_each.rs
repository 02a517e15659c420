// What does not come from the item is there once, not once for each item.
use run_group::run_group;

async fn work(_: String) {}

fn main() {
    let name = String::from("one");
    let _ = run_group! {
        work: work(name) for _ in 0..3 => drop,
        //         ^^^^
    };
}
