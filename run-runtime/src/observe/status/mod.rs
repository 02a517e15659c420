//! `Status`: what a group does, as others see it while it does it.

mod actor;
mod board;
mod table;

use core::{
    iter,
    sync::atomic::{AtomicU32, Ordering},
};
use std::{
    string::String,
    sync::{Arc, MutexGuard},
    vec::Vec,
};

pub use crate::observe::status::actor::{Actor, Phase, State};
pub(super) use crate::observe::status::board::Keeper;
pub(crate) use crate::observe::status::board::Members;
use crate::{
    observe::status::{
        actor::awaited,
        board::{Board, Shared},
    },
    outcome::names::{Text, part_name},
};

/// What a group does, for everybody who is not in it: a readiness probe, a status page, a task that says who is waited for.
///
/// [`Group::status`](crate::Group::status) has a group keep it up to date. All clones are of the same group; each remembers for itself
/// what it has shown, for [`changed`](Self::changed). It needs no runtime.
///
/// It displays as a table:
///
/// ```text
/// starting for 3.1s: waiting for `cache`
/// db      ready      2.9s
/// cache   starting   3.1s
/// server  waiting    3.1s  for `cache`
/// ```
///
/// The first line says for how long the group has been in its phase, and who is waited for; the other lines, for how long each actor
/// has been in its state.
///
/// ```
/// use run_group::{Status, run_group};
///
/// # fn main() -> Result<(), run_group::AnyError> {
/// let status = Status::new();
/// let page = status.clone();
/// run_group! {
///     server: |stop| stop,
///     job:    async move {
///         let states: Vec<_> = page.actors().iter().map(|actor| actor.state().to_string()).collect();
///         assert_eq!(states, ["ready", "ready"]);
///         Ok(())
///     } => drop,
/// }
/// .status(&status)
/// .run()?;
/// # Ok(()) }
/// ```
#[doc(alias = "health")]
#[doc(alias = "readyz")]
#[derive(Debug)]
pub struct Status {
    shared: Arc<Shared>,
    /// The version that this handle has shown last.
    seen: AtomicU32,
}

impl Status {
    /// Of no group yet.
    #[must_use]
    pub fn new() -> Self {
        Status::default()
    }

    /// Where the group is.
    #[must_use]
    pub fn phase(&self) -> Phase {
        self.ask().phase
    }

    /// Whether all actors are ready: from the [`on_ready`](crate::Group::on_ready) of the group to its cause, but not while an actor
    /// has [withdrawn](crate::Ready::unset). What a readiness probe answers.
    #[must_use]
    pub fn is_ready(&self) -> bool {
        let board = self.ask();
        board.phase == Phase::Running && board.actors.iter().all(|actor| actor.state != State::NotReady)
    }

    /// What each actor does, in the order written. The actors of a nested group are among them, as `sub.name`, and after a set its
    /// members, as `set[member]`, each in the state of the set and for as long. Those that `if` or `#[cfg]` has left out are not. Empty before
    /// the group's first poll.
    #[must_use]
    pub fn actors(&self) -> Vec<Actor> {
        let snapshot = self.ask().snapshot();
        // A set has a lock of its own.
        let with_members = snapshot.into_iter().flat_map(|(actor, members)| {
            let names = members.map(|members| members.names()).unwrap_or_default();
            let member = |name: Text| Actor { name: part_name(&actor.name, &name).into(), ..actor.clone() };
            let members: Vec<_> = names.into_iter().map(member).collect();
            iter::once(actor).chain(members)
        });
        with_members.collect()
    }

    /// The names of those that the group waits for, in the order written: in a start, the actors that are not ready and wait for no other
    /// actor, and those that others wait for until they have finished; when it runs, those that have withdrawn; in a drain, those that have
    /// been interrupted.
    ///
    /// ```
    /// use run_group::{Status, run_group};
    ///
    /// # fn main() -> Result<(), run_group::AnyError> {
    /// let status = Status::new();
    /// run_group! {
    ///     cache: |_, ready| async {
    ///         assert_eq!(status.waiting_for(), ["cache"]);
    ///         ready.set();
    ///         Ok(())
    ///     } => drop,
    ///     http:  |stop| stop,
    /// }
    /// .status(&status)
    /// .run()?;
    /// # Ok(()) }
    /// ```
    #[must_use]
    pub fn waiting_for(&self) -> Vec<String> {
        let phase = self.ask().phase;
        awaited(phase, &self.actors()).map(Into::into).collect()
    }

    /// Waits until something has changed since this handle was last asked, in whatever way. At once, if it has already.
    ///
    /// Several changes may be seen as one. After the end there is none.
    ///
    /// ```
    /// use run_group::{Status, run_group};
    ///
    /// # fn main() -> Result<(), run_group::AnyError> {
    /// let status = Status::new();
    /// let watched = status.clone();
    /// run_group! {
    ///     server:  |stop| stop,
    ///     #[may_finish]
    ///     watch:   async move {
    ///         while !watched.is_ready() {
    ///             watched.changed().await;
    ///         }
    ///         Ok(())
    ///     } => drop,
    ///     job:     async { Ok(()) } => drop,
    /// }
    /// .status(&status)
    /// .run()?;
    /// # Ok(()) }
    /// ```
    ///
    /// # Cancel safety
    ///
    /// A change that comes while no future waits is not lost: the next one is done at once.
    pub async fn changed(&self) {
        let change = {
            let board = self.shared.lock();
            if self.seen.load(Ordering::Relaxed) == board.version { Some(board.change.clone()) } else { None }
        };
        if let Some(change) = change {
            change.await;
        }
        drop(self.ask());
    }

    /// Waits until the group has ended: it has returned, or was dropped. Any number may wait, before the group starts or after its end.
    ///
    /// ```
    /// use run_group::{Status, run_group};
    ///
    /// # #[tokio::main]
    /// # async fn main() {
    /// let status = Status::new();
    /// let group = tokio::spawn(run_group! { job: async { Ok(()) } => drop }.status(&status));
    /// status.ended().await;
    /// group.await.unwrap().unwrap();
    /// # }
    /// ```
    ///
    /// # Cancel safety
    ///
    /// Dropping the future loses nothing.
    pub async fn ended(&self) {
        let ended = self.shared.lock().ended.clone();
        ended.await;
    }

    /// The end of it that a group has. From now on it is of that group.
    pub(super) fn keeper(&self) -> Keeper {
        Keeper::new(Arc::clone(&self.shared))
    }

    /// The board, all of which this handle has shown then.
    fn ask(&self) -> MutexGuard<'_, Board> {
        let board = self.shared.lock();
        self.seen.store(board.version, Ordering::Relaxed);
        board
    }
}

impl Default for Status {
    fn default() -> Self {
        Status { shared: Arc::new(Shared::new()), seen: AtomicU32::new(0) }
    }
}

impl Clone for Status {
    fn clone(&self) -> Self {
        Status { shared: Arc::clone(&self.shared), seen: AtomicU32::new(self.seen.load(Ordering::Relaxed)) }
    }
}
