// An actor without a name is called by its expression, and that cannot be referred to.
use run_group::run_group;

async fn serve() {}

fn main() {
    let _ = run_group! {
        serve() => drop,
        #[outlives(serve)]
        //         ^^^^^
        db: serve() => drop,
    };
}
