// A gate is part of the group.
use run_group::run_group;
use std::rc::Rc;

async fn work() {}

fn main() {
    let shared = Rc::new(());
    let group = run_group! {
        #[when(async { work().await; drop(shared) })]
        work: work() => drop,
    };
    tokio::spawn(group);
//  ^^^^^^^^^^^^^^^^^^^
}
