//! Sizes of memory as people write them.
//!
//! Takes a word such as `512MiB`, gives bytes. Never asks the machine what it has.

/// What is said of a word that is no size.
const EXPECTED: &str = "expected a size such as 512MiB, 2GB or 1.5GiB";

/// Bytes that a word names: a number, and a unit unless it is bytes.
pub(crate) fn parse(word: &str) -> Result<u64, String> {
    let word = word.trim();
    let digits = word.find(|c: char| !c.is_ascii_digit() && c != '.').unwrap_or(word.len());
    let (number, unit) = word.split_at(digits);
    let factor = factor(unit.trim()).ok_or(EXPECTED)?;
    let bytes = times(number, factor).ok_or(EXPECTED)?;
    if bytes == 0 { Err("a size must be more than nothing".to_owned()) } else { Ok(bytes) }
}

/// Bytes of a unit: `kB` is 1000, `K` and `KiB` are 1024; letters in any case.
fn factor(unit: &str) -> Option<u64> {
    let unit = unit.to_ascii_lowercase();
    let base: u64 = if unit.ends_with('b') && !unit.ends_with("ib") { 1000 } else { 1024 };
    let power = match unit.as_str() {
        "" | "b" => 0,
        "k" | "kb" | "kib" => 1,
        "m" | "mb" | "mib" => 2,
        "g" | "gb" | "gib" => 3,
        "t" | "tb" | "tib" => 4,
        _ => return None,
    };
    Some(base.pow(power))
}

/// `number` (decimal, perhaps with a fraction) times `factor`, in whole bytes; `None` for no number and for overflow.
fn times(number: &str, factor: u64) -> Option<u64> {
    let (whole, fraction) = number.split_once('.').unwrap_or((number, ""));
    if fraction.len() > 6 || (number.contains('.') && fraction.is_empty()) {
        return None;
    }
    let whole = whole.parse::<u64>().ok()?.checked_mul(factor)?;
    let part = match fraction {
        "" => 0,
        digits => {
            let scale = 10_u64.pow(u32::try_from(digits.len()).ok()?);
            digits.parse::<u64>().ok()?.checked_mul(factor)? / scale
        }
    };
    whole.checked_add(part)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn units_are_powers_of_1000_or_1024() {
        for (word, bytes) in [
            ("1048576", 1 << 20),
            ("1b", 1),
            ("10kB", 10_000),
            ("10K", 10_240),
            ("512MiB", 512 << 20),
            ("512mib", 512 << 20),
            ("2GB", 2_000_000_000),
            ("2 GB", 2_000_000_000),
            ("1.5GiB", 3 << 29),
            ("0.25T", 1 << 38),
        ] {
            assert_eq!(parse(word), Ok(bytes), "{word}");
        }
    }

    #[test]
    fn what_is_no_size_is_refused() {
        for word in ["", "GB", "lots", "-1GB", "1.GB", ".5G", "1e9", "2XB", "1..5G", "0", "0MiB"] {
            assert!(parse(word).is_err(), "{word}");
        }
        assert!(parse("99999999999999T").is_err());
        assert!(parse("1.1234567G").is_err());
    }
}
