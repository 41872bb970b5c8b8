//! The zones of a page.

/// What part of a page a block belongs to.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[repr(u8)]
pub enum Zone {
    /// The headline, and its repetitions.
    Title,
    /// The page's own date.
    Stamp,
    /// Who wrote it.
    Byline,
    /// What an image shows.
    Caption,
    /// The article's text.
    Body,
    /// Where the page says it comes from.
    Source,
    /// Menus, counters, share buttons, related links: nothing of the article.
    Chrome,
}

impl Zone {
    /// Every zone.
    pub const ALL: [Self; 7] =
        [Self::Title, Self::Stamp, Self::Byline, Self::Caption, Self::Body, Self::Source, Self::Chrome];

    /// The name that rule files use.
    pub fn name(self) -> &'static str {
        match self {
            Self::Title => "title",
            Self::Stamp => "stamp",
            Self::Byline => "byline",
            Self::Caption => "caption",
            Self::Body => "body",
            Self::Source => "source",
            Self::Chrome => "chrome",
        }
    }

    /// The zone called `name`.
    pub fn from_name(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|zone| zone.name() == name)
    }

    /// The zone's bit in a set of zones.
    pub fn bit(self) -> u16 {
        1 << self as u8
    }
}
