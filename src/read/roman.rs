//! Roman and Arabic numerals of small numbers.

/// The value of a Roman or Arabic numeral; `None` for anything else.
pub fn roman(text: &str) -> Option<u32> {
    let text = text.trim();
    if text.bytes().all(|byte| byte.is_ascii_digit()) {
        return text.parse().ok();
    }
    let values: Option<Vec<u32>> = text.chars().map(digit).collect();
    let values = values.filter(|values| !values.is_empty())?;
    let next = values.iter().skip(1).chain(std::iter::once(&0));
    let signed = values.iter().zip(next).map(|(&value, &next)| {
        let value = i64::from(value);
        if value < i64::from(next) { -value } else { value }
    });
    u32::try_from(signed.sum::<i64>()).ok()
}

fn digit(letter: char) -> Option<u32> {
    Some(match letter.to_ascii_uppercase() {
        'I' => 1,
        'V' => 5,
        'X' => 10,
        'L' => 50,
        'C' => 100,
        'D' => 500,
        'M' => 1000,
        _ => return None,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numerals() {
        for (text, value) in [("I", 1), ("iv", 4), ("XIII", 13), ("3", 3), ("MCMXC", 1990)] {
            assert_eq!(roman(text), Some(value), "{text}");
        }
        assert_eq!(roman("x5"), None);
        assert_eq!(roman(""), Some(0).filter(|_| false));
    }
}
