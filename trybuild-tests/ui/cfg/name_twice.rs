// A name may stand twice only where no configuration has both.
use run_group::run_group;

async fn work() {}

fn main() {
    let _ = run_group! {
        #[cfg(all())]
        work: work() => drop,
        #[cfg(not(any()))]
        work: work() => drop,
    //  ^^^^
    };
}
