//! Graphs of which actor outlives which, and groups that are built with them.

use run_group::run_group;

use super::{Built, Form, World};

/// A graph, and a function that builds a group with it. Each actor is written once in every form that an interrupt has,
/// and all but one are guarded out; an actor that outlives another outlives all its forms, so it waits for the one that
/// is there.
pub struct Graph {
    awaited: &'static [&'static [usize]],
    pub build: fn(&World) -> Built<'_>,
}

impl Graph {
    pub fn awaited(&self) -> Vec<Vec<usize>> {
        self.awaited.iter().map(|awaited| awaited.to_vec()).collect()
    }
}

/// `graph!(a b[a] c[a b])`: `b` outlives `a`, and `c` both.
macro_rules! graph {
    // An actor's own name is spelled out in its forms,
    (@$world:ident $group:tt a $($rest:tt)*) => {
        graph!(@$world $group (0 a_drop a_block a_async a_stop) $($rest)*)
    };
    (@$world:ident $group:tt b $($rest:tt)*) => {
        graph!(@$world $group (1 b_drop b_block b_async b_stop) $($rest)*)
    };
    (@$world:ident $group:tt c $($rest:tt)*) => {
        graph!(@$world $group (2 c_drop c_block c_async c_stop) $($rest)*)
    };
    (@$world:ident $group:tt d $($rest:tt)*) => {
        graph!(@$world $group (3 d_drop d_block d_async d_stop) $($rest)*)
    };
    (@$world:ident $group:tt e $($rest:tt)*) => {
        graph!(@$world $group (4 e_drop e_block e_async e_stop) $($rest)*)
    };
    // then the names of those that it outlives,
    (@$world:ident $group:tt $own:tt [a $($more:tt)*] $($rest:tt)*) => {
        graph!(@$world $group $own [$($more)* a_drop, a_block, a_async, a_stop,] $($rest)*)
    };
    (@$world:ident $group:tt $own:tt [b $($more:tt)*] $($rest:tt)*) => {
        graph!(@$world $group $own [$($more)* b_drop, b_block, b_async, b_stop,] $($rest)*)
    };
    (@$world:ident $group:tt $own:tt [c $($more:tt)*] $($rest:tt)*) => {
        graph!(@$world $group $own [$($more)* c_drop, c_block, c_async, c_stop,] $($rest)*)
    };
    (@$world:ident $group:tt $own:tt [d $($more:tt)*] $($rest:tt)*) => {
        graph!(@$world $group $own [$($more)* d_drop, d_block, d_async, d_stop,] $($rest)*)
    };
    (@$world:ident $group:tt $own:tt [e $($more:tt)*] $($rest:tt)*) => {
        graph!(@$world $group $own [$($more)* e_drop, e_block, e_async, e_stop,] $($rest)*)
    };
    // then the actor is written, once in each form.
    (
        @$world:ident {$($group:tt)*}
        ($index:literal $drop:ident $block:ident $async:ident $stop:ident) $([$($awaited:tt)+])?, $($rest:tt)*
    ) => {
        graph!(@$world {$($group)*
            $(#[outlives($($awaited)+)])?
            $drop: $world.actor($index) if $world.has($index, Form::Drop) => drop,
            $(#[outlives($($awaited)+)])?
            $block: $world.actor($index) if $world.has($index, Form::Block) => { $world.call($index) },
            $(#[outlives($($awaited)+)])?
            $async: $world.actor($index) if $world.has($index, Form::Async) => || {
                let interrupt = $world.async_interrupt($index);
                async { interrupt.await?; Ok(()) }
            },
            $(#[outlives($($awaited)+)])?
            $stop: |stop| $world.stoppable($index, stop) if $world.has($index, Form::Stop),
        } $($rest)*)
    };
    (@$world:ident {$($group:tt)*}) => {
        run_group! { type Error = &'static str; $($group)* }
    };
    (@number a) => {
        0
    };
    (@number b) => {
        1
    };
    (@number c) => {
        2
    };
    (@number d) => {
        3
    };
    (@number e) => {
        4
    };
    ($($name:ident $([$($awaited:ident)+])?)+) => {
        Graph {
            awaited: &[$(&[$($(graph!(@number $awaited)),+)?]),+],
            build: |world| Box::pin(graph!(@world {} $($name $([$($awaited)+])?,)+)),
        }
    };
}

/// Every graph without a cycle on three actors.
pub const THREE: [Graph; 25] = [
    graph!(a b c),
    graph!(a[b] b c),
    graph!(a[c] b c),
    graph!(a[b c] b c),
    graph!(a b[a] c),
    graph!(a[c] b[a] c),
    graph!(a b[c] c),
    graph!(a[b] b[c] c),
    graph!(a[c] b[c] c),
    graph!(a[b c] b[c] c),
    graph!(a b[a c] c),
    graph!(a[c] b[a c] c),
    graph!(a b c[a]),
    graph!(a[b] b c[a]),
    graph!(a b[a] c[a]),
    graph!(a b[c] c[a]),
    graph!(a b[a c] c[a]),
    graph!(a b c[b]),
    graph!(a[b] b c[b]),
    graph!(a[c] b c[b]),
    graph!(a[b c] b c[b]),
    graph!(a b[a] c[b]),
    graph!(a b c[a b]),
    graph!(a[b] b c[a b]),
    graph!(a b[a] c[a b]),
];

/// Some graphs on five actors, drawn at random.
pub const FIVE: [Graph; 6] = [
    graph!(a[c e] b[c d e] c d[c e] e),
    graph!(a[c d] b[c] c d[b] e[a c]),
    graph!(a[e] b[e] c d[e] e),
    graph!(a b[a d] c[a] d[a] e[a]),
    graph!(a[c] b c d[c] e[a b c d]),
    graph!(a[b d] b[d] c[d] d e[d]),
];

pub(crate) use graph;
