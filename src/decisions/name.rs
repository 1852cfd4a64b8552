//! Names that blocks and articles have by their content: the same in every run.
//!
//! Takes text, gives the letter of the kind and the key. Knows no corpus.

/// A name: the letter of its kind (`b` equal blocks, `n` nearly equal, `m` equal but for figures, `t` template, `a`
/// article) and its key.
pub type Name = (char, u64);

/// The kind and key behind a name of one of `kinds`: a letter and 16 hexadecimal digits.
#[must_use]
pub fn parse_name(name: &str, kinds: &str) -> Option<Name> {
    let kind = name.chars().next().filter(|kind| kinds.contains(*kind))?;
    let digits = name.get(1..).filter(|d| d.len() == 16 && d.bytes().all(is_digit))?;
    Some((kind, u64::from_str_radix(digits, 16).ok()?))
}

fn is_digit(byte: u8) -> bool {
    matches!(byte, b'0'..=b'9' | b'a'..=b'f')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_a_letter_and_sixteen_digits() {
        assert_eq!(parse_name("b00000000000000ff", "bnmt"), Some(('b', 255)));
        for wrong in ["", "b", "b00000000000000fF", "x00000000000000ff", "b00000000000000ff0", "bé"]
        {
            assert_eq!(parse_name(wrong, "bnmt"), None, "{wrong}");
        }
    }
}
