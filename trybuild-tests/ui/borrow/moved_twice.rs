use run_group::run_group;

async fn work(_: String) {}

fn main() {
    let name = String::from("moved");
    let _ = run_group! {
        first: work(name) => drop,
        second: work(name) => drop,
        //           ^^^^
    };
}
