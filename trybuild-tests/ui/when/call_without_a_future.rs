// A call whose value is `()` is over when the group is built.
use run_group::run_group;

async fn work() {}

fn migrate() {}

fn main() {
    let _ = run_group! {
        #[when(migrate())]
        //     ^^^^^^^^^
        work: work() => drop,
    };
}
