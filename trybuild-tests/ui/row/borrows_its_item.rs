// The item lives for one iteration, the actor for longer.
use run_group::run_group;

async fn work(_: &str) {}

fn main() {
    let names = vec![String::from("one")];
    let _ = run_group! {
        work: work(&name) for name in names => drop,
        //         ^^^^^
    };
}
