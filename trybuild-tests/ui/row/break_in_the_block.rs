use run_group::run_group;

fn main() {
    let _ = run_group! {
        work: async { if true { break; } Ok(()) } for _ in 0..3 => drop,
        //                      ^^^^^
    };
}
