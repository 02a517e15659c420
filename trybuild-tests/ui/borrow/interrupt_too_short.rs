use run_group::run_group;

fn main() {
    let group;
    {
        let name = String::from("short");
        group = run_group! { work: async { Ok(()) } => { println!("{name}") } };
        //                                                          ^^^^
    }
    drop(group);
}
