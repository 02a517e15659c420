use run_group::run_group;

fn main() {
    let _ = run_group! {
        work: 5u32 for _ in 0..3 => drop,
        //    ^^^^
    };
}
