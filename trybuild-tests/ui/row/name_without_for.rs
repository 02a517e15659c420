use run_group::run_group;

async fn run(_: u8) {}

fn main() {
    let _ = run_group! {
        shard[3]: run(3) => drop,
    //       ^^^
    };
}
