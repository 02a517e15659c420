// What the items are taken from ends when the last has been taken.
use run_group::run_group;

async fn serve(_: &str) {}

fn main() {
    let _ = run_group! {
        work: serve(name) for name in &vec![String::from("short")] => drop,
        //                             ^^^^^^^^^^^^^^^^^^^^^^^^^^^
    };
}
