//! `?` takes the error of an actor into a group of any error type, and that of a group into what functions return.

use std::{
    error::Error as StdError,
    fmt::{Debug, Display},
    future::ready,
    io,
};

use run_group::{AnyError, Error, run_group};
use thiserror::Error;

use crate::{
    api::support::{Chain, REFUSED},
    support::drive,
};

type Boxed = Box<dyn StdError + Send + Sync>;

#[derive(Debug, Error)]
enum Failure {
    #[error("the chain broke")]
    Chain(#[from] Chain),
    #[error("input or output failed")]
    Io(#[from] io::Error),
    #[error("the inner group failed")]
    Group(#[from] Error),
    #[error(transparent)]
    Anyhow(#[from] Error<anyhow::Error>),
}

/// Runs `$body` with the error of a group of each type that users have.
macro_rules! for_each_error_type {
    (|$error:ident, $E:ident| $body:expr) => {
        for_each_error_type!(@ |$error, $E| $body; AnyError, anyhow::Error, eyre::Report, Boxed, Failure)
    };
    (@ |$error:ident, $E:ident| $body:expr; $($Type:ty),*) => {
        $({
            type $E = $Type;
            let $error: Error<$E> = drive(run_group! {
                type Error = $E;
                http: async { Err(REFUSED)? } => drop,
            })
            .unwrap_err();
            $body
        })*
        {
            type $E = String;
            let $error: Error<String> = drive(run_group! {
                type Error = String;
                http: async { Err("refused")? } => drop,
            })
            .unwrap_err();
            $body
        }
    };
}

fn into_anyhow<E: Display + Send + Sync + 'static>(error: Error<E>) -> anyhow::Result<()> {
    Err(error)?
}

fn into_eyre<E: Display + Send + Sync + 'static>(error: Error<E>) -> eyre::Result<()> {
    Err(error)?
}

fn into_any<E: Display + Send + Sync + 'static>(error: Error<E>) -> Result<(), AnyError> {
    Err(error)?
}

fn into_box<E: Display + Send + Sync + 'static>(error: Error<E>) -> Result<(), Boxed> {
    Err(error)?
}

fn into_box_of_this_thread<E: Display + 'static>(error: Error<E>) -> Result<(), Box<dyn StdError>> {
    Err(error)?
}

#[test]
fn a_group_of_any_error_type_goes_into_anyhow() {
    for_each_error_type!(|error, E| {
        let error = into_anyhow(error).unwrap_err();
        assert_eq!(error.downcast_ref::<Error<E>>().and_then(Error::actor), Some("http"));
    });
}

#[test]
fn a_group_of_any_error_type_goes_into_eyre() {
    for_each_error_type!(|error, E| {
        let error = into_eyre(error).unwrap_err();
        assert_eq!(error.downcast_ref::<Error<E>>().and_then(Error::actor), Some("http"));
    });
}

#[test]
fn a_group_of_any_error_type_goes_into_any_error() {
    for_each_error_type!(|error, E| {
        let error = into_any(error).unwrap_err();
        assert_eq!(error.downcast_ref::<Error<E>>().and_then(Error::actor), Some("http"));
    });
}

#[test]
fn a_group_of_any_error_type_goes_into_a_box() {
    for_each_error_type!(|error, E| {
        let error = into_box(error).unwrap_err();
        assert_eq!(error.downcast_ref::<Error<E>>().and_then(Error::actor), Some("http"));
    });
}

#[test]
fn a_group_whose_error_cannot_be_sent_goes_into_a_box() {
    let error = drive(run_group! {
        type Error = Box<dyn StdError>;
        http: async { Err(REFUSED)? } => drop,
    })
    .unwrap_err();
    let error = into_box_of_this_thread(error).unwrap_err();
    assert_eq!(error.source().and_then(|source| source.downcast_ref()), Some(&REFUSED));
}

#[test]
fn a_group_goes_into_an_enum_of_thiserror() {
    fn typed(error: Error) -> Result<(), Failure> {
        Err(error)?
    }
    fn of_anyhow(error: Error<anyhow::Error>) -> Result<(), Failure> {
        Err(error)?
    }
    let error = drive(run_group! { http: async { Err(REFUSED)? } => drop }).unwrap_err();
    assert_eq!(chain(&typed(error).unwrap_err())[..2], ["the inner group failed", "actor `http` failed"]);
    let error = drive(run_group! { type Error = anyhow::Error; http: async { Err(REFUSED)? } => drop }).unwrap_err();
    assert_eq!(chain(&of_anyhow(error).unwrap_err())[..2], ["actor `http` failed", "cannot connect"]);
}

