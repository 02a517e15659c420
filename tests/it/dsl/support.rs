//! What the tests of the list share.

use run_group::Stop;

use crate::support::Log;

/// Says that it is evaluated.
pub fn said<T>(log: &Log, what: &str, value: T) -> T {
    log.say(what);
    value
}

pub async fn serve(stop: Stop) {
    stop.stopped().await;
}
