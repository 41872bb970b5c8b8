//! What stands in unclaimed tokens: numbers, dates and names, each reduced to the form that it shares with others.

use std::ops::Range;

use super::GapKind;
use crate::fold::case::lower_text;
use crate::layout::Page;
use crate::scan::{Capital, Token, TokenKind};

/// The years that a number of four digits is taken for.
const YEARS: Range<u32> = 1900..2101;

/// Something that no record claims.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Piece {
    pub(super) kind: GapKind,
    pub(super) form: String,
    pub(super) tokens: Range<usize>,
}

/// What stands unclaimed among `tokens`, which are those of one block.
pub(super) fn in_tokens(page: &Page, claimed: &[bool], tokens: (u32, u32)) -> Vec<Piece> {
    let mut pieces = Vec::new();
    let mut at = tokens.0 as usize;
    while at < tokens.1 as usize {
        let sentence = Sentence::new(page, at, tokens.1 as usize);
        let (piece, next) = sentence.piece_at(claimed, at);
        let is_free = |piece: &Piece| !claimed[piece.tokens.clone()].contains(&true);
        pieces.extend(piece.filter(is_free));
        at = next;
    }
    pieces
}

/// The sentence that is looked at.
struct Sentence<'p> {
    page: &'p Page,
    tokens: Range<usize>,
}

impl<'p> Sentence<'p> {
    fn new(page: &'p Page, at: usize, block_end: usize) -> Self {
        let (first, end) = page.sentence(at);
        Self { page, tokens: first.min(at)..end.clamp(at + 1, block_end) }
    }

    fn token(&self, at: usize) -> Option<&'p Token> {
        self.tokens.contains(&at).then(|| &self.page.scan.tokens[at])
    }

    /// What stands at token `at`, claimed or not, and the token to go on with.
    fn piece_at(&self, claimed: &[bool], at: usize) -> (Option<Piece>, usize) {
        let token = &self.page.scan.tokens[at];
        match token.kind {
            TokenKind::Number => match self.date_end(at) {
                Some(end) => (Some(self.date(at..end)), end),
                None => (Some(self.number(at)), at + 1),
            },
            TokenKind::Word if token.is_capitalised() && !claimed[at] => {
                let end = self.run_end(claimed, at);
                (self.name(at..end), end)
            }
            _ => (None, at + 1),
        }
    }

    /// A number with the word after it, else the word before it.
    fn number(&self, at: usize) -> Piece {
        let text = |token: &Token| lower_text(token.text(&self.page.folded));
        let form = match (self.token(at + 1), at.checked_sub(1).and_then(|before| self.token(before))) {
            (Some(next), _) if next.kind == TokenKind::Word => format!("# {}", text(next)),
            (Some(next), _) if self.touches(at) && !is_punctuation(next) => format!("#{}", text(next)),
            (_, Some(before)) if before.kind == TokenKind::Word => format!("{} #", text(before)),
            _ => "#".to_owned(),
        };
        Piece { kind: GapKind::Number, form, tokens: at..at + 1 }
    }

    /// Whether nothing stands between token `at` and the next.
    fn touches(&self, at: usize) -> bool {
        self.token(at + 1).is_some_and(|next| next.start == self.page.scan.tokens[at].end)
    }

    /// The end of the words with capitals that begin at `at`; a claimed word ends them.
    fn run_end(&self, claimed: &[bool], at: usize) -> usize {
        let goes_on = |at: usize| {
            self.token(at).is_some_and(|token| token.kind == TokenKind::Word && token.is_capitalised())
                && !claimed[at]
        };
        (at..claimed.len()).find(|&at| !goes_on(at)).unwrap_or(claimed.len())
    }

    /// A run of two or more; where the whole sentence is in capitals they tell nothing.
    fn name(&self, tokens: Range<usize>) -> Option<Piece> {
        if tokens.len() < 2 || self.is_shouted() {
            return None;
        }
        let words: Vec<&str> = tokens.clone().map(|at| self.page.token_text(at)).collect();
        Some(Piece { kind: GapKind::Name, form: words.join(" "), tokens })
    }

    fn is_shouted(&self) -> bool {
        let words = self.tokens.clone().filter_map(|at| self.token(at));
        words.filter(|token| token.kind == TokenKind::Word).all(|word| word.capital == Capital::All)
    }

    fn date(&self, tokens: Range<usize>) -> Piece {
        let texts = tokens.clone().map(|at| self.page.token_text(at));
        let form = texts.collect::<String>().replace(|letter: char| letter.is_ascii_digit(), "0");
        Piece { kind: GapKind::Date, form, tokens }
    }

    /// The end of what looks like a date or a year at token `at`: the longest reading.
    fn date_end(&self, at: usize) -> Option<usize> {
        let text = self.page.token_text(at);
        let points: Vec<u32> = text.split('.').filter_map(part).collect();
        if points.len() == 3 && text.matches('.').count() == 2 && is_date(&points) {
            return Some(at + 1);
        }
        let parts = self.parts(at);
        let longest = (1..=parts.len()).rev().find(|&count| is_date(&parts[..count]))?;
        Some(at + 2 * longest - 1)
    }

    /// The numbers from `at` on that the same slash or dash joins, three at most.
    fn parts(&self, at: usize) -> Vec<u32> {
        let mut parts: Vec<u32> = part(self.page.token_text(at)).into_iter().collect();
        let joint = self.token(at + 1).map(|token| token.mark);
        let mut next = at;
        while parts.len() < 3 && !parts.is_empty() && self.joins(next, joint) {
            next += 2;
            let Some(number) = part(self.page.token_text(next)) else { break };
            parts.push(number);
        }
        parts
    }

    /// Whether `joint` stands between token `at` and a number: without spaces, or between two years.
    fn joins(&self, at: usize, joint: Option<char>) -> bool {
        let (Some(mark), Some(number)) = (self.token(at + 1), self.token(at + 2)) else { return false };
        let year = |at| part(self.page.token_text(at)).is_some_and(|number| YEARS.contains(&number));
        number.kind == TokenKind::Number
            && matches!(mark.mark, '/' | '-' | '–')
            && Some(mark.mark) == joint
            && ((self.touches(at) && self.touches(at + 1)) || (year(at) && year(at + 2)))
    }
}

