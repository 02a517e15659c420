use run_group::{Ready, run_group};

async fn work(_: Ready) {}

fn main() {
    let _ = run_group! {
        work: |_, ready| work(ready),
        //     ^
    };
}
