//! Numbers as pages write them: digits with grouping and decimals, number words, magnitudes, and mixtures of these.
//!
//! Which mark is the decimal one, which groups, and what the words mean is the pack's. A group mark that is followed by
//! one or two digits at the end can only be a decimal mark that the writer mistook (`2.9`); it is read as one. A sign
//! before the digits is read where a pattern captured it.

use crate::compile::Ruleset;
use crate::compile::ruleset::{Numbers, TermKind};
use crate::record::Number;
use crate::scan::token::tokenize;
use crate::scan::{Token, TokenKind};

/// What a number word does to the number so far.
#[derive(Clone, Copy, Debug, PartialEq)]
enum Word {
    /// Adds so many: *three*.
    Add(u64),
    /// Multiplies what was said so far: *hundred*, *million*.
    Times(u64),
    /// Adds half of the last multiplier.
    Half,
}

/// The largest mantissa that is kept exactly.
const LARGEST: u128 = 1 << 63;

/// Reads a number from the beginning to the end of `text` (folded); `None` if it is none, or larger than 64 bits hold.
pub fn number(text: &str, rules: &Ruleset) -> Option<Number> {
    let mut tokens = Vec::new();
    tokenize(text, (0, text.len()), rules.trie.vocabulary().letters(), &mut [], &mut tokens);
    let mut sum = Sum::default();
    let negative = tokens.first().is_some_and(|sign| ['-', '–', '−'].iter().any(|&mark| sign.is(mark)));
    let mut at = usize::from(negative || tokens.first().is_some_and(|sign| sign.is('+')));
    while at < tokens.len() {
        at = step(&mut sum, &tokens, at, text, rules)?;
    }
    let number = sum.finish()?;
    Some(if negative { number.negated() } else { number })
}

/// Takes in the token at `at` (or the words that begin there) and tells where to go on.
fn step(sum: &mut Sum, tokens: &[Token], at: usize, text: &str, rules: &Ruleset) -> Option<usize> {
    let token = &tokens[at];
    if token.kind == TokenKind::Number {
        let (written, next) = grouped_by_spaces(tokens, at, text);
        let (mantissa, decimals) = digits(&written, &rules.numbers)?;
        sum.add_digits(mantissa, decimals)?;
        return Some(next);
    }
    let (word, next) = word_at(tokens, at, rules)?;
    sum.apply(word)?;
    Some(next)
}

/// The digits at `at` with the groups of three that follow after single spaces.
fn grouped_by_spaces(tokens: &[Token], at: usize, text: &str) -> (String, usize) {
    let mut written = tokens[at].text(text).to_owned();
    let mut next = at + 1;
    while let Some(token) = tokens.get(next).filter(|token| token.kind == TokenKind::Number) {
        let group = token.text(text);
        if group.len() < 3 || !group.as_bytes()[..3].iter().all(u8::is_ascii_digit) {
            break;
        }
        written.push_str(group);
        next += 1;
    }
    (written, next)
}

/// Mantissa and number of decimals of digits with marks.
fn digits(written: &str, numbers: &Numbers) -> Option<(u64, u8)> {
    let is_mark = |letter: char| letter == numbers.decimal || letter == numbers.group;
    let last = written.rfind(is_mark);
    let decimals_at = last.filter(|&at| is_decimal_mark(written, at, numbers));
    let plain: String = written.chars().filter(char::is_ascii_digit).collect();
    let decimals = decimals_at.map_or(0, |at| written[at + 1..].len());
    Some((plain.parse().ok()?, u8::try_from(decimals).ok()?))
}

/// Whether the last mark of `written` stands before decimals.
fn is_decimal_mark(written: &str, at: usize, numbers: &Numbers) -> bool {
    let mark = written[at..].chars().next().unwrap_or(numbers.decimal);
    let alone = written.matches(mark).count() == 1;
    if mark == numbers.decimal { alone } else { alone && written[at + 1..].len() != 3 }
}

/// The number word that begins at `at`, and where it ends.
fn word_at(tokens: &[Token], at: usize, rules: &Ruleset) -> Option<(Word, usize)> {
    let term = rules.numbers.words?;
    let TermKind::Words(list) = &rules.terms[term].kind else { return None };
    let mut hits = Vec::new();
    rules.trie.find_at(tokens, at, &mut hits);
    let hit = hits.iter().rev().find(|hit| list.entries.contains(hit.entry))?;
    Some((meaning(list.values.get(&hit.entry)?)?, hit.end as usize))
}

fn meaning(value: &str) -> Option<Word> {
    if value == "half" {
        return Some(Word::Half);
    }
    match value.strip_prefix('x') {
        Some(times) => times.parse().ok().map(Word::Times),
        None => value.parse().ok().map(Word::Add),
    }
}

/// A sum of groups, each a small number times a magnitude; all exact, in units of `10^-decimals`.
#[derive(Debug, Default)]
struct Sum {
    total: u128,
    group: u128,
    decimals: u8,
    last_times: u64,
    seen: bool,
    /// Hundreds and more were multiplied into the group.
    scaled: bool,
}

