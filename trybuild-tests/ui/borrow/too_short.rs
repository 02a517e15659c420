// What an actor borrows lives at least as long as the group.
use run_group::run_group;

async fn work(_: &str) {}

fn main() {
    let group;
    {
        let name = String::from("short");
        group = run_group! { work: work(&name) => drop };
        //                              ^^^^^
    }
    drop(group);
}
