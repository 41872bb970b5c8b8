//! Names of indicators of which only the end is said again: `the share of girls in school is 98%, of girls in college 61%`.

use super::Context;
use super::draft::Draft;
use crate::compile::Slot;
use crate::compile::ruleset::{FindPlace, Phrase};
use crate::record::Fact;
use crate::scan::{Capital, Token, TokenKind};

/// The most words of an end: a longer phrase names an indicator of its own.
const MOST_WORDS: usize = 8;

/// Completes what is measured from what was said before.
pub(super) fn complete(context: Context<'_>, drafts: &mut [Draft]) {
    for at in 1..drafts.len() {
        let Some((phrase, tokens)) = before(context, &drafts[at]) else { continue };
        let (earlier, rest) = drafts.split_at(at);
        if let Some(name) = completed(context, phrase, (tokens, unit(&rest[0])), earlier) {
            let end = drafts[at].metric().map(str::to_owned);
            set_metric(&mut drafts[at], name.clone());
            complete_borrowed(context, &mut drafts[at..], end.as_deref(), &name);
        }
    }
}

/// Completes what later drafts of the sentence took over from the first of `drafts` before its name was whole.
fn complete_borrowed(context: Context<'_>, drafts: &mut [Draft], end: Option<&str>, whole: &str) {
    let (_, sentence_end) = context.page.sentence(drafts[0].first);
    let later = drafts[1..].iter_mut().take_while(|draft| draft.first < sentence_end);
    later
        .filter(|draft| draft.phrase(Slot::Metric).is_none() && draft.metric() == end)
        .for_each(|draft| set_metric(draft, whole.to_owned()));
}

/// The whole name for the words in `tokens`, if they are not one.
fn completed(
    context: Context<'_>,
    phrase: &Phrase,
    (tokens, unit): ((usize, usize), Option<&str>),
    earlier: &[Draft],
) -> Option<String> {
    let (start, end) = tokens;
    if says_it_again(context, phrase, tokens) {
        return last_name(context, start, unit, earlier);
    }
    if !is_end(context, phrase, tokens) {
        return None;
    }
    let (sentence, _) = context.page.sentence(start);
    let words = context.slice(start, end);
    if is_place(context, phrase, tokens) {
        let announced = announced(context, phrase, (sentence, start));
        if announced.is_some_and(ends_with_name) {
            return None;
        }
        let whole = announced.map(|whole| format!("{whole} {words}"));
        return whole.or_else(|| last_name(context, start, unit, earlier));
    }
    if let Some(whole) = heading(context, phrase, tokens, sentence) {
        return Some(format!("{whole} {words}"));
    }
    let said = earlier.iter().rev().take_while(|draft| draft.first >= sentence);
    // What a figure of the same kind names for itself is nearer than a whole name of another kind.
    let names_itself = |draft: &Draft| self::unit(draft) == unit && before(context, draft).is_some();
    let mut names = said.map(|draft| (whole_name(context, draft), names_itself(draft)));
    let (whole, _) = names.find(|(whole, names_itself)| whole.is_some() || *names_itself)?;
    joined(whole?, words)
}

/// Whether the words only stand for what was measured before: `this share`.
fn says_it_again(context: Context<'_>, phrase: &Phrase, (start, end): (usize, usize)) -> bool {
    (start..end).any(|at| phrase.anaphora.longest_at(&context.page.scan, at).is_some())
}

/// The unit of a share or an aim.
fn unit(draft: &Draft) -> Option<&str> {
    match &draft.fact {
        Fact::Ratio(ratio) => Some(&ratio.unit),
        Fact::Target(target) => Some(&target.unit),
        _ => None,
    }
}

/// What the last share or aim of the same unit before token `at` in its block measures.
fn last_name(context: Context<'_>, at: usize, same: Option<&str>, earlier: &[Draft]) -> Option<String> {
    let block = context.page.blocks[context.page.block_of(at)].tokens.0 as usize;
    let said = earlier.iter().rev().take_while(|draft| draft.first >= block);
    let mut shares = said.filter(|draft| same.is_some() && unit(draft) == same);
    shares.find_map(Draft::metric).map(str::to_owned)
}

/// Whether the words are the name of a place: capitalised, not only initials, perhaps after the word for its kind.
fn is_place(context: Context<'_>, phrase: &Phrase, (start, end): (usize, usize)) -> bool {
    let scan = &context.page.scan;
    let mut start = start;
    while let Some(hit) = phrase.place_words.longest_at(scan, start).filter(|_| start < end) {
        start = (hit.end as usize).min(end);
    }
    let words = || scan.tokens[start..end].iter().filter(|token| token.kind == TokenKind::Word);
    words().all(Token::is_capitalised) && words().any(|token| token.capital == Capital::First)
}

/// The whole name with which the sentence announced what it tells of each place.
fn announced<'a>(context: Context<'a>, phrase: &Phrase, (from, to): (usize, usize)) -> Option<&'a str> {
    let scan = &context.page.scan;
    let announces = from > 0 && scan.tokens[from - 1].is(':');
    let from = if announces { context.page.sentence(from - 1).0 } else { from };
    let start = (from..to).find(|&at| phrase.completes.longest_at(scan, at).is_some())?;
    let ends = |at: &usize| {
        let token = &scan.tokens[*at];
        token.kind != TokenKind::Word || phrase.whole_ends.longest_at(scan, *at).is_some()
    };
    let end = (start + 1..to).find(ends)?;
    Some(context.slice(start, end))
}

/// The most words of a member of a list under a name and a colon.
const MEMBER_WORDS: usize = 3;

