use run_group::run_group;

async fn work() {}

fn main() {
    let _ = run_group! {
        #[cfg(not(unix, windows))]
        //              ^^^^^^^
        work: work() => drop,
    };
}
