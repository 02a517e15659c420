// The wrong predicate is the one mistake: the name is not reported as given twice, too.
use run_group::run_group;

async fn work() {}

fn main() {
    let _ = run_group! {
        #[cfg(unix, windows)]
        //          ^^^^^^^
        work: work() => drop,
        #[cfg(not(any(unix, windows)))]
        work: work() => drop,
    };
}
