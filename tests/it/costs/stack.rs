//! How much of the stack it takes to build and to run a group.

use std::{
    future::{Future, pending},
    hint::black_box,
    mem::size_of_val,
    pin::Pin,
    task::{Context, Poll},
    thread::Builder,
};

use run_group::{AnyError, run_group};

use super::{copies, idle};

/// An actor of so many bytes.
struct Big<const BYTES: usize>([u8; BYTES]);

impl<const BYTES: usize> Future for Big<BYTES> {
    type Output = ();

    fn poll(self: Pin<&mut Self>, _: &mut Context<'_>) -> Poll<()> {
        black_box(&self.0);
        Poll::Ready(())
    }
}

#[inline(never)]
fn big() -> Big<2048> {
    black_box(Big([1; 2048]))
}

#[inline(never)]
#[allow(clippy::large_stack_arrays, reason = "that is what is measured")]
fn huge() -> Big<65536> {
    black_box(Big([1; 65536]))
}

fn on_a_stack_of(bytes: usize, f: impl FnOnce() + Send + 'static) {
    Builder::new().stack_size(bytes).spawn(f).expect("a thread").join().expect("no overflow");
}

/// What a thread needs before it does anything.
const THREAD: usize = 32 * 1024;

fn deep(levels: u32) -> Pin<Box<dyn Future<Output = Result<(), AnyError>>>> {
    Box::pin(async move {
        if levels > 0 {
            run_group! {
                inner: deep(levels - 1) => drop,
                idle: pending::<()>() => drop,
            }
            .await?;
        }
        Ok(())
    })
}

#[test]
fn building_takes_at_most_three_times_the_size() {
    let size = size_of_val(&copies!(big(); 8 8 8 8 8 8 8 8));
    on_a_stack_of(3 * size + THREAD, || {
        black_box(&copies!(big(); 8 8 8 8 8 8 8 8));
    });
}

/// Where the actors are few and large, moving one into its slot takes room for five more of them.
#[test]
fn building_large_actors_takes_five_more_of_them() {
    fn one() {
        black_box(&copies!(huge(); 1));
    }
    fn eight() {
        black_box(&copies!(huge(); 8));
    }
    let way = 5 * size_of_val(&huge()) + THREAD;
    on_a_stack_of(3 * size_of_val(&huge()) + way, one);
    on_a_stack_of(24 * size_of_val(&huge()) + way, eight);
}

#[test]
fn sixty_four_large_actors_run_on_a_test_stack() {
    on_a_stack_of(2 * 1024 * 1024, || {
        let ran = futures::executor::block_on(copies!(big(); 8 8 8 8 8 8 8 8));
        assert!(ran.is_ok());
    });
}

#[test]
fn sixteen_nested_groups_run_on_a_test_stack() {
    on_a_stack_of(2 * 1024 * 1024, || futures::executor::block_on(deep(16)).expect("all succeed"));
}

#[test]
fn sixteen_groups_in_one_type_run_on_a_test_stack() {
    macro_rules! nest {
        ($inner:expr, $level:tt $($more:tt)*) => { nest!(run_group! { { $inner } => drop }, $($more)*) };
        ($inner:expr,) => { $inner };
    }
    on_a_stack_of(2 * 1024 * 1024, || {
        futures::executor::block_on(async {
            nest!(idle(), 1 1 1 1  1 1 1 1  1 1 1 1  1 1 1 1).await.expect("all succeed");
        });
    });
}
