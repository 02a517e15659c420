use run_group::run_group;

async fn work(_: &mut u32) {}

fn main() {
    let mut count = 0;
    let _ = run_group! {
        work: work(&mut count) for _ in 0..3 => drop,
        //         ^^^^^^^^^^
    };
}
