// A set ends only when it is interrupted.
use run_group::{ActorSet, AnyError, run_group};

fn main() {
    let conns = ActorSet::<AnyError>::new();
    let _group = run_group! {
        #[may_finish]
        //^^^^^^^^^^
        conns: &conns,
        signals: run_group::signal::shutdown(),
    };
}
