//! A group in a generic function, whose error type is a parameter.
#![deny(warnings)]

use run_group::{Error, run_group};
use std::{
    error,
    fmt::{Debug, Display},
    future::Future,
};

/// `E` can only be shown.
async fn shown<E: Debug + Display + 'static>(actor: impl Future<Output = Result<(), E>>) -> Result<(), Error<E>> {
    run_group! {
        type Error = E;
        actor => drop,
        async { Ok(()) } => drop,
        |stop| async { stop.stopped().await; Ok(()) },
    }
    .await
}

/// `E` is an error.
async fn error<E: error::Error + 'static>(
    actor: impl Future<Output = Result<(), E>>,
) -> Result<(), Box<dyn error::Error>> {
    run_group! {
        type Error = E;
        actor => drop,
    }
    .await?;
    Ok(())
}

/// What converts into the error is a parameter.
async fn from<E, X>(actor: impl Future<Output = Result<(), X>>) -> Result<(), Error<E>>
where
    E: Debug + Display + From<X> + 'static,
{
    run_group! { type Error = E; actor => drop }.await
}

/// Every actor is a parameter.
async fn all<A, B, T>(first: A, second: impl FnOnce(T) -> B, value: T) -> Result<(), run_group::AnyError>
where
    A: IntoFuture<Output = ()>,
    B: Future<Output = Result<(), std::fmt::Error>>,
{
    run_group! { first: first => drop, second: second(value) => drop }.await?;
    Ok(())
}

/// The items and their gate are parameters.
async fn each<I, A, G, E, X>(actors: I, gate: G) -> Result<(), Error<E>>
where
    I: IntoIterator<Item = A>,
    A: IntoFuture<Output = Result<(), X>>,
    G: Future<Output = Result<(), X>> + Clone,
    E: Debug + Display + From<X> + 'static,
{
    run_group! {
        type Error = E;
        #[when(gate.clone())]
        each: actor for actor in actors => drop,
        #[when(gate)]
        #[may_finish]
        async { Ok(()) } => drop,
    }
    .await
}

/// The output of the gate is a parameter.
async fn gated<T>(gate: impl IntoFuture<Output = T>) -> Result<(), Error> {
    run_group! {
        #[when(gate)]
        work: async { Ok(()) } => drop,
    }
    .await
}

struct Server<T>(T);

impl<T: Future<Output = ()> + Clone> Server<T> {
    async fn run(&self) -> Result<(), run_group::AnyError> {
        run_group! { self.0.clone() => drop, Self::more(self) => drop }.await?;
        Ok(())
    }

    async fn more(&self) {}
}

fn main() -> Result<(), run_group::AnyError> {
    run_group! {
        async { shown(async { Err("a text") }).await.unwrap_err(); Ok(()) } => drop,
        async { error(async { Err(std::fmt::Error) }).await.unwrap_err(); Ok(()) } => drop,
        async { from::<String, &str>(async { Err("a text") }).await.unwrap_err(); Ok(()) } => drop,
        all(async {}, |_| async { Ok(()) }, 3) => drop,
        async { Server(std::future::ready(())).run().await } => drop,
        async { each::<_, _, _, String, &str>([async { Ok(()) }], std::future::ready(Ok(()))).await.unwrap(); Ok(()) } => drop,
        async { gated(std::future::ready(Some(3))).await?; Ok(()) } => drop,
    }
    .run()?;
    Ok(())
}
