//! Dates as scrapers write them.
//!
//! Takes one field's text, gives the day as `YYYY-MM-DD`, as written: no time zone is applied. Never guesses which of
//! two numbers is the month.

/// Years that a news article can be of.
const YEARS: std::ops::RangeInclusive<i64> = 1800..=2100;

/// English names of the months by their first three letters.
const MONTHS: [&str; 12] =
    ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"];

/// The day in `text`: an ISO form, `YYYYMMDD[HHMMSS]`, unix seconds or milliseconds, or English words.
#[must_use]
pub(super) fn day(text: &str) -> Option<String> {
    let text = text.trim();
    let digits = text.bytes().take_while(u8::is_ascii_digit).count();
    let all_digits = digits == text.len();
    match digits {
        8 | 14 if all_digits => from_parts(&text[..4], &text[4..6], &text[6..8]),
        9.. if all_digits || text.as_bytes()[digits] == b'.' => from_unix(&text[..digits]),
        4 if !all_digits => year_first(text),
        1 | 2 => year_last(text).or_else(|| in_words(text)),
        _ => in_words(text),
    }
}

/// `YYYY-MM-DD`, also with `/` or `.`, alone or followed by a time.
fn year_first(text: &str) -> Option<String> {
    let separator = *text.as_bytes().get(4)?;
    if !matches!(separator, b'-' | b'/' | b'.') {
        return None;
    }
    let mut parts = text.split(|c: char| !c.is_ascii_digit());
    let (year, month, day) = (parts.next()?, parts.next()?, parts.next()?);
    let second = text.as_bytes().get(5 + month.len());
    (second == Some(&separator)).then(|| from_parts(year, month, day))?
}

/// `30.06.2016`, and where no two months could be meant `30/06/2016` and `06-30-2016`; alone or followed by a time.
fn year_last(text: &str) -> Option<String> {
    let date = text.split([' ', ',', 'T']).next()?;
    let separator = date.chars().find(|c| matches!(c, '-' | '/' | '.'))?;
    let parts: Vec<&str> = date.split(separator).collect();
    let [first, second, year] = parts[..] else { return None };
    let day_first = separator == '.' || first == second || first.parse::<i64>().ok()? > 12;
    let (month, day) = if day_first { (second, first) } else { (first, second) };
    let is_certain = day_first || day.parse::<i64>().ok()? > 12;
    (year.len() == 4 && is_certain).then(|| from_parts(year, month, day))?
}

/// Seconds since 1970, or milliseconds from twelve digits on.
fn from_unix(digits: &str) -> Option<String> {
    let number: i64 = digits.parse().ok()?;
    let seconds = if digits.len() >= 12 { number / 1000 } else { number };
    let (year, month, day) = civil(seconds.div_euclid(86_400));
    written(year, month, day)
}

/// `Fri, 14 Jun 2024 …`, `14 June 2024`, `June 14, 2024`.
fn in_words(text: &str) -> Option<String> {
    let words = text.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty());
    let (mut year, mut month, mut day) = (None, None, None);
    for word in words.take(4) {
        match word.parse::<i64>() {
            Ok(number) if word.len() == 4 => year = year.or(Some(number)),
            Ok(number) => day = day.or(Some(number)),
            Err(_) => month = month.or_else(|| month_named(word)),
        }
    }
    written(year?, month?, day?)
}

/// Number of the month that `word` names or shortens.
fn month_named(word: &str) -> Option<i64> {
    let head = word.get(..3)?.to_ascii_lowercase();
    (1..).zip(MONTHS).find_map(|(number, name)| (name == head).then_some(number))
}

/// The three parts as numbers, checked.
fn from_parts(year: &str, month: &str, day: &str) -> Option<String> {
    if month.len() > 2 || day.len() > 2 {
        return None;
    }
    written(year.parse().ok()?, month.parse().ok()?, day.parse().ok()?)
}

/// The day in figures, if there is such a day.
fn written(year: i64, month: i64, day: i64) -> Option<String> {
    let leap = year % 4 == 0 && (year % 100 != 0 || year % 400 == 0);
    let length = match month {
        2 if leap => 29,
        2 => 28,
        4 | 6 | 9 | 11 => 30,
        _ => 31,
    };
    let exists = YEARS.contains(&year) && (1..=12).contains(&month) && (1..=length).contains(&day);
    exists.then(|| format!("{year:04}-{month:02}-{day:02}"))
}

/// Year, month and day of a count of days since 1970-01-01, in the Gregorian calendar.
///
/// Years are counted from March, so that the leap day ends a year; 400 of them are always 146,097 days.
fn civil(days: i64) -> (i64, i64, i64) {
    let since_march_0000 = days + 719_468;
    let era = since_march_0000.div_euclid(146_097);
    let of_era = since_march_0000.rem_euclid(146_097);
    let year_of_era = (of_era - of_era / 1_460 + of_era / 36_524 - of_era / 146_096) / 365;
    let of_year = of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
    let from_march = (5 * of_year + 2) / 153;
    let day = of_year - (153 * from_march + 2) / 5 + 1;
    let month = if from_march < 10 { from_march + 3 } else { from_march - 9 };
    (era * 400 + year_of_era + i64::from(month <= 2), month, day)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn known_forms_give_the_day() {
        for (text, expected) in [
            ("30/06/2016", "2016-06-30"),
            ("06/30/2016 10:15", "2016-06-30"),
            ("5.6.2016", "2016-06-05"),
            ("05-05-2016", "2016-05-05"),
            ("2024-06-14", "2024-06-14"),
            ("2024-06-14T23:30:00-05:00", "2024-06-14"),
            ("2024-06-14 00:09:23", "2024-06-14"),
            (" 2024/6/4 ", "2024-06-04"),
            ("20240614000923", "2024-06-14"),
            ("20240614", "2024-06-14"),
            ("1718323763", "2024-06-14"),
            ("1718323763.25", "2024-06-14"),
            ("1718323763000", "2024-06-14"),
            ("951782400", "2000-02-29"),
            ("Fri, 14 Jun 2024 00:09:23 GMT", "2024-06-14"),
            ("June 4, 2024", "2024-06-04"),
        ] {
            assert_eq!(day(text).as_deref(), Some(expected), "{text:?}");
        }
    }

    #[test]
    fn what_is_no_day_gives_none() {
        for text in [
            "",
            "None",
            "2024",
            "2024-13-01",
            "2023-02-29",
            "1799-01-01",
            "2101-01-01",
            "04/06/2024",
            "14/06/24",
            "1/2",
            "2024-06",
            "yesterday",
            "999999999999999999999",
            "2024-06x14",
            "é",
            "2024é",
            "12é4",
        ] {
            assert_eq!(day(text), None, "{text:?}");
        }
    }
}
