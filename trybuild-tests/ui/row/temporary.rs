// A temporary of an actor in a row lives for one iteration.
use run_group::run_group;

async fn serve(_: &str) {}

fn main() {
    let _ = run_group! {
        work: serve(&String::from("short")) for _ in 0..3 => drop,
        //           ^^^^^^^^^^^^^^^^^^^^^
    };
}
