use run_group::run_group;

async fn work() {}

fn main() {
    let _ = run_group! {
        #[cfg(feature = metrics)]
        //              ^^^^^^^
        work: work() => drop,
    };
}
