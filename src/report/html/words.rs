//! Numbers as words on the page.
//!
//! Takes counts, gives short strings: thousands separators, one decimal, units. Never rounds something to nothing or a
//! part to the whole, and never asks the locale: the bytes of the page are the same everywhere.

/// Between a number and its unit, so that no line breaks there.
const JOIN: char = '\u{a0}';

/// `12345` as `12,345`.
pub(in crate::report) fn count(n: u64) -> String {
    let digits = n.to_string();
    let mut grouped = String::with_capacity(digits.len() + digits.len() / 3);
    for (i, digit) in digits.chars().enumerate() {
        if i > 0 && (digits.len() - i).is_multiple_of(3) {
            grouped.push(',');
        }
        grouped.push(digit);
    }
    grouped
}

/// `1 article`, `12,345 articles`.
pub(in crate::report) fn counted(n: u64, one: &str, many: &str) -> String {
    format!("{}{JOIN}{}", count(n), if n == 1 { one } else { many })
}

/// `7.4 %`; `< 0.1 %` and `> 99.9 %` where rounding would say none or all.
pub(in crate::report) fn percent(part: u64, whole: u64) -> String {
    if whole == 0 {
        return "–".into();
    }
    let mille = (u128::from(part) * 2000 + u128::from(whole)) / (u128::from(whole) * 2);
    match mille {
        0 if part > 0 => format!("<{JOIN}0.1{JOIN}%"),
        1000 if part < whole => format!(">{JOIN}99.9{JOIN}%"),
        _ => format!("{}.{}{JOIN}%", mille / 10, mille % 10),
    }
}

/// A similarity of 0 to 1 as [`percent`] writes shares.
pub(super) fn similarity(x: f64) -> String {
    if !x.is_finite() {
        return "–".into();
    }
    let shown = format!("{:.1}", x * 100.0);
    match shown.as_str() {
        "100.0" if x < 1.0 => format!(">{JOIN}99.9{JOIN}%"),
        "0.0" if x > 0.0 => format!("<{JOIN}0.1{JOIN}%"),
        _ => format!("{shown}{JOIN}%"),
    }
}

/// `999 bytes`, `4.8 MB` (decimal units).
pub(in crate::report) fn bytes(n: u64) -> String {
    const UNITS: [&str; 5] = ["kB", "MB", "GB", "TB", "PB"];
    if n < 1000 {
        return counted(n, "byte", "bytes");
    }
    let mut unit = 0;
    let mut size = 1000;
    while unit + 1 < UNITS.len() && tenths(n, size) >= 10_000 {
        size *= 1000;
        unit += 1;
    }
    let t = tenths(n, size);
    format!("{}.{}{JOIN}{}", t / 10, t % 10, UNITS[unit])
}

/// `n / size` in tenths, rounded.
fn tenths(n: u64, size: u64) -> u128 {
    (u128::from(n) * 20 + u128::from(size)) / (u128::from(size) * 2)
}

/// The length of a bar of at most 1000 for `part` of `longest`; what is there is never shorter than 4.
pub(super) fn bar(part: u64, longest: u64) -> u64 {
    if part == 0 || longest == 0 {
        return 0;
    }
    let length = u128::from(part) * 1000 / u128::from(longest);
    u64::try_from(length).map_or(1000, |l| l.clamp(4, 1000))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn thousands_are_grouped() {
        let of = [0, 999, 1000, 12_345, 1_234_567].map(count);
        assert_eq!(of, ["0", "999", "1,000", "12,345", "1,234,567"]);
        assert_eq!(counted(1, "article", "articles"), "1\u{a0}article");
    }

    #[test]
    fn shares_never_round_to_none_or_all() {
        let of = [(0, 9), (1, 9000), (1, 3), (8999, 9000), (9, 9), (0, 0)];
        let shown = of.map(|(p, w)| percent(p, w).replace(JOIN, " "));
        assert_eq!(shown, ["0.0 %", "< 0.1 %", "33.3 %", "> 99.9 %", "100.0 %", "–"]);
        assert_eq!(percent(u64::MAX, u64::MAX), "100.0\u{a0}%");
    }

    #[test]
    fn similarities_read_like_shares() {
        let shown = [0.0, 1e-9, 0.8125, 0.99999, 1.0, f64::NAN].map(similarity);
        let shown = shown.map(|s| s.replace(JOIN, " "));
        assert_eq!(shown, ["0.0 %", "< 0.1 %", "81.2 %", "> 99.9 %", "100.0 %", "–"]);
    }

    #[test]
    fn bytes_have_units() {
        let shown = [1, 999, 1000, 999_949, 999_950, 4_812_345, u64::MAX].map(bytes);
        let shown = shown.map(|s| s.replace(JOIN, " "));
        let want = ["1 byte", "999 bytes", "1.0 kB", "999.9 kB", "1.0 MB", "4.8 MB", "18446.7 PB"];
        assert_eq!(shown, want);
    }

    #[test]
    fn bars_show_what_is_there() {
        assert_eq!(
            [(0, 5), (1, 100_000), (5, 10), (10, 10), (3, 0)].map(|(p, l)| bar(p, l)),
            [0, 4, 500, 1000, 0]
        );
    }
}
