//! Dates as days that can be counted.
//!
//! Takes a date as a number, gives its distance from 1970. Knows no time of day.

/// Days since 1970 of a date as a number, `YYYYMMDD`; `None` for what is no date (Hinnant, *chrono-compatible low-level
/// date algorithms*, 2013).
#[must_use]
pub fn day(date: u32) -> Option<i32> {
    let (year, month, day) = (date / 10_000, date / 100 % 100, date % 100);
    if !(1..=12).contains(&month) || !(1..=31).contains(&day) || year > 9999 {
        return None;
    }
    let [year, month, day] = [year, month, day].map(|n| i32::try_from(n).unwrap_or(0));
    let year = if month <= 2 { year - 1 } else { year };
    let (era, in_era) = (year.div_euclid(400), year.rem_euclid(400));
    let day_of_year = (153 * ((month + 9) % 12) + 2) / 5 + day - 1;
    Some(era * 146_097 + in_era * 365 + in_era / 4 - in_era / 100 + day_of_year - 719_468)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn days_are_counted_over_months_and_leap_years() {
        assert_eq!(day(19_700_101), Some(0));
        assert_eq!(day(20_000_301), Some(11_017));
        assert_eq!(day(20_240_301).zip(day(20_240_228)).map(|(a, b)| a - b), Some(2));
        assert_eq!(day(0), None);
        assert_eq!(day(20_251_301), None);
    }
}
