// The stop signal is the actor's alone.
use run_group::run_group;

fn main() {
    let _ = run_group! {
        #[when(stop.stopped_owned())]
        //     ^^^^
        work: |stop| stop.stopped_owned(),
    };
}
