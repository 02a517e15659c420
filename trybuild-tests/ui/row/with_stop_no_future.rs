use run_group::run_group;

fn main() {
    let _ = run_group! {
        work: |_stop| 5u32 for _ in 0..3,
        //            ^^^^
    };
}
