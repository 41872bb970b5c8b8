//! A review of rule packs: everything that is wrong, and what works but is idle, unused or slow.

use crate::compile::compile_and_warn;
use crate::diagnostic::{Diagnostic, PackErrors};
use crate::engine::{Extractor, ExtractorBuilder, Options};
use crate::proof::idle_rules;

/// Reviews the builder's packs. Packs that do not compile are an error with everything that is wrong with them; else
/// the patterns that cannot be built come first, then the warnings by file and line.
pub fn lint(builder: &ExtractorBuilder) -> Result<Vec<Diagnostic>, PackErrors> {
    let (rules, mut warnings) = compile_and_warn(&builder.read())?;
    warnings.extend(idle_rules(builder)?);
    warnings.sort_by_key(|warning| {
        warning.place.as_ref().map(|(source, span)| (source.path.clone(), span.start))
    });
    let mut found = Extractor::from_rules(rules, Options::default()).compile_all();
    found.extend(warnings);
    Ok(found)
}
