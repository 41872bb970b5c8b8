//! Where a person's name ends in a run of capitalised words.

use crate::compile::Ruleset;
use crate::layout::Page;

/// The byte at which the name in `start..end` ends; `None` if it is no name.
///
/// A run of capitals goes on into titles and organisations (`Lê Văn A Trưởng Ban Tổ chức`): it is cut before the first
/// word that the pack says ends a name, and it is no name at all if it begins with one that the pack says never
/// begins one.
pub(super) fn end(page: &Page, rules: &Ruleset, start: usize, end: usize) -> Option<usize> {
    let names = &rules.names;
    let first = page.scan.token_from(start);
    let last = page.scan.token_from(end);
    if names.never.longest_at(&page.scan, first).is_some() {
        return None;
    }
    let cut = (first + 1..last).find(|&at| names.ends.longest_at(&page.scan, at).is_some());
    match cut {
        Some(cut) if cut == first + 1 && last > first + 1 => None,
        Some(cut) => Some(page.scan.tokens[cut - 1].end as usize),
        None => Some(end),
    }
}
