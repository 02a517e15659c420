//! What can be written in the list.

mod cfg;
mod empty;
mod evaluation;
mod fragments;
mod gates;
mod guards;
mod inference;
mod interrupts;
mod may_finish;
mod must_run;
mod names;
mod nested;
mod outcomes;
mod rows;
mod stop;
mod stop_types;
mod support;
mod temporaries;