#[test]
fn a_groups_source_is_what_its_error_type_holds() {
    for_each_error_type!(|error, E| {
        let is_text = std::any::TypeId::of::<E>() == std::any::TypeId::of::<String>();
        assert_eq!(error.source().is_none(), is_text);
        let first = if is_text { "actor `http` failed: refused" } else { "actor `http` failed" };
        assert_eq!(error.to_string(), first);
        // Whatever it is, it is in the chain once.
        let text = chain(&error).join(": ");
        assert_eq!(text.matches("refused").count(), 1, "{text}");
    });
}

#[test]
fn an_actors_error_of_any_type_goes_into_a_group() {
    fn anyhow() -> anyhow::Result<()> {
        Err(REFUSED)?
    }
    fn eyre() -> eyre::Result<()> {
        Err(REFUSED)?
    }
    fn boxed() -> Result<(), Boxed> {
        Err(REFUSED)?
    }
    fn text() -> Result<(), String> {
        Err("refused")?
    }
    fn typed() -> Result<(), Failure> {
        Err(REFUSED)?
    }
    let error = drive(run_group! {
        anyhow: ready(anyhow()) => drop,
        eyre: ready(eyre()) => drop,
        boxed: ready(boxed()) => drop,
        text: ready(text()) => drop,
        typed: ready(typed()) => drop,
        inline: async { anyhow()?; Ok(()) } => drop,
    })
    .unwrap_err();
    let others = error.others().iter().map(|other| other.actor().unwrap()).collect::<Vec<_>>();
    assert_eq!((error.actor(), others), (Some("anyhow"), vec!["eyre", "boxed", "text", "typed", "inline"]));
    for error in std::iter::once(&error).chain(error.others()) {
        let text = chain(error).join(": ");
        assert_eq!(text.matches("refused").count(), 1, "{text}");
    }
}

#[test]
fn a_groups_error_goes_into_a_group_of_any_error_type() {
    async fn service<E: Display + Debug + From<Chain> + 'static>() -> Result<(), Error<E>> {
        run_group! { type Error = E; inner: async { Err(REFUSED)? } => drop }.await
    }
    let anyhow = drive(run_group! { type Error = anyhow::Error; outer: service::<eyre::Report>() => drop });
    let eyre = drive(run_group! { type Error = eyre::Report; outer: service::<anyhow::Error>() => drop });
    let boxed = drive(run_group! { type Error = Boxed; outer: service::<AnyError>() => drop });
    let typed = drive(run_group! { type Error = Failure; outer: service::<AnyError>() => drop });
    assert_eq!(chain(&anyhow.unwrap_err())[..2], ["actor `outer` failed", "actor `inner` failed: cannot connect"]);
    assert_eq!(chain(&eyre.unwrap_err())[..2], ["actor `outer` failed", "actor `inner` failed: cannot connect"]);
    assert_eq!(chain(&boxed.unwrap_err())[..2], ["actor `outer` failed", "actor `inner` failed: cannot connect"]);
    assert_eq!(chain(&typed.unwrap_err())[..2], ["actor `outer` failed", "the inner group failed"]);
}

#[test]
fn a_nested_groups_error_is_found_in_the_chain() {
    let error = drive(run_group! {
        type Error = anyhow::Error;
        outer: run_group! {
            type Error = Chain;
            inner: async { Err(REFUSED)? } => drop,
            beside: async { Err(Chain(&["disk full"]))? } => drop,
        } => drop,
    })
    .unwrap_err();
    let error = into_eyre(error).unwrap_err();
    let nested = error.chain().find_map(|error| error.downcast_ref::<Error<Chain>>()).expect("the nested group's");
    assert_eq!((nested.get_ref(), nested.others().len()), (Some(&REFUSED), 1));
}

#[test]
fn an_any_error_by_itself_goes_into_anyhow_as_a_box() {
    let error = anyhow::Error::from_boxed(AnyError::from(REFUSED).into_boxed());
    assert_eq!(format!("{error:#}"), "cannot connect: connection refused: os error 111");
}

/// An error and its sources, as somebody else's reporter shows them.
fn chain(error: &(dyn StdError + 'static)) -> Vec<String> {
    std::iter::successors(Some(error), |&error| error.source()).map(ToString::to_string).collect()
}
