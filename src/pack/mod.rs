//! Rule packs as they are written: TOML files and lexicons, from the binary or from a folder, read by the same code.

pub mod lexicon;
mod load;
pub mod model;

pub use load::{Located, Pack, PackText};
