//! What the checks share: the files, how they are read, and what is found in them.

pub mod breach;
pub mod cargo;
pub mod imports;
pub mod markdown;
pub mod tokens;
pub mod tree;
