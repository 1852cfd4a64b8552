//! The live part of the page: one script, put together from small files.
//!
//! Takes `app/*.js` at compile time, gives the text between `<script>` and `</script>`. All files share one scope, so
//! what is named in one is known in all; the last of them starts it. Never holds anything scraped.

/// The script, the same in every report.
pub(super) const SCRIPT: &str = concat!(
    "(() => {\n\"use strict\";\n",
    include_str!("app/text.js"),
    include_str!("app/words.js"),
    include_str!("app/data.js"),
    include_str!("app/start.js"),
    "})();\n",
);

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nothing_ends_the_script_early() {
        for end in ["</", "<!--", "\r"] {
            assert!(!SCRIPT.contains(end), "{end:?}");
        }
    }

    #[test]
    fn text_never_becomes_markup_or_code() {
        for road in
            ["innerHTML", "outerHTML", "insertAdjacentHTML", "document.write", "eval(", "Function("]
        {
            assert!(!SCRIPT.contains(road), "{road}");
        }
    }
}
