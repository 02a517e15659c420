use run_group::run_group;

async fn work() {}

fn main() {
    let _ = run_group! {
        first |_stop| work(),
        //    ^
        second: work() => drop,
    };
}
