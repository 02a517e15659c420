use run_group::run_group;

async fn work(_: u8) {}

fn main() {
    let _ = run_group! {
        work: |_, ready: u8| work(ready) => drop,
        //               ^^
    };
}
