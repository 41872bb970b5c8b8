//! Tables whose cells a scraper has put on lines of their own: a label, then its figures, row after row.
//!
//! ```text
//! Share of poor households
//! below 5%
//! 6.83%
//! ```
//!
//! The lines of a row are one block, so that its figures find what they measure; the heads of the columns tell which of
//! them are aims.

/// A table has at least this many rows: two lines and a figure between them can be anything.
const FEWEST_ROWS: usize = 3;
/// A cell has at most this many words.
const CELL_WORDS: usize = 4;
/// A cell has at most this many characters.
const CELL_LETTERS: usize = 26;
/// A character takes at most this many bytes.
const LONGEST_LETTER: usize = 4;
/// A label has at most this many words.
const LABEL_WORDS: usize = 24;

/// A range of bytes.
pub type Bytes = (u32, u32);

/// A table of a page.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Table {
    /// The heads of the columns with figures, as far as there are any, from the last to the first.
    pub heads: Vec<Bytes>,
    /// The rows.
    pub rows: Vec<Row>,
}

/// A row of a table.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Row {
    /// What the figures measure.
    pub label: Bytes,
    /// The figures.
    pub cells: Vec<Bytes>,
}

impl Row {
    /// The bytes of the whole row.
    pub fn span(&self) -> Bytes {
        (self.label.0, self.cells.last().map_or(self.label.1, |cell| cell.1))
    }
}

impl Table {
    /// The head of the column in which the byte `at` stands, where `tables` are in the order of the text.
    pub fn head_in(tables: &[Self], at: u32) -> Option<Bytes> {
        let before = tables.partition_point(|table| table.rows.first().is_some_and(|row| row.label.0 <= at));
        tables[..before].last()?.head_of(at)
    }

    fn head_of(&self, at: u32) -> Option<Bytes> {
        let before = self.rows.partition_point(|row| row.label.0 <= at);
        let row = self.rows[..before].last()?;
        let column = row.cells.iter().position(|cell| cell.0 <= at && at < cell.1)?;
        self.heads.get(row.cells.len() - 1 - column).copied()
    }
}

/// The tables among `lines` of `text`.
pub(super) fn tables(text: &str, lines: &[Bytes]) -> Vec<Table> {
    let mut found = Vec::new();
    let mut at = 0;
    while at < lines.len() {
        let (rows, next) = rows_from(text, lines, at);
        if rows.len() < FEWEST_ROWS {
            at += 1;
            continue;
        }
        let columns = rows[0].cells.len();
        found.push(Table { heads: heads(text, &lines[..at], columns), rows });
        at = next;
    }
    found
}

/// The rows that begin at line `at`, all of as many cells, and the line after them.
fn rows_from(text: &str, lines: &[Bytes], at: usize) -> (Vec<Row>, usize) {
    let mut rows: Vec<Row> = Vec::new();
    let mut next = at;
    while let Some((row, end)) = row_at(text, lines, next, rows.len() + 1) {
        if rows.first().is_some_and(|first| first.cells.len() != row.cells.len()) {
            break;
        }
        rows.push(row);
        next = end;
    }
    (rows, next)
}

/// The row that begins at line `at`, perhaps with its number.
fn row_at(text: &str, lines: &[Bytes], at: usize, number: usize) -> Option<(Row, usize)> {
    let line = |at: usize| lines.get(at).map(|&(start, end)| &text[start as usize..end as usize]);
    if !(at + 1..at + 3).any(|next| line(next).is_some_and(is_cell)) {
        return None;
    }
    let numbered = line(at)?.trim_end_matches('.') == number.to_string();
    let at = at + usize::from(numbered);
    line(at).filter(|label| is_label(label))?;
    let mut end = at + 1;
    while line(end).is_some_and(is_cell) && !is_number_of_next(&line, end, number + 1) {
        end += 1;
    }
    let row = Row { label: lines[at], cells: lines[at + 1..end].to_vec() };
    (!row.cells.is_empty()).then_some((row, end))
}

/// Whether a line is the number of the next row, whose label follows.
fn is_number_of_next<'t>(line: &impl Fn(usize) -> Option<&'t str>, at: usize, number: usize) -> bool {
    line(at).is_some_and(|line| line.trim_end_matches('.') == number.to_string())
        && line(at + 1).is_some_and(is_label)
}

/// Whether a line can name what a row measures.
fn is_label(line: &str) -> bool {
    let words = line.split_whitespace().count();
    words <= LABEL_WORDS
        && !is_cell(line)
        && !line.ends_with(['.', '!', '?', ';', ':', ','])
        && line.starts_with(char::is_alphabetic)
}

/// Whether a line is a figure and hardly more.
fn is_cell(line: &str) -> bool {
    line.len() <= CELL_LETTERS * LONGEST_LETTER
        && line.contains(|letter: char| letter.is_ascii_digit())
        && line.chars().count() <= CELL_LETTERS
        && line.split_whitespace().count() <= CELL_WORDS
        && !line.contains([':', '/', '(', '|', '-'])
        && line
            .split_whitespace()
            .take(2)
            .any(|word| word.starts_with(|letter: char| letter.is_ascii_digit()))
}

/// The heads of the last `columns` columns before a table, from the last to the first.
fn heads(text: &str, before: &[Bytes], columns: usize) -> Vec<Bytes> {
    let lines = before.iter().rev().take(columns);
    lines.take_while(|&&(start, end)| is_label(&text[start as usize..end as usize])).copied().collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(text: &str) -> Vec<Table> {
        let mut at = 0;
        let lines = text.split_inclusive('\n').map(|line| {
            let start = at;
            at += line.len() as u32;
            (start, start + line.trim_end().len() as u32)
        });
        tables(text, &lines.collect::<Vec<_>>())
    }

    const GOALS: &str = "Goal\nPlan\nDone\n1\nPoor households\nbelow 5%\n6.83%\n2\nSchools\n8 of them\n4 of them\n3\nTrained\n60%\n52.1%\nText that goes on.";

    #[test]
    fn a_row_is_its_label_and_its_figures() {
        let tables = read(GOALS);
        let rows: Vec<_> =
            tables[0].rows.iter().map(|row| &GOALS[row.span().0 as usize..row.span().1 as usize]).collect();
        assert_eq!(
            rows,
            ["Poor households\nbelow 5%\n6.83%", "Schools\n8 of them\n4 of them", "Trained\n60%\n52.1%"]
        );
    }

    #[test]
    fn a_figure_has_the_head_of_its_column() {
        let tables = read(GOALS);
        let head = |figure: &str| {
            let (start, end) = Table::head_in(&tables, GOALS.find(figure).unwrap() as u32)?;
            Some(&GOALS[start as usize..end as usize])
        };
        assert_eq!(head("below 5%"), Some("Plan"));
        assert_eq!(head("52.1%"), Some("Done"));
        assert_eq!(head("Schools"), None);
    }

    #[test]
    fn a_headline_and_its_date_are_no_table() {
        assert_eq!(read("Headline of the day\n24.07.2018\nThe text begins\n12 people came\nand went"), []);
    }
}
