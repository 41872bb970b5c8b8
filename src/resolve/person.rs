//! People: one record a person, however often named.

use std::collections::HashMap;

use super::Context;
use super::draft::Draft;
use crate::fold::{case::lower_text, fold};
use crate::record::{Fact, Person, PersonRole, Title};

/// A name without line breaks and doubled spaces.
pub(super) fn one_line(name: &str) -> String {
    name.split_whitespace().collect::<Vec<_>>().join(" ")
}

fn key(name: &str) -> String {
    lower_text(&fold(name))
}

/// Merges the mentions of each person into the first full one. A word alone, or two, belong to the last person named
/// before whose longer name ends or begins so.
pub(super) fn merge(_: Context<'_>, drafts: &mut Vec<Draft>) {
    let mut known: HashMap<String, usize> = HashMap::new();
    let mut by_word: HashMap<String, usize> = HashMap::new();
    for at in 0..drafts.len() {
        let Fact::Person(person) = &drafts[at].fact else { continue };
        let name = key(&person.name);
        let same = known.get(&name).or_else(|| by_word.get(&name).filter(|&&at| !drafts[at].dropped));
        if let Some(&first) = same {
            join(drafts, first, at);
        } else {
            for part in parts(&name) {
                by_word.insert(part.to_owned(), at);
            }
            known.insert(name, at);
        }
    }
    merge_named_later(drafts, &by_word);
    drafts.retain(|draft| !draft.dropped);
}

/// Merges a word alone into the person who is named in full only later, by a name that begins or ends with it, and two
/// words into one that has a single word before them.
fn merge_named_later(drafts: &mut [Draft], by_word: &HashMap<String, usize>) {
    for at in 0..drafts.len() {
        let Fact::Person(person) = &drafts[at].fact else { continue };
        let name = key(&person.name);
        if drafts[at].dropped || name.matches(' ').count() > 1 {
            continue;
        }
        let later = by_word.get(&name).filter(|&&later| later > at && !drafts[later].dropped);
        let whole = later.filter(
            |&&later| matches!(&drafts[later].fact, Fact::Person(full) if is_rim(&key(&full.name), &name)),
        );
        if let Some(&into) = whole {
            join(drafts, into, at);
        }
    }
}

/// Whether a name begins or ends with `word`, or has one word before two.
fn is_rim(name: &str, word: &str) -> bool {
    if word.contains(' ') {
        let before = name.strip_suffix(word).and_then(|rest| rest.strip_suffix(' '));
        return before.is_some_and(|before| !before.is_empty() && !before.contains(' '));
    }
    let rest = name.strip_suffix(word).map(|rest| rest.ends_with(' '));
    rest == Some(true) || name.strip_prefix(word).is_some_and(|rest| rest.starts_with(' '))
}

/// The letters of a word after a hyphen that may stand for the whole: the rest is a particle.
const LETTERS_OF_HYPHENED: usize = 4;

/// What a person may be called after the whole name: its first and its last word, the last two of more, and what follows
/// the particle of the last one.
fn parts(name: &str) -> impl Iterator<Item = &str> {
    let first = name.split_once(' ').map(|(first, _)| first);
    let last = name.rmatch_indices(' ').take(2).map(|(space, _)| &name[space + 1..]);
    let hyphened = name.rsplit_once(['-', ' ']).map(|(_, end)| end).filter(|_| name.contains(['-']));
    first.into_iter().chain(last).chain(hyphened.filter(|end| end.len() >= LETTERS_OF_HYPHENED))
}

/// Adds what draft `from` says of a person to draft `into`, and drops `from`.
fn join(drafts: &mut [Draft], into: usize, from: usize) {
    drafts[from].dropped = true;
    let mentions = std::mem::take(&mut drafts[from].mentions);
    let Fact::Person(more) = drafts[from].fact.clone() else { return };
    drafts[into].mentions.extend(mentions);
    if let Fact::Person(person) = &mut drafts[into].fact {
        absorb(person, more);
    }
}

fn absorb(person: &mut Person, more: Person) {
    person.honorific = person.honorific.take().or(more.honorific);
    for degree in more.degrees {
        if !person.degrees.contains(&degree) {
            person.degrees.push(degree);
        }
    }
    more.titles.into_iter().for_each(|title| add_title(&mut person.titles, title));
    if more.role == PersonRole::Participant {
        person.role = PersonRole::Participant;
    }
}

/// Adds a title unless it is known; of two that differ only in how much of the organisation they name, the longer
/// stays.
fn add_title(titles: &mut Vec<Title>, title: Title) {
    let whole = |title: &Title| {
        let words = [Some(title.title.as_str()), title.organization.as_deref()];
        key(&one_line(&words.into_iter().flatten().collect::<Vec<_>>().join(" ")))
    };
    let new = whole(&title);
    for known in titles.iter_mut() {
        let old = whole(known);
        if old.starts_with(&new) {
            return;
        }
        if new.starts_with(&old) {
            *known = title;
            return;
        }
    }
    titles.push(title);
}

#[cfg(test)]
mod tests {
    use super::*;

    fn all(name: &str) -> Vec<&str> {
        parts(name).collect()
    }

    #[test]
    fn only_whole_words_are_the_rim_of_a_name() {
        let cases = [
            ("bằng", true),
            ("lê", true),
            ("hữu", false),
            ("l", false),
            ("ằng", false),
            ("lê hữu bằng", false),
        ];
        for (word, expected) in cases {
            assert_eq!(is_rim("lê hữu bằng", word), expected, "{word}");
        }
    }

    #[test]
    fn a_person_may_be_called_by_the_first_word_or_the_last_two() {
        assert_eq!(all("kim thị sà rương"), ["kim", "rương", "sà rương"]);
        assert_eq!(all("lê bằng"), ["lê", "bằng"]);
        assert_eq!(all("bằng"), [""; 0]);
        assert_eq!(all("omar al-rahim"), ["omar", "al-rahim", "rahim"]);
    }
}
