use run_group::run_group;

fn main() {
    let names = vec![String::from("one")];
    let _ = run_group! {
        work: async { println!("{name}"); Ok(()) } for name in names => drop,
        //                       ^^^^
    };
}
