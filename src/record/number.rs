//! A number as a page printed it.
//!
//! Values are decimals on paper and must stay so in the output: 4,60 becomes 4.6 and never 4.5999999, and 311
//! becomes 311 and never 311.0. A [`Number`] therefore remembers a decimal mantissa and scale until it is written.

use std::borrow::Cow;
use std::fmt;

use schemars::{JsonSchema, Schema, SchemaGenerator, json_schema};
use serde::{Deserialize, Deserializer, Serialize, Serializer};

/// An exact decimal, `mantissa / 10^scale`, or the quotient of two of them.
///
/// Serialises as a JSON integer where it is whole and as the shortest decimal fraction otherwise.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Number {
    value: f64,
    decimals: u8,
}

/// The largest whole number that a JSON reader with double precision takes exactly.
const LARGEST_WHOLE: f64 = 9_007_199_254_740_992.0;

impl Number {
    /// The decimal `mantissa / 10^decimals`, correctly rounded to the nearest double.
    pub fn from_decimal(mantissa: u64, decimals: u8) -> Self {
        let value = if decimals == 0 {
            mantissa as f64
        } else {
            format!("{mantissa}e-{decimals}").parse().unwrap_or(f64::MAX)
        };
        Self { value, decimals }
    }

    /// `numerator / denominator`; `None` when the denominator is zero.
    pub fn quotient(numerator: Self, denominator: Self) -> Option<Self> {
        let value = numerator.value / denominator.value;
        value.is_finite().then_some(Self { value, decimals: u8::MAX })
    }

    /// `value` times a power of ten that its range stated only once, without the noise of binary fractions.
    pub fn scaled(value: Self, factor: f64) -> Self {
        let exponent = factor.log10().round();
        let exact = format!("{}e{exponent}", value.value).parse();
        Self { value: exact.unwrap_or(value.value * factor), decimals: value.decimals }
    }

    /// The number below zero that is printed with a sign before it.
    #[must_use]
    pub fn negated(self) -> Self {
        Self { value: -self.value, ..self }
    }

    /// The value as a double.
    pub fn as_f64(self) -> f64 {
        self.value
    }

    /// How many decimals were printed (`28,45` has two); the precision that a check may expect of it.
    pub fn decimals(self) -> u8 {
        self.decimals
    }

    /// The value as a whole number of at least zero, if it is one.
    pub fn as_whole(self) -> Option<u64> {
        #[expect(clippy::cast_sign_loss, reason = "it is not negative")]
        (self.is_whole() && self.value >= 0.0).then_some(self.value as u64)
    }

    /// Whether the value has no fractional part.
    pub fn is_whole(self) -> bool {
        self.value.fract() == 0.0 && self.value.abs() < LARGEST_WHOLE
    }
}

impl From<u32> for Number {
    fn from(value: u32) -> Self {
        Self::from_decimal(u64::from(value), 0)
    }
}

impl fmt::Display for Number {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if self.is_whole() { write!(f, "{:.0}", self.value) } else { write!(f, "{}", self.value) }
    }
}

impl Serialize for Number {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        if self.is_whole() {
            serializer.serialize_i64(self.value as i64)
        } else {
            serializer.serialize_f64(self.value)
        }
    }
}

impl<'de> Deserialize<'de> for Number {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        f64::deserialize(deserializer).map(|value| Self { value, decimals: 0 })
    }
}

impl JsonSchema for Number {
    fn schema_name() -> Cow<'static, str> {
        "Number".into()
    }

    fn json_schema(_: &mut SchemaGenerator) -> Schema {
        json_schema!({ "type": "number" })
    }

    fn inline_schema() -> bool {
        true
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn json(number: Number) -> String {
        serde_json::to_string(&number).unwrap()
    }

    #[test]
    fn whole_numbers_have_no_fraction() {
        assert_eq!(json(Number::from_decimal(311, 0)), "311");
        assert_eq!(json(Number::from_decimal(100, 1)), "10");
        assert_eq!(json(Number::from_decimal(80_000_000, 0)), "80000000");
    }

    #[test]
    fn decimals_are_the_printed_ones() {
        assert_eq!(json(Number::from_decimal(460, 2)), "4.6");
        assert_eq!(json(Number::from_decimal(2845, 2)), "28.45");
        assert_eq!(Number::from_decimal(2845, 2).decimals(), 2);
    }

    #[test]
    fn a_magnitude_adds_no_noise() {
        let value = Number::scaled(Number::from_decimal(3723, 2), 1e6);
        assert_eq!(json(value), "37230000");
        assert_eq!(json(Number::from_decimal(13, 2).negated()), "-0.13");
    }

    #[test]
    fn a_quotient_by_zero_is_none() {
        assert_eq!(Number::quotient(7.into(), 0.into()), None);
        assert_eq!(json(Number::quotient(7.into(), 8.into()).unwrap()), "0.875");
    }
}
