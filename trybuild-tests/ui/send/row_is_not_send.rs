// The actors of a row are part of the group.
use run_group::run_group;
use std::rc::Rc;

async fn work() {}

fn main() {
    let items = [Rc::new(())];
    let group = run_group! {
        work: async move { work().await; drop(item); Ok(()) } for item in items => drop,
    };
    tokio::spawn(group);
//  ^^^^^^^^^^^^^^^^^^^
}
