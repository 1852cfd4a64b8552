//! The live part of the page: one script, put together from small files.
//!
//! Takes `app/*.js` at compile time, gives the text between `<script>` and `</script>`. All files share one scope, so
//! what is named in one is known in all; the last of them starts it. Never holds anything scraped.

/// The script, the same in every report.
pub(super) const SCRIPT: &str = concat!(
    "(() => {\n\"use strict\";\n",
    include_str!("app/text.js"),
    include_str!("app/words.js"),
    include_str!("app/settings.js"),
    include_str!("app/data.js"),
    include_str!("app/book.js"),
    include_str!("app/match.js"),
    include_str!("app/tally.js"),
    include_str!("app/list.js"),
    include_str!("app/view.js"),
    include_str!("app/rows.js"),
    include_str!("app/detail.js"),
    include_str!("app/groups.js"),
    include_str!("app/buttons.js"),
    include_str!("app/deciding.js"),
    include_str!("app/dialogs.js"),
    include_str!("app/filters.js"),
    include_str!("app/blocks.js"),
    include_str!("app/members.js"),
    include_str!("app/pair.js"),
    include_str!("app/judging.js"),
    include_str!("app/clusters.js"),
    include_str!("app/rules.js"),
    include_str!("app/sample.js"),
    include_str!("app/header.js"),
    include_str!("app/server.js"),
    include_str!("app/store.js"),
    include_str!("app/files.js"),
    include_str!("app/help.js"),
    include_str!("app/keys.js"),
    include_str!("app/links.js"),
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

    #[test]
    fn no_name_is_given_twice() {
        let words = ["async function ", "function ", "const ", "let "];
        let name = |line: &str| {
            let rest = words.iter().find_map(|w| line.strip_prefix(w))?;
            rest.split(|c: char| !c.is_alphanumeric() && c != '_').next().map(str::to_owned)
        };
        let mut names: Vec<String> = SCRIPT.lines().filter_map(name).collect();
        let all = names.len();
        names.sort();
        names.dedup();
        assert_eq!(names.len(), all, "all files share one scope");
    }

    #[test]
    fn every_file_is_in_it_and_says_what_it_is() {
        let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/src/report/html/app");
        for entry in std::fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            let text = std::fs::read_to_string(&path).unwrap();
            assert!(SCRIPT.contains(&text), "{} is not in the script", path.display());
            assert!(
                text.starts_with("// "),
                "{}: what it takes, gives, never does",
                path.display()
            );
            assert!(text.lines().count() <= 400, "{} is long", path.display());
        }
    }
}
