use run_group::run_group;

async fn work() {}

fn main() {
    let _ = run_group! {
        first = work() => drop,
        //    ^
        second: work() => drop,
    };
}
