//! `ActorSet`: actors that come and go at run time, in one slot of the list.

mod actor;
mod entries;
mod member;
mod refused;
mod shared;

use core::{fmt, future::Future};
use std::{
    borrow::Cow,
    string::{String, ToString},
    sync::Arc,
    vec::Vec,
};

pub use refused::Refused;

use crate::{
    adapters::tokio::actor_set::{
        refused::NoPlace,
        shared::{KeepGoing, Shared},
    },
    outcome::{any_error::AnyError, end::End},
    sync::stop::Stop,
};

/// Actors that are added and that end while the group runs: connections, sessions, shards that move.
///
/// The set is one actor in the list, and knows how to stop. Each member is a tokio task with a [`Stop`] of its own. Handles are
/// clones: one stands in the list, by value or by reference, and the others add members, in whichever task or thread.
///
/// ```
/// use run_group::{ActorSet, AnyError, run_group};
///
/// #[tokio::main]
/// async fn main() -> Result<(), AnyError> {
///     let conns = ActorSet::new();
///     run_group! {
///         #[outlives(accept)]
///         conns:  &conns,
///         accept: async {
///             for client in ["alice", "bob"] {
///                 conns.add(client, |stop| async move { stop.stopped().await; Ok(()) }).await?;
///             }
///             assert_eq!(conns.names(), ["alice", "bob"]);
///             Ok(())
///         } => drop,
///     }
///     .await?;
///     assert!(conns.is_empty());
///     Ok(())
/// }
/// ```
///
/// # Lifecycle
///
/// 1. Members that are added before the group is polled begin when the set starts; the others at once.
/// 2. A member that ends successfully leaves the set.
/// 3. A member that fails or panics leaves it too, and that is at once an exit of the set, named `set[member]`. It is the group's
///    cause, if there is none yet. The other members go on until the set is interrupted. With [`keep_going`](Self::keep_going), the
///    failures of members are no exits.
/// 4. When the set is interrupted, no member is added any more: [`add`](Self::add) is refused. Every member's `Stop` is set.
/// 5. The set ends when it has been interrupted and every member has ended: by then its future is dropped. When the time is up
///    before, the members that are left are aborted and named among the stuck.
///
/// `=> drop` aborts the members and joins them. A set that is dropped with its group aborts its members and joins none.
///
/// `#[may_finish]` and `#[must_run]` mean nothing on a set: it does not end by itself.
///
/// # Costs
///
/// The wake of a member is that of a tokio task: the group is not polled. A member that ends wakes the group only if it has
/// failed, or is the last to be joined.
///
/// # Panics
///
/// When a list is built in which the set stands, if it has stood in a list before. And when the set starts, as a panic of this actor, if
/// there is no tokio runtime.
#[doc(alias = "JoinSet")]
#[doc(alias = "TaskTracker")]
#[doc(alias = "FuturesUnordered")]
#[doc(alias = "errgroup")]
pub struct ActorSet<E = AnyError> {
    shared: Arc<Shared<E>>,
}

impl ActorSet {
    /// A set without members, whose members fail with [`AnyError`]. Another error type is written as
    /// `ActorSet::<MyError>::default()`.
    #[must_use]
    pub fn new() -> Self {
        ActorSet::default()
    }
}

