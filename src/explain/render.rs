//! An explanation as text for people.

use std::fmt;

use super::{Explanation, Group, Match, Outcome};

impl fmt::Display for Explanation {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if self.groups.is_empty() {
            return f.write_str("no rule matches");
        }
        for (number, group) in self.groups.iter().enumerate() {
            let gap = if number > 0 { "\n\n" } else { "" };
            write!(f, "{gap}{group}")?;
        }
        Ok(())
    }
}

impl fmt::Display for Group {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}..{} “{}”", self.start, self.end, one_line(&self.text))?;
        self.matches.iter().try_for_each(|found| write!(f, "\n{found}"))
    }
}

impl fmt::Display for Match {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let sign = if self.outcome.counts() { '+' } else { '-' };
        write!(f, "  {sign} {} (priority {}) “{}”", self.rule, self.priority, one_line(&self.text))?;
        for (slot, text) in &self.slots {
            write!(f, " {slot}=“{}”", one_line(text))?;
        }
        write!(f, "\n      {}", self.outcome)
    }
}

impl fmt::Display for Outcome {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Made { record } => write!(f, "makes {}", one_line(record)),
            Self::Changed { record } => write!(f, "adds to, or keeps off, {}", one_line(record)),
            Self::Lost { to, by } => write!(f, "loses to {to}: {by}"),
            Self::Idle => {
                f.write_str("counts for nothing: its conditions are not met, or it says nothing new")
            }
        }
    }
}

fn one_line(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}
