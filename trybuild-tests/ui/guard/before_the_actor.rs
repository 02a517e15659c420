use run_group::run_group;

async fn work() {}

fn main() {
    let on = true;
    let _ = run_group! {
        work: if on { work() } => drop,
        //    ^^^^^^^^^^^^^^^^
    };
}
