// The handle belongs to the actor. Its interrupt sets the signal anyway.
use run_group::run_group;

fn main() {
    let _ = run_group! {
        work: |stop| stop.stopped_owned() => { stop.stop() },
        //                                     ^^^^
    };
}
