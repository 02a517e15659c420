//! What a group weighs, and what building it takes of the stack.

use std::{
    future::{Future, Ready, ready},
    hint::black_box,
    mem::size_of_val,
    thread::Builder,
};

use run_group::{AnyError, Cause, Interrupt, run_group};

/// The words that a group may add: 32 bytes of its own and 16 an actor.
fn allowed(actors: usize, inside: usize) -> usize {
    inside + 32 + 16 * actors
}

fn idle() -> Ready<()> {
    ready(())
}

/// A list of so many copies of one actor.
macro_rules! copies {
    ($actor:expr; $($list:tt)*) => { copies!(@ [$actor] [] $($list)*) };
    (@ [$actor:expr] [$($done:tt)*]) => { run_group! { $($done)* } };
    (@ [$actor:expr] [$($done:tt)*] 1 $($rest:tt)*) => { copies!(@ [$actor] [$($done)* $actor => drop,] $($rest)*) };
    (@ [$actor:expr] [$($done:tt)*] 8 $($rest:tt)*) => {
        copies!(@ [$actor] [$($done)*
            $actor => drop, $actor => drop, $actor => drop, $actor => drop,
            $actor => drop, $actor => drop, $actor => drop, $actor => drop,
        ] $($rest)*)
    };
}

#[test]
fn a_group_adds_four_words_and_two_an_actor() {
    let one = copies!(idle(); 1);
    assert!(size_of_val(&one) <= allowed(1, size_of_val(&idle())), "{}", size_of_val(&one));
    let eight = copies!(idle(); 8);
    assert!(size_of_val(&eight) <= allowed(8, 8 * size_of_val(&idle())), "{}", size_of_val(&eight));
    let many = copies!(idle(); 8 8 8 8 8 8 8 8);
    assert!(size_of_val(&many) <= allowed(64, 64 * size_of_val(&idle())), "{}", size_of_val(&many));
}

#[test]
fn names_are_not_in_the_group() {
    let short = run_group! { a: idle() => drop };
    let long = run_group! { a_name_that_is_much_longer_than_any_word_of_a_machine: idle() => drop };
    assert_eq!(size_of_val(&short), size_of_val(&long));
}

#[test]
fn a_value_that_interrupts_is_held_once_by_who_awaits_the_group() {
    struct Large([u64; 128]);

    impl<E> Interrupt<E> for Large {
        fn interrupt(self, _: &Cause<'_, E>) {
            black_box(self.0);
        }
    }

    let awaits = async { run_group! { idle() => Large([0; 128]), idle() => Large([1; 128]) }.await };
    // The discriminant of an option, too, where the value has none to spare; and the state of who awaits.
    let inside = 2 * (size_of_val(&idle()) + size_of::<Option<Large>>()) + size_of::<usize>();
    assert!(size_of_val(&awaits) <= allowed(2, inside), "{}", size_of_val(&awaits));
}

#[test]
fn an_interrupt_counts_what_it_captures() {
    let (a, b) = (1_u64, 2_u64);
    let interrupt = move || {
        black_box((a, b));
    };
    let captured = size_of_val(&interrupt);
    let group = run_group! { idle() => move || { black_box((a, b)); } };
    assert!(size_of_val(&group) <= allowed(1, size_of_val(&idle()) + captured), "{}", size_of_val(&group));
}

#[test]
fn nesting_is_linear() {
    let zero = idle();
    let sizes = [size_of_val(&zero)];
    let one = run_group! { zero => drop };
    let sizes = [sizes[0], size_of_val(&one)];
    let two = run_group! { one => drop };
    let sizes = [sizes[0], sizes[1], size_of_val(&two)];
    let three = run_group! { two => drop };
    let sizes = [sizes[0], sizes[1], sizes[2], size_of_val(&three)];
    for pair in sizes.windows(2) {
        assert!(pair[1] <= allowed(1, pair[0]), "{sizes:?}");
    }
}

/// An actor of so many bytes.
struct Big<const BYTES: usize>([u8; BYTES]);

impl<const BYTES: usize> Future for Big<BYTES> {
    type Output = ();

    fn poll(self: std::pin::Pin<&mut Self>, _: &mut std::task::Context<'_>) -> std::task::Poll<()> {
        black_box(&self.0);
        std::task::Poll::Ready(())
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

#[test]
fn building_takes_at_most_three_times_the_size_of_stack() {
    let size = size_of_val(&copies!(big(); 8 8 8 8 8 8 8 8));
    on_a_stack_of(3 * size + THREAD, || {
        black_box(&copies!(big(); 8 8 8 8 8 8 8 8));
    });
}

/// Of few and large actors it takes what five of them take besides: the way of one into its slot.
#[test]
fn building_takes_three_times_the_size_and_five_actors_of_stack() {
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
fn sixty_four_actors_of_two_kibibytes_run_on_a_test_stack() {
    on_a_stack_of(2 * 1024 * 1024, || {
        let ran = futures::executor::block_on(copies!(big(); 8 8 8 8 8 8 8 8));
        assert!(ran.is_ok());
    });
}

fn deep(levels: u32) -> std::pin::Pin<Box<dyn Future<Output = Result<(), AnyError>>>> {
    Box::pin(async move {
        if levels > 0 {
            run_group! {
                inner: deep(levels - 1) => drop,
                idle: std::future::pending::<()>() => drop,
            }
            .await?;
        }
        Ok(())
    })
}

#[test]
fn sixteen_groups_nested_run_on_a_test_stack() {
    on_a_stack_of(2 * 1024 * 1024, || futures::executor::block_on(deep(16)).expect("all end well"));
}

#[test]
fn sixteen_groups_nested_in_one_type_run_on_a_test_stack() {
    macro_rules! nest {
        ($inner:expr, $level:tt $($more:tt)*) => { nest!(run_group! { $inner => drop }, $($more)*) };
        ($inner:expr,) => { $inner };
    }
    on_a_stack_of(2 * 1024 * 1024, || {
        futures::executor::block_on(async {
            nest!(idle(), 1 1 1 1  1 1 1 1  1 1 1 1  1 1 1 1).await.expect("all end well");
        });
    });
}
