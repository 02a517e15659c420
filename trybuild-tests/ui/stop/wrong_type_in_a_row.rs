use run_group::{Stop, run_group};

async fn work(_: &Stop, _: u8) {}

fn main() {
    let _ = run_group! {
        work: |stop: &Stop| work(stop, number) for number in [1, 2],
        //           ^^^^^
    };
}
