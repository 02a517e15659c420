use run_group::run_group;

struct Items {
    count: u32,
}

async fn work() {}

fn main() {
    let _ = run_group! {
        work: work() for _ in Items { count: 3 } => drop,
        //                          ^
    };
}