/// The whole name before the colon of a list in which the words are a member: `share of teachers with a degree: primary
/// 84%, secondary 91%`. A member that begins with a noun that is counted names an indicator of its own.
fn heading<'a>(
    context: Context<'a>,
    phrase: &Phrase,
    (start, end): (usize, usize),
    sentence: usize,
) -> Option<&'a str> {
    let scan = &context.page.scan;
    let colon = (sentence..start).rev().find(|&at| scan.tokens[at].is(':'))?;
    let named = (sentence..colon).rev().find(|&at| scan.tokens[at].is(';') || scan.tokens[at].is(','));
    let first = named.map_or(sentence, |mark| mark + 1);
    let is_member = scan.tokens[start - 1].kind == TokenKind::Mark
        && scan.tokens[colon + 1].kind == TokenKind::Word
        && end - start <= MEMBER_WORDS
        && phrase.joined.longest_at(scan, start).is_none();
    let is_whole = phrase.completes.longest_at(scan, first).is_some() && !holds_figure(context, first, colon);
    (is_member && is_whole).then(|| context.slice(first, colon))
}

/// Whether the tokens hold a figure of their own: a number and a mark after it.
fn holds_figure(context: Context<'_>, first: usize, end: usize) -> bool {
    let tokens = &context.page.scan.tokens[first..end];
    tokens.windows(2).any(|pair| pair[0].kind == TokenKind::Number && pair[1].kind == TokenKind::Mark)
}

/// Whether an announced name is that of one thing: its last word is capitalised.
fn ends_with_name(whole: &str) -> bool {
    let last = whole.split_whitespace().next_back();
    last.is_some_and(|last| {
        last.chars().next().is_some_and(char::is_uppercase) && last.chars().any(char::is_lowercase)
    })
}

/// The phrase before the figure that names what is measured, if its kind of phrase can be completed.
fn before<'a>(context: Context<'a>, draft: &Draft) -> Option<(&'a Phrase, (usize, usize))> {
    let rule = &context.rules.rules[draft.rule? as usize];
    let tokens = draft.phrase(Slot::Metric).filter(|tokens| tokens.1 <= draft.first)?;
    let finds = rule.finds.iter().filter(|(slot, _)| *slot == Slot::Metric).flat_map(|(_, finds)| finds);
    let mut phrases = finds.filter_map(|find| match find.place {
        FindPlace::Before(phrase) => Some(&context.rules.phrases[phrase]),
        _ => None,
    });
    phrases.find(|phrase| !phrase.completes.is_empty()).map(|phrase| (phrase, tokens))
}

fn is_end(context: Context<'_>, phrase: &Phrase, (start, end): (usize, usize)) -> bool {
    end - start <= MOST_WORDS && phrase.completes.longest_at(&context.page.scan, start).is_none()
}

/// The words for what an earlier share measures, if they begin as whole names do.
fn whole_name<'a>(context: Context<'_>, draft: &'a Draft) -> Option<&'a str> {
    let (phrase, (start, _)) = before(context, draft)?;
    let whole = phrase.completes.longest_at(&context.page.scan, start).is_some();
    let metric = draft.metric().filter(|_| matches!(draft.fact, Fact::Ratio(_) | Fact::Target(_)))?;
    (whole || metric_is_completed(context, draft, metric)).then_some(metric)
}

/// Whether the words of a draft are more than those that stand beside its figure.
fn metric_is_completed(context: Context<'_>, draft: &Draft, metric: &str) -> bool {
    draft.phrase(Slot::Metric).is_some_and(|(start, end)| context.slice(start, end).len() < metric.len())
}

/// `whole` up to the word that `end` begins with, and `end`; or `end` in place of as many words that end alike.
fn joined(whole: &str, end: &str) -> Option<String> {
    let shared = end.split_whitespace().next()?.to_lowercase();
    let starts = || whole.match_indices(char::is_whitespace).map(|(at, space)| at + space.len());
    let mut begun = starts().filter(|&at| {
        let word = whole[at..].split_whitespace().next();
        word.is_some_and(|word| word.to_lowercase() == shared)
    });
    begun.next().or_else(|| alike(whole, end)).map(|at| format!("{}{end}", &whole[..at]))
}

/// Where the last words of `whole` begin that are as many as those of `end`, two or three, and end alike.
fn alike(whole: &str, end: &str) -> Option<usize> {
    let count = end.split_whitespace().count();
    let last = |text: &str| text.split_whitespace().next_back().map(str::to_lowercase);
    let ends_alike = (2..=3).contains(&count) && last(whole) == last(end);
    let starts = whole.rmatch_indices(char::is_whitespace).map(|(at, space)| at + space.len());
    starts.filter(|_| ends_alike).nth(count - 1)
}

fn set_metric(draft: &mut Draft, name: String) {
    match &mut draft.fact {
        Fact::Ratio(ratio) => ratio.metric = Some(name),
        Fact::Target(target) => target.metric = Some(name),
        _ => {}
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_end_is_joined_at_a_shared_first_word_or_last_one() {
        let cases = [
            ("tỷ lệ trẻ thể nhẹ cân", "thể thấp còi", Some("tỷ lệ trẻ thể thấp còi")),
            ("tỷ lệ hài lòng nội trú", "ngoại trú", Some("tỷ lệ hài lòng ngoại trú")),
            ("tỷ lệ hộ nghèo", "xã đạt chuẩn", None),
        ];
        for (whole, end, expected) in cases {
            assert_eq!(joined(whole, end).as_deref(), expected, "{whole}, {end}");
        }
    }

    #[test]
    fn only_the_name_of_one_thing_ends_with_a_name() {
        assert!(ends_with_name("chỉ số Dow Jones"));
        assert!(!ends_with_name("tỷ lệ bao phủ BHYT"));
    }
}
