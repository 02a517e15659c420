use run_group::{Stop, run_group};

async fn work() {}

fn main() {
    let stop = Stop::new();
    let _ = run_group! {
        work: work() for _ in 0..3 => stop,
        //                            ^^^^
    };
}
