use run_group::{run_group, thread};

async fn work() {}

fn main() {
    let _ = run_group! {
        #[when(thread(|| ()))]
        //     ^^^^^^^^^^^^^
        work: work() => drop,
    };
}
