use run_group::run_group;

async fn work() {}

fn main() {
    let names = vec![String::from("one")];
    let _ = run_group! {
        work: work() for name in names => |_| println!("{name}"),
        //                                               ^^^^
    };
}
