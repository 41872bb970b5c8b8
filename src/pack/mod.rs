//! Rule packs as they are written: TOML files and lexicons, from the binary or from a folder, read by the same code.

mod item;
pub mod lexicon;
mod load;
pub mod model;
mod text;

pub use load::{Located, Pack};
pub use text::PackText;
