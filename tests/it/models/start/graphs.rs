//! Graphs of which actor is after which, and groups that are built with them.

use run_group::{
    __private::{Table, UNTIL_ENDED, parts, set_table},
    run_group,
};

use super::{Built, Kind, NAMES, World};

/// For each actor, those that it is after.
pub type After = Vec<Vec<usize>>;

/// Every graph without a cycle on so many actors.
pub fn all_graphs(size: usize) -> Vec<After> {
    let mut all = Vec::new();
    for bits in 0..1_u32 << (size * size) {
        let has = |number: usize| bits >> number & 1 == 1;
        let of = |from: usize| (0..size).filter(|to| has(from * size + to)).collect();
        // Most of them have an actor that is after itself, which is quickly seen.
        if !(0..size).any(|index| has(index * size + index)) {
            all.push((0..size).map(of).collect());
        }
    }
    all.retain(|after| !has_cycle(after));
    all
}

/// Whether some actor is after itself, by way of others or not.
fn has_cycle(after: &After) -> bool {
    // Removes actors that are after none of those left, until there is no such actor.
    let mut left: Vec<_> = (0..after.len()).collect();
    while let Some(free) = left.iter().position(|&index| after[index].iter().all(|other| !left.contains(other))) {
        left.remove(free);
    }
    !left.is_empty()
}

/// A list of four actors with these edges. As many lists as there are graphs would take long to compile, so there is one for each set of
/// actors that are after none, and its table is exchanged: what the macro writes into it is in its own tests.
pub struct Four {
    pub after: After,
    pub kinds: [Kind; 4],
    table: &'static Table,
}

impl Four {
    pub fn new(after: After, kinds: [Kind; 4]) -> Self {
        let edge = |&other: &usize| {
            let until_ended = if kinds[other] == Kind::Finishes { UNTIL_ENDED } else { 0 };
            u16::try_from(other).unwrap() | until_ended
        };
        let to_edges = |after: &Vec<usize>| -> &[u16] { after.iter().map(edge).collect::<Vec<_>>().leak() };
        let outlived = |index: usize| -> &[u16] {
            let later = (0..4_u16).filter(|&later| after[usize::from(later)].contains(&index));
            later.collect::<Vec<_>>().leak()
        };
        let has_edges = after.iter().any(|after| !after.is_empty());
        let table = Table {
            names: &NAMES,
            rows: &[],
            outlives: if has_edges { (0..4).map(outlived).collect::<Vec<_>>().leak() } else { &[] },
            after: if has_edges { after.iter().map(to_edges).collect::<Vec<_>>().leak() } else { &[] },
            may_finish: (0..4).filter(|&slot| kinds[usize::from(slot)].may_finish()).collect::<Vec<_>>().leak(),
            must_run: &[],
        };
        Four { after, kinds, table: Box::leak(Box::new(table)) }
    }

    pub fn build<'a>(&self, world: &'a World) -> Built<'a> {
        /// `lists!(world table roots; says plain ..)`: a list of actors of these kinds, for each set of roots. All others are written as
        /// after a root.
        macro_rules! lists {
            ($world:ident $table:ident $roots:ident; $a:ident $b:ident $c:ident $d:ident) => {
                match $roots {
                    [true, false, false, false] => list!(@$world $table {} $a a 0, $b b 1 [a], $c c 2 [a], $d d 3 [a],),
                    [false, true, false, false] => list!(@$world $table {} $a a 0 [b], $b b 1, $c c 2 [b], $d d 3 [b],),
                    [false, false, true, false] => list!(@$world $table {} $a a 0 [c], $b b 1 [c], $c c 2, $d d 3 [c],),
                    [false, false, false, true] => list!(@$world $table {} $a a 0 [d], $b b 1 [d], $c c 2 [d], $d d 3,),
                    [true, true, false, false] => list!(@$world $table {} $a a 0, $b b 1, $c c 2 [a], $d d 3 [a],),
                    [true, false, true, false] => list!(@$world $table {} $a a 0, $b b 1 [a], $c c 2, $d d 3 [a],),
                    [true, false, false, true] => list!(@$world $table {} $a a 0, $b b 1 [a], $c c 2 [a], $d d 3,),
                    [false, true, true, false] => list!(@$world $table {} $a a 0 [b], $b b 1, $c c 2, $d d 3 [b],),
                    [false, true, false, true] => list!(@$world $table {} $a a 0 [b], $b b 1, $c c 2 [b], $d d 3,),
                    [false, false, true, true] => list!(@$world $table {} $a a 0 [c], $b b 1 [c], $c c 2, $d d 3,),
                    [false, true, true, true] => list!(@$world $table {} $a a 0 [b], $b b 1, $c c 2, $d d 3,),
                    [true, false, true, true] => list!(@$world $table {} $a a 0, $b b 1 [a], $c c 2, $d d 3,),
                    [true, true, false, true] => list!(@$world $table {} $a a 0, $b b 1, $c c 2 [a], $d d 3,),
                    [true, true, true, false] => list!(@$world $table {} $a a 0, $b b 1, $c c 2, $d d 3 [a],),
                    [true, true, true, true] => list!(@$world $table {} $a a 0, $b b 1, $c c 2, $d d 3,),
                    [false, false, false, false] => unreachable!("there is a cycle"),
                }
            };
        }
        let (table, roots) = (self.table, [0, 1, 2, 3].map(|index: usize| self.after[index].is_empty()));
        match self.kinds {
            SAY => lists!(world table roots; says says says says),
            MIXED => lists!(world table roots; says plain finishes both),
            _ => unreachable!("there are no such lists"),
        }
    }
}

