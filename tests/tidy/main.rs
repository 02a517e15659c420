//! What the repository promises about itself, a file for each promise: the order of the modules, what is published,
//! what the pages say.
//!
//! Each check is a function from files to breaches. One test runs it on the repository, the others on made-up files, so
//! that each check is seen to fail.

mod shown;
mod support;

mod circles;
mod compared;
mod figures;
mod first_lines;
mod fixtures;
mod layers;
mod lengths;
mod packages;
mod pages;
mod versions;
mod words;
