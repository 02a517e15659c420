//! `for`: one actor for each item.

mod drop;
mod fairness;
mod item_names;
mod items;
mod lifecycle;
mod names;
mod panics;

const ROW: [&str; 3] = ["x", "y", "z"];
