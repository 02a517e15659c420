// A temporary of an actor with a condition ends with the condition.
use run_group::run_group;

async fn serve(_: &str) {}

fn main() {
    let on = true;
    let _ = run_group! {
        work: serve(&String::from("short")) if on => drop,
        //           ^^^^^^^^^^^^^^^^^^^^^
    };
}