/// Those that the lists of four have.
pub const SAY: [Kind; 4] = [Kind::Says; 4];
pub const MIXED: [Kind; 4] = [Kind::Says, Kind::Plain, Kind::Finishes, Kind::SaysAndFinishes];

/// A list of actors, each of which is written with its kind, its number, and one that it is after. Its table is another.
macro_rules! list {
    (@$world:ident $table:ident {$($list:tt)*} says $name:ident $index:literal $([$after:ident])?, $($rest:tt)*) => {
        list!(@$world $table {$($list)*
            $(#[after($after)])?
            $name: |_, ready| $world.saying($index, ready) => $world.interrupt($index),
        } $($rest)*)
    };
    (@$world:ident $table:ident {$($list:tt)*} plain $name:ident $index:literal $([$after:ident])?, $($rest:tt)*) => {
        list!(@$world $table {$($list)*
            $(#[after($after)])?
            $name: $world.actor($index) => $world.interrupt($index),
        } $($rest)*)
    };
    (@$world:ident $table:ident {$($list:tt)*} finishes $name:ident $index:literal $([$after:ident])?, $($rest:tt)*) => {
        list!(@$world $table {$($list)*
            #[may_finish]
            $(#[after($after)])?
            $name: $world.actor($index) => $world.interrupt($index),
        } $($rest)*)
    };
    (@$world:ident $table:ident {$($list:tt)*} both $name:ident $index:literal $([$after:ident])?, $($rest:tt)*) => {
        list!(@$world $table {$($list)*
            #[may_finish]
            $(#[after($after)])?
            $name: |_, ready| $world.saying($index, ready) => $world.interrupt($index),
        } $($rest)*)
    };
    (@$world:ident $table:ident {$($list:tt)*}) => {{
        let mut group = run_group! { type Error = &'static str; $($list)* };
        set_table(parts(&mut group).1, $table);
        $world.finish(group)
    }};
}
use list;

/// A graph on three actors, and a function that builds a group with it, as the macro does, whose actors are left out where the world has
/// none.
pub struct Graph {
    after: &'static [&'static [usize]],
    pub build: fn(&World) -> Built<'_>,
}

impl Graph {
    pub fn after(&self) -> After {
        self.after.iter().map(|after| after.to_vec()).collect()
    }
}

/// Those of the graphs on three.
pub const KINDS: [Kind; 3] = [Kind::Says, Kind::Finishes, Kind::Plain];

/// `graph!(a [] b [a] c [a b])`: `b` is after `a`, and `c` after both.
macro_rules! graph {
    (@number a) => {
        0
    };
    (@number b) => {
        1
    };
    (@number c) => {
        2
    };
    (a [$($a:ident)*] b [$($b:ident)*] c [$($c:ident)*]) => {
        Graph {
            after: &[&[$(graph!(@number $a)),*], &[$(graph!(@number $b)),*], &[$(graph!(@number $c)),*]],
            build: |world| world.finish(graph!(@world {} [$($a)*] [$($b)*] [$($c)*])),
        }
    };
    // What an actor is after is written as an attribute, where it is any.
    (@$world:ident {$($done:tt)*} [] $($rest:tt)*) => {
        graph!(@$world {$($done)* {}} $($rest)*)
    };
    (@$world:ident {$($done:tt)*} [$($after:ident)+] $($rest:tt)*) => {
        graph!(@$world {$($done)* {#[after($($after),+)]}} $($rest)*)
    };
    (@$world:ident {{$($a:tt)*} {$($b:tt)*} {$($c:tt)*}}) => {
        run_group! {
            type Error = &'static str;
            $($a)* a: |_, ready| $world.saying(0, ready) if $world.has(0) => $world.interrupt(0),
            $($b)* #[may_finish] b: $world.actor(1) if $world.has(1) => $world.interrupt(1),
            $($c)* c: $world.actor(2) if $world.has(2) => $world.interrupt(2),
        }
    };
}

/// Every graph without a cycle on three actors.
pub const THREE: [Graph; 25] = [
    graph!(a [] b [] c []),
    graph!(a [] b [] c [a]),
    graph!(a [] b [] c [b]),
    graph!(a [] b [] c [a b]),
    graph!(a [] b [a] c []),
    graph!(a [] b [a] c [a]),
    graph!(a [] b [a] c [b]),
    graph!(a [] b [a] c [a b]),
    graph!(a [] b [c] c []),
    graph!(a [] b [c] c [a]),
    graph!(a [] b [a c] c []),
    graph!(a [] b [a c] c [a]),
    graph!(a [b] b [] c []),
    graph!(a [b] b [] c [a]),
    graph!(a [b] b [] c [b]),
    graph!(a [b] b [] c [a b]),
    graph!(a [b] b [c] c []),
    graph!(a [c] b [] c []),
    graph!(a [c] b [] c [b]),
    graph!(a [c] b [a] c []),
    graph!(a [c] b [c] c []),
    graph!(a [c] b [a c] c []),
    graph!(a [b c] b [] c []),
    graph!(a [b c] b [] c [b]),
    graph!(a [b c] b [c] c []),
];
