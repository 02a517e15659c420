use run_group::{run_group, thread};
use std::rc::Rc;

fn main() {
    let shared = Rc::new(());
    let _ = run_group! {
        work: thread(move || drop(shared)) => {},
        //           ^^^^^^^^^^^^^^^^^^^^
    };
}
