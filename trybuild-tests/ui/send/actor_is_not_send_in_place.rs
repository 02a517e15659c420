use run_group::run_group;
use std::rc::Rc;

async fn work() {}

fn main() {
    let shared = Rc::new(());
    tokio::spawn(async move { run_group! { work: async { work().await; drop(shared); Ok(()) } => drop }.await });
//  ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
}
