//! From a tree of elements to lines: a paragraph, a heading, a caption or a row of a table each.

use dom_query::NodeRef;

/// What begins and ends a line of its own.
const BLOCKS: [&str; 42] = [
    "address",
    "article",
    "aside",
    "blockquote",
    "body",
    "br",
    "caption",
    "center",
    "dd",
    "details",
    "dialog",
    "dir",
    "div",
    "dl",
    "dt",
    "fieldset",
    "figcaption",
    "figure",
    "footer",
    "form",
    "h1",
    "h2",
    "h3",
    "h4",
    "h5",
    "h6",
    "header",
    "hgroup",
    "hr",
    "li",
    "main",
    "menu",
    "nav",
    "ol",
    "p",
    "pre",
    "section",
    "summary",
    "table",
    "tbody",
    "tr",
    "ul",
];

/// What shows no text of the article.
const SILENT: [&str; 18] = [
    "audio", "button", "canvas", "head", "iframe", "input", "math", "nav", "noscript", "object", "option",
    "script", "select", "style", "svg", "template", "textarea", "video",
];

/// From how many bytes a line of which four fifths are a link is not part of the article.
const LONG: usize = 40;

/// A line of text.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Line {
    /// The text, with its white space as a browser shows it.
    pub text: String,
    /// How many bytes of it are links.
    linked: usize,
}

/// The lines below `root`, but for those that are links to what else there is to read.
pub(super) fn lines_of(root: &NodeRef<'_>) -> Vec<Line> {
    let mut writer = Writer::default();
    let mut next = root.first_child();
    while let Some(node) = next {
        writer.enter(&node);
        next = match node.first_child().filter(|_| !is_silent(&node)) {
            Some(child) => Some(child),
            None => writer.leave_to_next(node, root),
        };
    }
    writer.end_line();
    writer.lines
}

/// The text of `node` in one line.
pub(super) fn line_of(node: &NodeRef<'_>) -> String {
    let lines: Vec<_> = lines_of(node).into_iter().map(|line| line.text).collect();
    lines.join(" ")
}

/// Whether a reader of the page sees nothing of `node`.
pub(super) fn is_silent(node: &NodeRef<'_>) -> bool {
    name_is_in(node, &SILENT)
}

fn name_is_in(node: &NodeRef<'_>, names: &[&str]) -> bool {
    node.qual_name_ref().is_some_and(|name| names.binary_search(&&*name.local).is_ok())
}

/// Whether `node` is all that a cell of a table holds: word processors put a paragraph into each.
fn fills_cell(node: &NodeRef<'_>) -> bool {
    name_is_in(node, &["div", "p"])
        && node.parent().is_some_and(|parent| name_is_in(&parent, &["td", "th"]))
        && node.prev_element_sibling().is_none()
        && node.next_element_sibling().is_none()
}

/// Whether a line of which `linked` bytes are links sends the reader elsewhere: all of a short one is a link, or
/// nearly all of a long one, which has a word or two before it.
fn is_elsewhere(text: &str, linked: usize) -> bool {
    let letters: usize = text.split_ascii_whitespace().map(str::len).sum();
    linked >= letters || letters >= LONG && linked * 5 >= letters * 4
}

/// Writes lines while a tree is walked. The walk keeps no stack: a page can be nested as deep as it is long.
#[derive(Default)]
struct Writer {
    lines: Vec<Line>,
    line: Line,
    /// How many links the walk is inside of.
    links: usize,
    /// Whether white space stands between what is written and what comes.
    space: bool,
}

impl Writer {
    fn enter(&mut self, node: &NodeRef<'_>) {
        if node.is_text() {
            let text = node.text();
            return self.write(&text);
        }
        if node.has_name("a") {
            self.links += 1;
        }
        self.bound(node);
    }

    fn leave(&mut self, node: &NodeRef<'_>) {
        if node.has_name("a") {
            self.links -= 1;
        }
        self.bound(node);
    }

