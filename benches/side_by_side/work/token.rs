//! All actors but the last wait on clones of one token; the last does what it does in another work.

use std::future::Future;

use run_group::{Cause, Interrupt};
use tokio_util::sync::CancellationToken;

use super::{Broken, Stop, Work};

#[derive(Clone, Debug)]
pub struct Token<W> {
    pub token: CancellationToken,
    pub last: W,
}

impl<W: Work> Work for Token<W> {
    type Stop = Cancel;

    fn actor(&self, index: usize) -> impl Future<Output = Result<(), Broken>> + Send + 'static + use<W> {
        let (last, token) = (self.is_last(index).then(|| self.last.actor(index)), self.token.clone());
        async move {
            match last {
                Some(last) => last.await,
                None => {
                    token.cancelled().await;
                    Ok(())
                }
            }
        }
    }

    fn stop(&self, index: usize) -> Cancel {
        // One call stops all.
        Cancel((index == 0).then(|| self.token.clone()))
    }

    fn is_last(&self, index: usize) -> bool {
        self.last.is_last(index)
    }
}

#[derive(Debug)]
pub struct Cancel(Option<CancellationToken>);

impl Stop for Cancel {
    fn stop(self) {
        if let Some(token) = self.0 {
            token.cancel();
        }
    }
}

impl<E> Interrupt<E> for Cancel {
    fn interrupt(self, _: &Cause<'_, E>) {
        self.stop();
    }
}
