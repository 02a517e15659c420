use run_group::run_group;

async fn work() {}

fn main() {
    let _ = run_group! {
        #[cfg(any())]
        work: work() => drop,
        work: work() => drop,
    //  ^^^^
    };
}
