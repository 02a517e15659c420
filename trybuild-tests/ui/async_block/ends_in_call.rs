use run_group::run_group;

fn main() {
    let _ = run_group! {
        work: async { println!("done"); } => drop,
        //          ^^^^^^^^^^^^^^^^^^^^^
    };
}
