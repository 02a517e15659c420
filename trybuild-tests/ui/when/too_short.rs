use run_group::run_group;

async fn work() {}

async fn ready(_: &str) {}

fn main() {
    let group;
    {
        let name = String::from("short");
        group = run_group! {
            #[when(ready(&name))]
            //           ^^^^^
            work: work() => drop,
        };
    }
    drop(group);
}
