use run_group::run_group;

async fn work() {}

fn main() {
    let _ = run_group! {
        work: work() => drop for _ in 0..3,
        //                   ^^^
    };
}
