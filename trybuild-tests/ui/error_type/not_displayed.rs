use run_group::run_group;

#[derive(Debug)]
struct Nope;

async fn work() {}

fn main() {
    let _ = run_group! {
        type Error = Nope;
        //           ^^^^
        work: work() => drop,
    };
}
