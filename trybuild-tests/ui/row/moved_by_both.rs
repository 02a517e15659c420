// The item has been moved into the actor, so the interrupt cannot have it.
use run_group::run_group;

async fn work(_: String) {}

fn main() {
    let names = vec![String::from("one")];
    let _ = run_group! {
        work: work(name) for name in names => move || drop(name),
        //                                    ^^^^^^^
    };
}
