//! A tokio task of its own as an actor.

use core::{
    fmt,
    marker::PhantomData,
    pin::Pin,
    task::{Context, Poll, ready},
};
use std::panic::resume_unwind;

use tokio::{runtime::Handle, task::JoinHandle};

use crate::{
    observe::trace::future_in_current_span,
    outcome::{exit::Exit, infer::Infer, names::Name, sealed::Sealed},
    slot::{
        actor::{IntoActor, RunningActor},
        place::{EndsByItself, EndsWhenDropped, MayWait, Place},
        retained::NothingRetained,
    },
};

/// Runs a future in a tokio task of its own: in parallel with the group, if the runtime has several threads.
///
/// The task starts when the actor does and is joined before the group returns: by then its future is dropped. A
/// panic in it is the actor's, with its payload. Interrupted by `drop`, the task is cancelled; if it still ends with an
/// error, that counts. A task that is cancelled, but not by its group, has failed, interrupted or not: the actor "was dropped". That
/// happens when its runtime shuts down.
///
/// `?` works in a block that ends in `Ok(())`, `task(async { check().await?; Ok(()) })`: unless something else says what its error is, it
/// is the group's.
///
/// If the group is dropped, or the task is stuck, it is cancelled and not waited for.
///
/// ```
/// use run_group::{run_group, task};
///
/// # #[tokio::main]
/// # async fn main() {
/// run_group! {
///     worker: |stop| task(async move { while !stop.is_stopped() { tokio::task::yield_now().await } }),
///     endless: task(std::future::pending::<()>()) => drop,
///     job:    async { Ok(()) } => drop,
/// }
/// .await
/// # .unwrap();
/// # }
/// ```
///
/// # Panics
///
/// When it is started, as a panic of this actor, if there is no tokio runtime, unless it is given one by [`on`](Task::on).
#[doc(alias = "spawn")]
#[doc(alias = "JoinHandle")]
pub fn task<F, T>(future: F) -> Task<F, T>
where
    F: Future<Output = T> + Send + 'static,
    T: Send + 'static,
{
    Task { future, runtime: (), spawn: |(), future| tokio::spawn(future_in_current_span(future)) }
}

/// An actor in a tokio task of its own; from [`task`]. `R` is the runtime that was given, if one was.
#[must_use = "a task starts with the group that it stands in"]
pub struct Task<F, T, R = ()> {
    future: F,
    runtime: R,
    // A pointer, made where the bounds stand. So a future that lacks one is reported there, and not again by the group.
    spawn: fn(&R, F) -> JoinHandle<T>,
}

impl<F, T> Task<F, T> {
    /// Runs the task on another runtime than the group's: on one with a thread per core beside one that serves a UI, say, or where the
    /// group itself is on none.
    ///
    /// It is cancelled and joined as any other task. The other runtime has to outlive the group: a task that is cancelled because its
    /// runtime shuts down has failed.
    ///
    /// ```
    /// use run_group::{run_group, task};
    /// use tokio::runtime::Runtime;
    ///
    /// let compute = Runtime::new()?;
    /// run_group! {
    ///     index: task(async { /* computes */ Ok(()) }).on(compute.handle()) => drop,
    /// }
    /// .run()?;
    /// # Ok::<(), run_group::AnyError>(())
    /// ```
    pub fn on(self, runtime: &Handle) -> Task<F, T, Handle>
    where
        F: Future<Output = T> + Send + 'static,
        T: Send + 'static,
    {
        Task {
            future: self.future,
            runtime: runtime.clone(),
            spawn: |runtime, future| runtime.spawn(future_in_current_span(future)),
        }
    }
}

impl<F, T, R> fmt::Debug for Task<F, T, R> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Task").finish_non_exhaustive()
    }
}

#[diagnostic::do_not_recommend]
impl<E, F, T, R> IntoActor<E, Spawned> for Task<F, T, R> {
    type Output = T;
    type Actor = TaskActor<F, T, R>;
    type Retained = NothingRetained;

    fn into_actor(self, _: &mut NothingRetained, _: Sealed) -> TaskActor<F, T, R> {
        TaskActor::Unstarted(Some(self))
    }
}

/// The place of a task: it can be cancelled.
#[derive(Debug)]
pub struct Spawned;

impl<A: RunningActor> Place<A> for Spawned {}
#[diagnostic::do_not_recommend]
impl EndsByItself for Spawned {}
#[diagnostic::do_not_recommend]
impl MayWait for Spawned {}
#[diagnostic::do_not_recommend]
impl EndsWhenDropped for Spawned {}

/// A task as an actor. It is moved freely: nothing in it is pinned.
#[derive(Debug)]
pub enum TaskActor<F, T, R> {
    Unstarted(Option<Task<F, T, R>>),
    Started(CancelOnDrop<T>),
}

impl<F, T, R> RunningActor for TaskActor<F, T, R> {
    type Output = T;

    const RUNS_ELSEWHERE: bool = true;

    fn poll<E>(
        self: Pin<&mut Self>,
        _: Name<'_>,
        cx: &mut Context<'_>,
        read: &impl Fn(T, Infer<E>) -> Exit<E>,
    ) -> Poll<Exit<E>> {
        // Nothing in it is pinned, as `Unpin` says below.
        let this = self.get_mut();
        if let TaskActor::Unstarted(task) = this {
            let Task { future, runtime, spawn } = task.take().expect("a task is started once");
            *this = TaskActor::Started(CancelOnDrop { handle: spawn(&runtime, future), cancelled: false });
        }
        let TaskActor::Started(task) = this else { unreachable!("started above") };
        Poll::Ready(match ready!(Future::poll(Pin::new(&mut task.handle), cx)) {
            Ok(output) => read(output, Infer::NEW),
            Err(error) => match error.try_into_panic() {
                Ok(payload) => resume_unwind(payload),
                Err(_) if task.cancelled => Exit::Dropped,
                Err(_) => Exit::Cancelled,
            },
        })
    }

    fn cancel(self: Pin<&mut Self>) -> bool {
        match self.get_mut() {
            TaskActor::Unstarted(_) => true,
            TaskActor::Started(task) => {
                task.cancel();
                false
            }
        }
    }
}

impl<F, T, R> Unpin for TaskActor<F, T, R> {}

#[derive(Debug)]
pub struct CancelOnDrop<T> {
    handle: JoinHandle<T>,
    /// The group has cancelled it.
    cancelled: bool,
}

impl<T> CancelOnDrop<T> {
    fn cancel(&mut self) {
        self.cancelled = true;
        self.handle.abort();
    }
}

impl<T> Drop for CancelOnDrop<T> {
    fn drop(&mut self) {
        self.cancel();
    }
}

/// The place of a tokio `JoinHandle`: it is a future, but its task does not end when it is dropped.
#[derive(Debug)]
pub struct ByHandle<T>(PhantomData<fn() -> T>);

impl<T, A: RunningActor> Place<A> for ByHandle<T> {}
#[diagnostic::do_not_recommend]
impl<T> EndsByItself for ByHandle<T> {}
#[diagnostic::do_not_recommend]
impl<T> MayWait for ByHandle<T> {}
impl<T> EndsWhenDropped for ByHandle<T> where JoinHandle<T>: CancelsItsTask {}

/// What no handle does.
#[diagnostic::on_unimplemented(
    message = "a `JoinHandle` cannot be interrupted by `drop`",
    label = "its task runs on when the handle is dropped",
    note = "write `task(future)` instead of `tokio::spawn(future)`, and `thread(closure)` instead of `spawn_blocking(closure)`; or \
            interrupt the task by its `AbortHandle`"
)]
pub trait CancelsItsTask {}
