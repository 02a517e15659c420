// A task may run on another thread.
use run_group::{run_group, task};
use std::rc::Rc;

async fn work(_: Rc<()>) {}

fn main() {
    let _ = run_group! {
        work: task(work(Rc::new(()))) => drop,
        //         ^^^^^^^^^^^^^^^^^
    };
}
