use run_group::run_group;

async fn work() {}

fn main() {
    let _ = run_group! {
        #[cfg(unix, windows)]
        //          ^^^^^^^
        work: work() => drop,
    };
}
