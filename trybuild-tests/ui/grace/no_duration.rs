use run_group::run_group;

async fn work() {}

fn main() {
    let _ = run_group! {
        #[grace(8)]
        //      ^
        work: work() => drop,
    };
}