    /// Leaves `node` and all parents that end with it; what comes then, within `root`.
    fn leave_to_next<'a>(&mut self, node: NodeRef<'a>, root: &NodeRef<'a>) -> Option<NodeRef<'a>> {
        let mut node = node;
        loop {
            self.leave(&node);
            if let Some(sibling) = node.next_sibling() {
                return Some(sibling);
            }
            node = node.parent().filter(|parent| parent.id != root.id)?;
        }
    }

    /// Writes what the beginning or the end of an element means.
    fn bound(&mut self, node: &NodeRef<'_>) {
        if name_is_in(node, &BLOCKS) && !fills_cell(node) {
            self.end_line();
        } else if name_is_in(node, &["td", "th"]) && !self.line.text.is_empty() {
            self.line.text.truncate(self.line.text.trim_end().len());
            self.line.text.push('\t');
            self.space = false;
        }
    }

    /// Writes text, whose runs of white space are one space. A no-break space is a letter of the text.
    fn write(&mut self, text: &str) {
        for word in text.split_inclusive(|character: char| character.is_ascii_whitespace()) {
            let bare = word.trim_end_matches(|character: char| character.is_ascii_whitespace());
            if !bare.is_empty() {
                self.write_word(bare);
            }
            self.space |= bare.len() < word.len();
        }
    }

    fn write_word(&mut self, word: &str) {
        let begun = !self.line.text.is_empty() && !self.line.text.ends_with('\t');
        if std::mem::take(&mut self.space) && begun {
            self.line.text.push(' ');
        }
        self.line.text.push_str(word);
        if self.links > 0 {
            self.line.linked += word.len();
        }
    }

    fn end_line(&mut self) {
        self.space = false;
        let mut line = std::mem::take(&mut self.line);
        let text = line.text.trim();
        if !text.is_empty() && !is_elsewhere(text, line.linked) {
            line.text = String::from(text);
            self.lines.push(line);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use dom_query::Document as Tree;

    fn read(html: &str) -> Vec<String> {
        lines_of(&Tree::from(html).root()).into_iter().map(|line| line.text).collect()
    }

    #[test]
    fn blocks_and_breaks_are_lines() {
        let html = "<h1>A</h1>b <b>c</b>\n d<br>e<ul><li>f<li>g</ul><figure><img><figcaption>h</figcaption></figure>";
        assert_eq!(read(html), ["A", "b c d", "e", "f", "g", "h"]);
    }

    #[test]
    fn a_row_of_a_table_is_a_line() {
        let html = "<table><tr><th>A</th><th>b c</th></tr> <tr> <td>1</td> <td> 2 </td> </tr></table>";
        assert_eq!(read(html), ["A\tb c", "1\t2"]);
        let html = "<table><tr><td> <p>1</p> </td><td><p>2</p></td></tr><tr><td><div><p>3<p>4</div></td></tr></table>";
        assert_eq!(read(html), ["1\t2", "3", "4"]);
    }

    #[test]
    fn white_space_is_as_a_browser_shows_it() {
        assert_eq!(read("<p>  a\n\tb<i> c</i>&nbsp;d <!-- e --> f</p>"), ["a b c\u{a0}d f"]);
    }

    #[test]
    fn lines_of_links_and_what_is_not_shown_are_left_out() {
        let html = "<p><a href=x>all <b>of it</b></a></p><p>see <a href=x>this</a></p><script>s</script><nav>n</nav>";
        assert_eq!(read(html), ["see this"]);
        let html = "<p>More: <a href=x>the headline of another article of this site</a></p>";
        assert!(read(html).is_empty());
    }

    #[test]
    fn any_depth_is_walked() {
        let html = format!("{}x", "<div>".repeat(500));
        assert_eq!(read(&html), ["x"]);
    }

    #[test]
    fn the_names_are_in_order() {
        assert!(BLOCKS.is_sorted() && SILENT.is_sorted());
    }
}
