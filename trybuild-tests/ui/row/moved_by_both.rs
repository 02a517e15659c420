// The item is the actor's, and then not the interrupt's.
use run_group::run_group;

async fn work(_: String) {}

fn main() {
    let names = vec![String::from("one")];
    let _ = run_group! {
        work: work(name) for name in names => move || drop(name),
        //                                    ^^^^^^^
    };
}
