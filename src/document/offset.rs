//! Byte offsets turned into the unit that users asked for.
//!
//! The engine works in bytes. Records carry Unicode code points (what a Python slice takes) unless an option says
//! bytes or UTF-16 units (what JavaScript and Java take). [`Offsets`] walks the text once, as far as it is asked
//! about, whatever the number of offsets.

/// The unit of `start` and `end`.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum OffsetUnit {
    /// Unicode code points: what Python slices by.
    #[default]
    CodePoint,
    /// Bytes of the UTF-8 text.
    Byte,
    /// UTF-16 code units: what JavaScript and Java slice by.
    Utf16,
}

/// The units before every so many bytes are remembered.
const STRETCH: usize = 128;

/// Converts byte offsets of one text.
#[derive(Debug)]
pub struct Offsets<'t> {
    text: &'t [u8],
    unit: OffsetUnit,
    /// The units before each stretch that was walked.
    counts: Vec<usize>,
}

impl<'t> Offsets<'t> {
    /// A converter for `text`.
    pub fn new(text: &'t str, unit: OffsetUnit) -> Self {
        Self { text: text.as_bytes(), unit, counts: vec![0] }
    }

    /// The offset of `byte` in the chosen unit. Beyond the end it is the text's length.
    pub fn convert(&mut self, byte: usize) -> usize {
        if self.unit == OffsetUnit::Byte {
            return byte.min(self.text.len());
        }
        let end = byte.min(self.text.len());
        while self.counts.len() <= end / STRETCH {
            let from = (self.counts.len() - 1) * STRETCH;
            let count = self.counts[self.counts.len() - 1] + self.units(&self.text[from..from + STRETCH]);
            self.counts.push(count);
        }
        let from = end / STRETCH;
        self.counts[from] + self.units(&self.text[from * STRETCH..end])
    }

    fn units(&self, bytes: &[u8]) -> usize {
        let leading = count(bytes, |byte| !is_continuation(byte));
        match self.unit {
            OffsetUnit::Utf16 => leading + count(bytes, |byte| byte >= 0xF0),
            _ => leading,
        }
    }
}

/// How many of `bytes`, a stretch at most, are counted: in a byte, so that the compiler counts many at a time.
#[inline]
fn count(bytes: &[u8], counts: impl Fn(u8) -> bool) -> usize {
    usize::from(bytes.iter().map(|&byte| u8::from(counts(byte))).sum::<u8>())
}

/// Whether `byte` continues a UTF-8 sequence.
fn is_continuation(byte: u8) -> bool {
    byte & 0b1100_0000 == 0b1000_0000
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(text: &str, unit: OffsetUnit, byte: usize) -> usize {
        Offsets::new(text, unit).convert(byte)
    }

    #[test]
    fn each_unit_counts_its_own() {
        let text = "Đảng 𝄞!";
        let after_clef = text.len() - 1;
        assert_eq!(at(text, OffsetUnit::Byte, after_clef), 12);
        assert_eq!(at(text, OffsetUnit::CodePoint, after_clef), 6);
        assert_eq!(at(text, OffsetUnit::Utf16, after_clef), 7);
    }

    #[test]
    fn going_back_is_allowed() {
        let mut offsets = Offsets::new("ba bà bá", OffsetUnit::CodePoint);
        assert_eq!(offsets.convert(9), 8);
        assert_eq!(offsets.convert(3), 3);
        assert_eq!(offsets.convert(1000), 8);
    }
}
