// A group is `Send` when its actors are. The error names the type that is not.
use run_group::run_group;
use std::rc::Rc;

async fn work() {}

fn main() {
    let shared = Rc::new(());
    let group = run_group! { work: async { work().await; drop(shared); Ok(()) } => drop };
    tokio::spawn(group);
//  ^^^^^^^^^^^^^^^^^^^
}
