//! What has been measured: its tables, its file, and the limits that it is held to.

mod limits;
mod origin;
mod table;

pub use self::{
    limits::check,
    table::{Line, OURS, RATIO, Table},
};
