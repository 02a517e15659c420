use run_group::run_group;

async fn work() {}

fn main() {
    let _ = run_group! {
        work: work. => drop,
        //        ^
        more: work() => drop,
    };
}
