//! Blocks: the paragraphs, headings and lines of a page.

use super::Zone;
use super::rows::{self, Row, Table};

/// A stretch of text that belongs together: a line, or lines of one wrapped sentence.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Block {
    /// The first byte.
    pub start: u32,
    /// The byte after the last.
    pub end: u32,
    /// Its tokens.
    pub tokens: (u32, u32),
    /// What part of the page it is.
    pub zone: Zone,
}

/// A full line of wrapped text is at least this long, in characters.
const WRAP_WIDTH: usize = 50;

/// What follows a figure is the rest of a sentence only with at least this many words.
const LEAST_WORDS: usize = 3;

/// Finds the blocks of `text`: its lines, those joined that a wrap has cut or that are a row of one of `tables`.
pub(super) fn blocks(text: &str, tables: &[Table], blocks: &mut Vec<Block>) {
    let mut blank_before = true;
    let mut rows = tables.iter().flat_map(|table| &table.rows).map(Row::span).peekable();
    for line in lines(text) {
        let (start, end) = line;
        if start == end {
            blank_before = true;
            continue;
        }
        while rows.next_if(|row| row.1 as usize <= start).is_some() {}
        if let Some(&row) = rows.peek().filter(|row| row.0 as usize <= start) {
            if row.0 as usize == start {
                blocks.push(Block { start: row.0, end: row.1, tokens: (0, 0), zone: Zone::Body });
            }
            continue;
        }
        match blocks.last_mut() {
            Some(last)
                if goes_on(
                    &text[last.start as usize..last.end as usize],
                    &text[start..end],
                    blank_before,
                ) =>
            {
                last.end = end as u32;
            }
            _ => {
                blocks.push(Block { start: start as u32, end: end as u32, tokens: (0, 0), zone: Zone::Body });
            }
        }
        blank_before = false;
    }
}

/// The tables of `text`.
pub(super) fn tables(text: &str) -> Vec<Table> {
    let written = lines(text).filter(|&(start, end)| start < end);
    let written: Vec<_> = written.map(|(start, end)| (start as u32, end as u32)).collect();
    rows::tables(text, &written)
}

/// The lines of `text` without white space at their rims, as byte ranges; a blank line is an empty range.
fn lines(text: &str) -> impl Iterator<Item = (usize, usize)> {
    let mut at = 0;
    text.split_inclusive('\n').map(move |line| {
        let start = at + (line.len() - line.trim_start().len());
        at += line.len();
        let end = start.max(at - (line.len() - line.trim_end().len()));
        (start.min(end), end)
    })
}

/// Whether `next` is the rest of a sentence that a line break has cut after `block`.
fn goes_on(block: &str, next: &str, blank_between: bool) -> bool {
    let last_line = block.rsplit('\n').next().unwrap_or(block);
    if last_line.ends_with(['.', '!', '?', '…', ':', ';', '”', '"']) {
        return false;
    }
    if next.starts_with(char::is_lowercase) {
        return last_line.contains(' ');
    }
    !blank_between
        && (last_line.ends_with(',') || begins_with_figure(next))
        && last_line.chars().count() >= WRAP_WIDTH
}

/// Whether a line begins with a figure that is not the number of a list's item, and no time of day or date.
fn begins_with_figure(line: &str) -> bool {
    let rest = line.trim_start_matches(|letter: char| letter.is_ascii_digit());
    let mut words = rest.split_whitespace().filter(|word| word.chars().all(char::is_alphabetic));
    rest.len() < line.len()
        && !rest.starts_with([')', '-'])
        && !rest.starts_with(". ")
        && !begins_with_time(line)
        && words.nth(LEAST_WORDS - 1).is_some()
}

/// Whether a line begins like a stamp: `07:45`, `21/09/2022`.
fn begins_with_time(line: &str) -> bool {
    let mut figures = line.split(|letter: char| !letter.is_ascii_digit()).filter(|figure| !figure.is_empty());
    let lengths: [usize; 3] = std::array::from_fn(|_| figures.next().map_or(0, str::len));
    let marks = || line.chars().filter(|letter| !letter.is_ascii_digit());
    let clock = marks().next() == Some(':') && lengths[0] <= 2 && lengths[1] == 2;
    let day = marks().take(2).all(|mark| matches!(mark, '/' | '.' | '-')) && lengths[2] == 4;
    clock || (day && lengths[0] <= 2 && lengths[1] <= 2)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn texts(text: &str) -> Vec<&str> {
        let mut found = Vec::new();
        blocks(text, &tables(text), &mut found);
        found.iter().map(|block| &text[block.start as usize..block.end as usize]).collect()
    }

    #[test]
    fn a_wrapped_sentence_is_one_block() {
        assert_eq!(
            texts("Đồng chí A tặng hoa\n\nchúc mừng đại hội\n\nToàn cảnh"),
            ["Đồng chí A tặng hoa\n\nchúc mừng đại hội", "Toàn cảnh"]
        );
    }

    #[test]
    fn a_stamp_is_no_rest_of_a_headline() {
        let title = "Lấp khoảng trống thẻ bảo hiểm y tế ở nơi vừa ra khỏi diện khó khăn";
        for stamp in ["07:45, 21/09/2022 (GMT+7) | Theo dõi trên mạng", "21/09/2022 theo dõi trên mạng"]
        {
            assert_eq!(texts(&format!("{title}\n{stamp}")), [title, stamp]);
        }
        let rest = "118/125 xã đạt chuẩn";
        assert_eq!(texts(&format!("{title}\n{rest}")).len(), 1);
    }

    #[test]
    fn a_finished_sentence_ends_its_block() {
        assert_eq!(texts(" Một câu.\nhai câu \n"), ["Một câu.", "hai câu"]);
    }
}