impl<E: Send + 'static> ActorSet<E> {
    /// Bounds the number of members: while there are so many, [`add`](Self::add) waits. Members that were added before do not count.
    ///
    /// ```
    /// use run_group::{ActorSet, Refused};
    ///
    /// let conns = ActorSet::new().limit(1);
    /// assert_eq!(conns.try_add("alice", async |_| Ok(())), Ok(()));
    /// assert_eq!(conns.try_add("bob", async |_| Ok(())), Err(Refused::Full));
    /// ```
    #[must_use]
    pub fn limit(self, members: usize) -> Self {
        self.shared.lock().set_limit(members);
        self
    }

    /// The failures of members end nothing: `f` is called with the name of a member that has failed, panicked or was aborted by its
    /// runtime, and with how it ended. That is for members whose failures are their own, such as connections.
    ///
    /// `f` is called in the member's task, after its future has been dropped. If it panics, that is as if the member had, without
    /// `keep_going`.
    ///
    /// ```
    /// use run_group::{ActorSet, AnyError, run_group};
    /// use tokio::sync::oneshot;
    ///
    /// # #[tokio::main]
    /// # async fn main() -> Result<(), AnyError> {
    /// let (lost, is_lost) = oneshot::channel::<()>();
    /// let conns = ActorSet::new().keep_going(|name, end| eprintln!("{name} {end}"));
    /// conns.try_add("alice", async |_| { drop(lost); Err("connection reset".into()) })?;
    /// run_group! {
    ///     conns: &conns,
    ///     job:   async { is_lost.await.unwrap_err(); Ok(()) } => drop,
    /// }
    /// .await?; // no failure
    /// # Ok(()) }
    /// ```
    #[must_use]
    pub fn keep_going(self, f: impl Fn(&str, End<&E>) + Send + Sync + 'static) -> Self {
        self.shared.lock().keep_going = Some(KeepGoing(Arc::new(f)));
        self
    }

    /// Adds a member: the future that `member` makes of its stop signal, as a tokio task. Where the set has a
    /// [`limit`](Self::limit), waits until there is room. From before `member` is called, it is one of the set's members.
    ///
    /// In an actor that is itself to stop, await it beside that actor's stop signal, if there is a limit: an actor that the set
    /// outlives would otherwise wait for room that only the interrupt of the set makes.
    ///
    /// ```
    /// # use run_group::{ActorSet, AnyError, Stop};
    /// async fn accept(conns: ActorSet, stop: Stop) -> Result<(), AnyError> {
    ///     loop {
    ///         let client = "alice"; // accepted
    ///         tokio::select! {
    ///             added = conns.add(client, |stop| async move { stop.stopped().await; Ok(()) }) => added?,
    ///             () = stop.stopped() => return Ok(()),
    ///         }
    ///     }
    /// }
    /// ```
    ///
    /// # Errors
    ///
    /// [`Refused::Stopped`] if the set has been interrupted, or is while this waits. `member` has not been called then.
    ///
    /// # Cancel safety
    ///
    /// If it is dropped before it is done, nothing has been added.
    #[doc(alias = "spawn")]
    pub async fn add<F, M>(&self, name: impl Into<Cow<'static, str>>, member: F) -> Result<(), Refused>
    where
        F: FnOnce(Stop) -> M,
        M: Future<Output = Result<(), E>> + Send + 'static,
    {
        let entered = match Shared::enter(&self.shared, name.into(), None) {
            Err(NoPlace::Full { room, name }) => {
                let seat = room.acquire_owned().await.map_err(|_| Refused::Stopped)?;
                Shared::enter(&self.shared, name, Some(seat))?
            }
            entered => entered?,
        };
        entered.begin(member);
        Ok(())
    }

    /// Adds a member as [`add`](Self::add) does, but does not wait.
    ///
    /// # Errors
    ///
    /// [`Refused::Full`] if there are as many members as the [`limit`](Self::limit) says, and [`Refused::Stopped`] if the set has been
    /// interrupted. `member` has not been called then.
    #[doc(alias = "spawn")]
    pub fn try_add<F, M>(&self, name: impl Into<Cow<'static, str>>, member: F) -> Result<(), Refused>
    where
        F: FnOnce(Stop) -> M,
        M: Future<Output = Result<(), E>> + Send + 'static,
    {
        Shared::enter(&self.shared, name.into(), None)?.begin(member);
        Ok(())
    }

    /// Asks the members of this name to stop, and returns how many there are: those that have been asked before included.
    ///
    /// It looks at the name of every member.
    ///
    /// ```
    /// use run_group::{ActorSet, AnyError, run_group};
    ///
    /// # #[tokio::main]
    /// # async fn main() -> Result<(), AnyError> {
    /// let shards = ActorSet::new();
    /// for shard in ["a", "b"] {
    ///     shards.try_add(shard, |stop| async move { stop.stopped().await; Ok(()) })?;
    /// }
    /// run_group! {
    ///     shards: &shards,
    ///     job:    async {
    ///         assert_eq!(shards.stop("a"), 1);
    ///         while shards.len() > 1 { tokio::task::yield_now().await }
    ///         assert_eq!(shards.names(), ["b"]);
    ///         Ok(())
    ///     } => drop,
    /// }
    /// .await?;
    /// assert!(shards.is_empty());
    /// # Ok(()) }
    /// ```
    ///
    /// # Panics
    ///
    /// If a waker panics: when all these members have been asked.
    #[doc(alias = "cancel")]
    #[allow(clippy::must_use_candidate, reason = "it is called for what it does")]
    pub fn stop(&self, name: &str) -> usize {
        self.shared.stop(|member| member == name)
    }

    /// How many members there are.
    #[must_use]
    pub fn len(&self) -> usize {
        self.shared.lock().entries.len()
    }

    /// Whether there is no member.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// The names of the members, in the order in which they were added.
    #[must_use]
    pub fn names(&self) -> Vec<String> {
        self.shared.lock().entries.in_order(|entry| Some(entry.name.to_string()))
    }
}

impl<E> Default for ActorSet<E> {
    fn default() -> Self {
        ActorSet { shared: Arc::new(Shared::new()) }
    }
}

impl<E> Clone for ActorSet<E> {
    fn clone(&self) -> Self {
        ActorSet { shared: self.shared.clone() }
    }
}

impl<E> fmt::Debug for ActorSet<E> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("ActorSet").field("members", &self.shared.lock().entries.len()).finish_non_exhaustive()
    }
}
