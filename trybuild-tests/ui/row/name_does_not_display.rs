use run_group::run_group;

struct Shard;

async fn run(_: Shard) {}

fn main() {
    let _ = run_group! {
        shard[shard]: run(shard) for shard in [Shard, Shard] => drop,
        //    ^^^^^
    };
}