impl Sum {
    fn add_digits(&mut self, mantissa: u64, decimals: u8) -> Option<()> {
        if self.seen && !self.scaled {
            return None;
        }
        self.rescale(decimals)?;
        let shift = self.decimals - decimals;
        self.group += u128::from(mantissa).checked_mul(10u128.checked_pow(u32::from(shift))?)?;
        self.seen = true;
        Some(())
    }

    fn rescale(&mut self, decimals: u8) -> Option<()> {
        if decimals > self.decimals {
            let factor = 10u128.checked_pow(u32::from(decimals - self.decimals))?;
            self.total = self.total.checked_mul(factor)?;
            self.group = self.group.checked_mul(factor)?;
            self.decimals = decimals;
        }
        Some(())
    }

    fn unit(&self) -> Option<u128> {
        10u128.checked_pow(u32::from(self.decimals))
    }

    fn apply(&mut self, word: Word) -> Option<()> {
        self.seen = true;
        match word {
            Word::Add(value) => self.group += u128::from(value).checked_mul(self.unit()?)?,
            Word::Times(times) if times < 1000 => {
                let base = if self.group == 0 { self.unit()? } else { self.group };
                let (scaled, kept) = self.split_for(times, base)?;
                self.group = kept + scaled;
                self.last_times = times;
            }
            Word::Times(times) => {
                let base = if self.group == 0 && self.total == 0 { self.unit()? } else { self.group };
                let whole = if base == 0 { std::mem::take(&mut self.total) } else { base };
                self.total += whole.checked_mul(u128::from(times))?;
                self.group = 0;
                self.last_times = times;
                self.scaled = true;
            }
            Word::Half => {
                if self.last_times == 0 {
                    self.rescale(self.decimals.checked_add(1)?)?;
                    self.group += self.unit()? / 2;
                } else {
                    self.total += u128::from(self.last_times / 2).checked_mul(self.unit()?)?;
                }
            }
        }
        (self.total < LARGEST && self.group < LARGEST).then_some(())
    }

    /// A small multiplier binds only what was said since the last larger one: in *three hundred two tens* the tens bind
    /// the two alone.
    fn split_for(&self, times: u64, base: u128) -> Option<(u128, u128)> {
        let unit = self.unit()?;
        let bound = if self.last_times > times && self.last_times < 1000 { base % (unit * 10) } else { base };
        Some((bound.checked_mul(u128::from(times))?, base - bound))
    }

    fn finish(self) -> Option<Number> {
        let mantissa = self.total.checked_add(self.group)?;
        let mantissa = u64::try_from(mantissa).ok().filter(|_| self.seen)?;
        Some(Number::from_decimal(mantissa, self.decimals))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::compile::compile;
    use crate::pack::{Pack, PackText};

    fn rules() -> Ruleset {
        let mut pack = Pack::default();
        let text = "
            [numbers]
            decimal = ','
            group = '.'
            words = 'number_word'
            [term.number_word]
            words = ['một = 1', 'mốt = 1', 'hai = 2', 'ba = 3', 'lăm = 5', 'năm = 5', 'bảy = 7', 'mười = 10', 'mươi = x10',
                     'trăm = x100', 'nghìn = x1000', 'vạn = x10000', 'triệu = x1000000', 'tỷ = x1000000000', 'rưỡi = half',
                     'linh = 0', 'chục = x10']
        ";
        pack.add(&PackText::from_files([("numbers.toml", text)]));
        compile(&pack).unwrap()
    }

    #[test]
    fn printed_numbers() {
        let rules = rules();
        let cases = [
            ("1.157", 1157.0),
            ("28,45", 28.45),
            ("07", 7.0),
            ("4,60", 4.6),
            ("2.9", 2.9),
            ("1.092.300", 1_092_300.0),
            ("1 722", 1722.0),
            ("374,925", 374.925),
            ("-0,13", -0.13),
            ("– 2", -2.0),
            ("+1,5", 1.5),
            ("3.601.628,5", 3_601_628.5),
        ];
        for (text, value) in cases {
            assert_eq!(number(text, &rules).map(Number::as_f64), Some(value), "{text}");
        }
    }

    #[test]
    fn words_and_magnitudes() {
        let rules = rules();
        let cases = [
            ("hai mươi lăm", 25.0),
            ("một vạn", 10_000.0),
            ("1,2 triệu", 1_200_000.0),
            ("ba trăm hai mươi mốt", 321.0),
            ("hai nghìn ba trăm linh năm", 2305.0),
            ("1 triệu 200 nghìn", 1_200_000.0),
            ("2,9 tỷ", 2_900_000_000.0),
            ("một triệu rưỡi", 1_500_000.0),
            ("mười lăm", 15.0),
            ("vài", f64::NAN),
            ("5 nghìn tỷ", 5e12),
            ("hai chục", 20.0),
            ("trăm", 100.0),
        ];
        for (text, value) in cases {
            let read = number(text, &rules).map(Number::as_f64);
            assert_eq!(read, Some(value).filter(|value| !value.is_nan()), "{text}");
        }
    }

    #[test]
    fn absurd_numbers_are_refused() {
        let rules = rules();
        assert_eq!(number(&"9".repeat(40), &rules), None);
        assert_eq!(number(&"nghìn tỷ ".repeat(30), &rules), None);
        assert_eq!(number("", &rules), None);
    }
}
