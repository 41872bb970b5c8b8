//! The report as a table for people.

use std::fmt;

use super::report::{Figures, Report, TypeScore};

impl fmt::Display for Report {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        writeln!(
            f,
            "{:10} {:>5}   {:>8} {:>6} {:>6}   {:>8} {:>6} {:>6}   beside",
            "type", "gold", "strict P", "R", "F1", "value P", "R", "F1"
        )?;
        self.types.iter().try_for_each(|scored| row(f, scored))?;
        write!(
            f,
            "\nheadline (mean strict F1 of the mission types): {:.4}   value alone: {:.4}   documents: {}",
            self.headline, self.value_mean, self.documents
        )
    }
}

fn row(f: &mut fmt::Formatter<'_>, scored: &TypeScore) -> fmt::Result {
    let figures =
        |figures: &Figures| format!("{:8.3} {:6.3} {:6.3}", figures.precision, figures.recall, figures.f1);
    let (name, gold) = (scored.record_type.name(), scored.gold);
    writeln!(
        f,
        "{name:10} {gold:5}   {}   {}   {}",
        figures(&scored.strict),
        figures(&scored.value),
        beside(scored)
    )
}

fn beside(scored: &TypeScore) -> String {
    let share = match scored.beside {
        share if share.of > 0 => format!("{}/{}", share.agreeing, share.of),
        _ => String::new(),
    };
    let titles = scored.titles.map_or_else(String::new, |titles| {
        format!(" titles P {:.3} R {:.3} F1 {:.3}", titles.precision, titles.recall, titles.f1)
    });
    share + &titles
}
