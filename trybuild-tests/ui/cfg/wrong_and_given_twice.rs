// One mistake: that the name is given twice does not follow from it.
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
