use run_group::run_group;

fn main() {
    let work = || ();
    let _ = run_group! {
        work: work => drop,
        //    ^^^^
    };
}
