use run_group::run_group;

async fn count() -> u32 {
    3
}

fn main() {
    let _ = run_group! {
        count: count() => drop,
        //     ^^^^^^^
    };
}
