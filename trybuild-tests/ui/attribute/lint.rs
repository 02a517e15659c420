use run_group::run_group;

async fn work() {}

fn main() {
    let _ = run_group! {
        #[allow(unused)]
    //    ^^^^^
        work: work() => drop,
    };
}
