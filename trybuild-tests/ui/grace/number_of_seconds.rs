use run_group::run_group;

async fn work() {}

fn main() {
    let seconds = 8u64;
    let _ = run_group! {
        #[grace(seconds)]
        //      ^^^^^^^
        work: |_stop| work() for _ in 0..2,
    };
}