fn is_punctuation(token: &Token) -> bool {
    matches!(token.mark, '.' | ',' | ';' | ':' | '!' | '?' | '…' | ')' | ']' | '”' | '"' | '’')
}

/// A number of four digits at most.
fn part(text: &str) -> Option<u32> {
    (text.len() <= 4).then(|| text.parse().ok()).flatten()
}

fn is_date(parts: &[u32]) -> bool {
    let day = |number: u32| (1..=31).contains(&number);
    let month = |number: u32| (1..=12).contains(&number);
    let year = |number: u32| YEARS.contains(&number);
    match *parts {
        [one] => year(one),
        [one, two] => (day(one) && month(two)) || ((month(one) || year(one)) && year(two)),
        [one, two, three] => {
            (day(one) && month(two) && (year(three) || three < 100))
                || (year(one) && month(two) && day(three))
        }
        _ => false,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::compile::Ruleset;
    use crate::compile::automata::Memory;
    use crate::layout::Zone;

    fn pieces(text: &str) -> Vec<(GapKind, String)> {
        let page = Page::new(text, Some(Zone::Body), &Ruleset::default(), &mut Memory::default());
        let claimed = vec![false; page.scan.tokens.len()];
        let blocks = page.blocks.iter().flat_map(|block| in_tokens(&page, &claimed, block.tokens));
        blocks.map(|piece| (piece.kind, piece.form)).collect()
    }

    fn forms(text: &str) -> Vec<String> {
        pieces(text).into_iter().map(|(_, form)| form).collect()
    }

    #[test]
    fn a_number_is_known_by_the_word_beside_it() {
        assert_eq!(forms("có 12 Giường, đạt 98%. điều 5."), ["# giường", "#%", "điều #"]);
        assert_eq!(forms("(7)"), ["#"]);
    }

    #[test]
    fn dates_are_known_by_their_shape() {
        let text = "từ 3/2/2021 và 25.10.2021, 12-2022, 2020 - 2025, 2024-01-05, nay 3/2, năm 1999";
        assert!(pieces(text).iter().all(|(kind, _)| *kind == GapKind::Date), "{:?}", pieces(text));
        assert_eq!(
            forms(text),
            ["0/0/0000", "00.00.0000", "00-0000", "0000-0000", "0000-00-00", "0/0", "0000"]
        );
    }

    #[test]
    fn what_no_calendar_has_is_numbers() {
        assert_eq!(forms("tỷ lệ 45/60 và 1.157 xã"), ["#/", "# và", "# xã"]);
    }

    #[test]
    fn names_are_runs_of_capitals() {
        assert_eq!(forms("Ông Lê Văn A và Hội đồng"), ["Ông Lê Văn A"]);
        assert_eq!(forms("ĐẠI HỘI ĐẢNG BỘ"), [] as [&str; 0]);
    }

    #[test]
    fn a_claimed_part_frees_the_rest_of_a_run_but_not_of_a_date() {
        let page = Page::new(
            "Lê Văn Tám Hai Ba 3/2/2021",
            Some(Zone::Body),
            &Ruleset::default(),
            &mut Memory::default(),
        );
        let mut claimed = vec![false; page.scan.tokens.len()];
        (claimed[2], claimed[7]) = (true, true);
        let found = in_tokens(&page, &claimed, page.blocks[0].tokens);
        let forms: Vec<_> = found.into_iter().map(|piece| piece.form).collect();
        assert_eq!(forms, ["Lê Văn", "Hai Ba"]);
    }
}
