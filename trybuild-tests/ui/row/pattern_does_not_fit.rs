use run_group::run_group;

async fn work(_: u32) {}

fn main() {
    let _ = run_group! {
        work: work(a) for (a, _) in [1, 2] => drop,
        //                ^^^^^^
    };
}
