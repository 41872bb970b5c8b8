//! The text of the article, put together.

use std::panic::{AssertUnwindSafe, catch_unwind};

use dom_query::Document as Tree;
use dom_smoothie::{Config, Readability};

use super::super::fault::Fault;
use super::lines::{Line, lines_of};
use super::mass::refuse_mass;
use super::metadata::Facts;
use super::signs::Signs;
use crate::document::Document;

/// How much text an article has at least, in characters; below, Readability looks again with fewer scruples. Its own
/// value is made for essays, and a short notice would come with all that surrounds it.
const SHORT_ARTICLE: usize = 140;

/// What Readability calls the passage it has found.
const PASSAGE: &str = "#readability-page-1";

/// The article of the page `html`, without an id.
pub fn read(html: &str) -> Result<Document, Fault> {
    // The finder is made for pages of browsers, not for anything that a disk may hold.
    let reading = AssertUnwindSafe(|| read_tree(html));
    catch_unwind(reading).unwrap_or_else(|_| Err(Fault::malformed("no page that an article can be found in")))
}

fn read_tree(html: &str) -> Result<Document, Fault> {
    refuse_mass(html)?;
    let tree = Tree::from(html);
    let facts = Facts::of(&tree);
    let signs = Signs::of(&tree, &facts);
    let lines = passage(tree);
    let lines = if lines.is_empty() { lines_of(&Tree::from(html).root()) } else { lines };
    let metadata = facts.into_metadata(&signs);
    Ok(Document { id: String::new(), text: signs.around(lines), metadata })
}

/// The lines of the passage that is the article; none if there is no such passage.
fn passage(tree: Tree) -> Vec<Line> {
    let config = Config {
        disable_json_ld: true,
        char_threshold: SHORT_ARTICLE,
        keep_classes: true,
        ..Config::default()
    };
    let Ok(mut readability) = Readability::with_document(tree, None, Some(config)) else { return Vec::new() };
    if readability.parse().is_err() {
        return Vec::new();
    }
    let passage = readability.doc.select_single(PASSAGE);
    passage.nodes().first().map(lines_of).unwrap_or_default()
}
