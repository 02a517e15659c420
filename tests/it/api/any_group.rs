//! Functions that take any group.

use std::{
    cell::RefCell,
    fmt::Display,
    future::{Future, pending, ready},
    pin::Pin,
};

use run_group::{ActorList, AnyError, Error, Group, GroupOptions, Report, run_group};

use crate::{
    api::support::{Chain, REFUSED, SECOND},
    support::drive,
};

fn with_defaults(
    group: Group<impl ActorList, AnyError, impl GroupOptions>,
    causes: &RefCell<Vec<String>>,
) -> Group<impl ActorList, AnyError, impl GroupOptions> {
    group.on_cause(|cause| causes.borrow_mut().push(cause.to_string())).grace(SECOND)
}

async fn reported<E: Display>(group: Group<impl ActorList<E>, E, impl GroupOptions<E>>) -> Report<E> {
    group.report().await
}

fn boxed<'a>(
    group: Group<impl ActorList + Send + 'a, AnyError, impl GroupOptions + Send + 'a>,
) -> Pin<Box<dyn Future<Output = Result<(), Error>> + Send + 'a>> {
    Box::pin(group)
}

#[tokio::test(start_paused = true)]
async fn what_a_function_adds_holds_for_every_group() {
    let causes = RefCell::new(Vec::new());
    let error = with_defaults(run_group! { a: ready(()) => {}, b: pending::<()>() => {} }, &causes).await.unwrap_err();
    assert_eq!(error.stuck(), ["b"]);
    with_defaults(run_group! { row: ready(()) for _ in 0..3 => drop }.on_cause(|_| {}), &causes).await.unwrap();
    assert_eq!(causes.take(), ["`a` ended", "`row[0]` ended"]);
}

#[tokio::test(start_paused = true)]
async fn the_caller_can_add_to_what_a_function_returns() {
    let causes = RefCell::new(Vec::new());
    let group = with_defaults(run_group! { a: ready(()) => {} }, &causes);
    group.on_cause(|_| causes.borrow_mut().push("the caller".to_owned())).await.unwrap();
    assert_eq!(causes.take(), ["`a` ended", "the caller"]);
}

#[test]
fn a_function_may_be_generic_over_the_error_type() {
    let of_any = drive(reported(run_group! { a: ready(Err::<(), _>(REFUSED)) => drop }));
    assert_eq!(of_any.result().unwrap_err().actor(), Some("a"));
    let of_chain = drive(reported(run_group! { type Error = Chain; a: ready(Err::<(), _>(REFUSED)) => drop }));
    assert_eq!(of_chain.result().unwrap_err().get_ref(), Some(&REFUSED));
}

#[test]
fn a_function_may_box_a_group_that_borrows() {
    let text = String::from("borrowed");
    let error = drive(boxed(run_group! { a: async { Err(text.as_str().into()) } => drop })).unwrap_err();
    assert_eq!(format!("{error:?}"), "actor `a` failed: borrowed");
}
