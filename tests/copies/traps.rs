//! Articles that are much alike and no copies: not one of them may be dropped.
//!
//! Takes a press, prints every kind of trap in its language.

mod reports;
mod shared;
mod small;

use crate::made::Press;

/// Prints all traps.
pub(crate) fn all(press: &mut Press) {
    reports::recurring(press);
    shared::background_of_two(press);
    shared::background_of_six(press);
    shared::round_ups_of_leads(press);
    shared::round_ups_of_stories(press);
    shared::same_dress(press);
    shared::interviews(press);
    shared::updates(press);
    small::tiny(press);
    small::nothing_but_dress(press);
}
