//! Rule packs as they are written: TOML files and lexicons, from the binary or from a folder, read by the same code.

mod item;
pub mod lexicon;
mod load;
pub mod model;
mod text;

pub(crate) use load::defined_already;
pub use load::{Located, Pack};
pub use text::PackText;

/// Whether `path` names a rule file; the other files of a pack are lexicons.
fn is_rule_file(path: impl AsRef<std::path::Path>) -> bool {
    path.as_ref().extension().is_some_and(|ending| ending == "toml")
}
