//! Mistakes in patterns, told with their places.

use std::ops::Range;

use super::pattern::Piece;

/// What is wrong with the structure of a pattern, and where in it; terms count as words without being looked into.
pub(super) fn mistake(pattern: &str, pieces: &[Piece]) -> Option<(Range<usize>, String)> {
    match regex_syntax::parse(&bare(pattern, pieces)) {
        Err(regex_syntax::Error::Parse(error)) => Some((bytes(error.span()), error.kind().to_string())),
        Err(regex_syntax::Error::Translate(error)) => Some((bytes(error.span()), error.kind().to_string())),
        Err(error) => Some((0..pattern.len(), error.to_string())),
        Ok(hir) if hir.properties().look_set().contains_word() => Some(word_boundary(pattern)),
        Ok(_) => named_group(pattern, pieces),
    }
}

/// A match begins and ends between tokens, so that nothing is left for a word boundary to say.
fn word_boundary(pattern: &str) -> (Range<usize>, String) {
    let place = ["\\b", "\\B", "\\<", "\\>"].iter().find_map(|boundary| pattern.find(boundary));
    let cause = "a match begins and ends between words anyway: leave the word boundary out".to_owned();
    (place.map_or(0..pattern.len(), |at| at..at + 2), cause)
}

/// The pattern with each reference to a term held by as many letters, so that places in it stay true.
fn bare(pattern: &str, pieces: &[Piece]) -> String {
    let mut bare = pattern.to_owned();
    for piece in pieces {
        if let Piece::Term { span, .. } = piece {
            bare.replace_range(span.clone(), &"x".repeat(span.len()));
        }
    }
    bare
}

fn bytes(span: &regex_syntax::ast::Span) -> Range<usize> {
    span.start.offset..span.end.offset
}

/// A group with a name would capture what no slot reads.
fn named_group(pattern: &str, pieces: &[Piece]) -> Option<(Range<usize>, String)> {
    if !pattern.contains("(?P<") && !pattern.contains("(?<") {
        return None;
    }
    let regexes = pieces.iter().map(|piece| match piece {
        Piece::Regex(text) => text.as_str(),
        Piece::Term { .. } => "x",
    });
    let hir = regex_syntax::parse(&regexes.collect::<String>()).ok()?;
    let groups = hir.properties().explicit_captures_len();
    let cause = "a group has no name here; `{term:slot}` captures a term".to_owned();
    (groups > 0).then(|| {
        (pattern.find("(?P<").or(pattern.find("(?<")).map_or(0..pattern.len(), |at| at..at + 3), cause)
    })
}
