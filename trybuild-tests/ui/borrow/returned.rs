use run_group::run_group;

async fn work(_: &str) {}

fn group() -> impl Future {
    let name = String::from("short");
    run_group! { work: work(&name) => drop }
    //                      ^^^^^
}

fn main() {
    drop(group());
}
