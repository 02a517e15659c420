use run_group::run_group;

async fn count(_: u32) -> u32 {
    3
}

fn main() {
    let _ = run_group! {
        count: count(number) for number in 0..3 => drop,
        //     ^^^^^^^^^^^^^
    };
}
