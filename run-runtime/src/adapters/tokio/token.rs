//! A `CancellationToken` that `|stop: CancellationToken|` hands an actor.

use tokio_util::sync::{CancellationToken, DropGuard};

use crate::{outcome::sealed::Sealed, slot::stop_handle::StopHandle};

#[diagnostic::do_not_recommend]
impl StopHandle<Option<DropGuard>> for CancellationToken {
    fn handle(on_drop: &mut Option<DropGuard>, _: Sealed) -> Self {
        let token = CancellationToken::new();
        *on_drop = Some(token.clone().drop_guard());
        token
    }
}
