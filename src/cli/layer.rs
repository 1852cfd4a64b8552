//! Layers of settings: defaults, under the config file, under the flags.
//!
//! Takes the flags and the files that they name, gives checked [`Settings`]. What is wrong is
//! [`Error::Config`], with the place first. Never starts any work.

use super::args::Learn;
use super::flags::{CorpusFlags, DecideFlags, EngineFlags, FileFlags, InputFlags};
use crate::config::{Config, RunConfig};
use crate::decisions::{Book, Clash};
use crate::error::{Error, Result};
use crate::pipeline::Rules;
use crate::read::ReadConfig;
use std::path::{Path, PathBuf};

/// What the user said of blocks and articles.
#[derive(Debug, Clone, Default, PartialEq)]
pub(crate) struct Said {
    /// Cues and rules.
    pub(crate) rules: Rules,
    /// Decisions.
    pub(crate) book: Book,
    /// Decisions that others replaced.
    pub(crate) clashes: Vec<Clash>,
}

/// What is in force for a run.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Settings {
    /// What changes the result.
    pub(crate) config: Config,
    /// The user's own cues, rules and decisions.
    pub(crate) said: Said,
    /// What changes only how it is reached.
    pub(crate) run: RunConfig,
}

impl CorpusFlags {
    /// All settings in force.
    pub(crate) fn to_settings(&self) -> Result<Settings> {
        let config = self.to_config()?;
        Ok(Settings { config, said: said(&self.settings.rules)?, run: self.run.engine.to_run() })
    }

    /// The library's settings: defaults < config file < flags.
    pub(crate) fn to_config(&self) -> Result<Config> {
        self.settings.file.under(|config| {
            self.decide.lay_over(config);
            self.input.lay_over(&mut config.read);
        })
    }
}

impl Learn {
    /// All settings in force.
    pub(crate) fn to_settings(&self) -> Result<Settings> {
        let config = self.settings.under(|config| self.input.lay_over(&mut config.read))?;
        let paths = &self.rules;
        paths.iter().try_for_each(decisions_only)?;
        Ok(Settings { config, said: said(paths)?, run: self.engine.to_run() })
    }
}

impl FileFlags {
    /// The defaults, under the config file, under `flags`; checked.
    fn under(&self, flags: impl Fn(&mut Config)) -> Result<Config> {
        let over = |mut config: Config| {
            flags(&mut config);
            config.validate().map(|()| config)
        };
        let Some(path) = &self.config else {
            return over(Config::default());
        };
        let below = Config::parse_toml(&path.display().to_string(), &setting(path)?)?;
        // Only the layers together must hold; but what the file alone has broken is the file's.
        let own = below.validate().map_err(|e| placed(path, &e));
        over(below).map_err(|e| own.err().unwrap_or(e))
    }
}

impl DecideFlags {
    /// Puts the flags that were given over `config`.
    fn lay_over(&self, config: &mut Config) {
        over(&mut config.articles.near, self.near);
        over(&mut config.articles.keep, self.keep.clone());
        config.articles.window = self.window.or(config.articles.window);
        over(&mut config.write.duplicates, self.duplicates.map(Into::into));
        over(&mut config.write.boilerplate, self.boilerplate.map(Into::into));
        config.write.annotate |= self.annotate;
        config.write.annotations = self.annotations.or(config.write.annotations);
        over(&mut config.classify.recurring, self.recurring.map(Into::into));
    }
}

impl InputFlags {
    /// Puts the flags that were given over `read`.
    fn lay_over(&self, read: &mut ReadConfig) {
        over(&mut read.text_field, self.text_field.clone().map(Some));
        over(&mut read.title_field, self.title_field.clone().map(Some));
        over(&mut read.url_field, self.url_field.clone().map(Some));
        over(&mut read.host_field, self.host_field.clone().map(Some));
        over(&mut read.date_field, self.date_field.clone().map(Some));
        over(&mut read.language_field, self.language_field.clone().map(Some));
        over(&mut read.id_field, self.id_field.clone().map(Some));
        over(&mut read.host, self.host.clone().map(Some));
        over(&mut read.encoding, self.encoding.clone().map(Some));
        over(&mut read.preset, self.preset.map(Some));
    }
}

impl EngineFlags {
    /// How the run is carried out.
    fn to_run(&self) -> RunConfig {
        RunConfig {
            threads: self.threads.map(Into::into),
            memory: self.memory,
            tmp_dir: self.tmp_dir.clone(),
        }
    }
}

/// Replaces a setting by a flag that was given.
fn over<T>(setting: &mut T, flag: Option<T>) {
    if let Some(value) = flag {
        *setting = value;
    }
}

/// The rules and decisions in these files. Of rules and cues all count; of decisions about one thing the last.
fn said(paths: &[PathBuf]) -> Result<Said> {
    let mut said = Said::default();
    for path in paths {
        let text = setting(path)?;
        let text = text.trim_start_matches('\u{feff}');
        // A line of JSON begins with a brace, and no TOML does.
        if text.trim_start().starts_with('{') {
            let (book, within) = Book::parse(text).map_err(|e| line(path, &e))?;
            said.clashes.extend(within);
            said.clashes.extend(said.book.merge(book));
        } else {
            said.rules.extend(Rules::from_toml(text).map_err(|e| line(path, &e))?);
        }
    }
    Ok(said)
}

/// Refuses a file with cues and rules.
fn decisions_only(path: &PathBuf) -> Result<()> {
    if said(std::slice::from_ref(path))?.rules == Rules::default() {
        return Ok(());
    }
    let cause =
        "holds cues and rules, and a desk keeps decisions only; give it to every run with --rules";
    Err(Error::Config(format!("{}: {cause}", path.display())))
}

/// An error that begins with its line, with the file first.
fn line(path: &Path, error: &Error) -> Error {
    Error::Config(format!("{}:{error}", path.display()))
}

/// The text of a file of settings; one that cannot be read is a matter of configuration.
fn setting(path: &Path) -> Result<String> {
    std::fs::read_to_string(path).map_err(|e| Error::Config(format!("{}: {e}", path.display())))
}

/// An error of configuration, with the file first.
fn placed(path: &Path, error: &Error) -> Error {
    Error::Config(format!("{}: {error}", path.display()))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::cli::args::{Cli, Verb};
    use crate::config::{Boilerplate, Duplicates, Keep, Recurring};
    use clap::Parser;
    use std::io::Write;

    /// The flags of `clean` with these words, and a config file with this text.
    fn flags(words: &[&str], toml: Option<&str>) -> (CorpusFlags, Option<tempfile::NamedTempFile>) {
        let file = toml.map(|text| {
            let mut file = tempfile::NamedTempFile::new().unwrap();
            file.write_all(text.as_bytes()).unwrap();
            file
        });
        let mut line = vec!["copydesk", "clean", "in", "-o", "out"];
        line.extend(words);
        let path = file.as_ref().map(|f| f.path().to_str().unwrap().to_owned());
        if let Some(path) = &path {
            line.extend(["--config", path]);
        }
        match Cli::try_parse_from(line).unwrap().verb {
            Verb::Clean(corpus) => (corpus.flags, file),
            other => panic!("{other:?}"),
        }
    }

    #[test]
    fn no_flags_give_the_defaults() {
        let settings = flags(&[], None).0.to_settings().unwrap();
        assert_eq!(settings.config, Config::default());
        assert_eq!(settings.run, RunConfig::default());
        assert_eq!(settings.said, Said::default());
    }

    #[test]
    fn the_file_goes_over_the_defaults_and_flags_over_the_file() {
        let toml = "[articles]\nnear = 0.9\ncontained = 0.7\n[write]\nduplicates = \"mark\"\n\
                    [read]\ntext-field = \"a\"\nurl-field = \"u\"\n";
        let words = ["--near", "0.95", "--text-field", "b"];
        let (flags, _file) = flags(&words, Some(toml));
        let config = flags.to_config().unwrap();
        assert!((config.articles.near - 0.95).abs() < 1e-9);
        assert!((config.articles.contained - 0.7).abs() < 1e-9);
        assert_eq!(config.articles.num_perm, 128);
        assert_eq!(config.write.duplicates, Duplicates::Mark);
        assert_eq!(config.read.text_field.as_deref(), Some("b"));
        assert_eq!(config.read.url_field.as_deref(), Some("u"));
    }

    #[test]
    fn every_flag_arrives() {
        let words = "--keep first --window 3 --duplicates mark --boilerplate mark --recurring remove --threads 3 --memory 1GB --tmp-dir t \
                     --text-field a --title-field b --url-field c --host-field d --date-field e --language-field f \
                     --id-field g --host h.example --preset trafilatura --encoding latin1";
        let words: Vec<&str> = words.split_whitespace().collect();
        let Settings { config, run, .. } = flags(&words, None).0.to_settings().unwrap();
        assert_eq!(config.articles.keep, Keep::First);
        assert_eq!(config.articles.window, Some(3));
        assert_eq!(config.write.duplicates, Duplicates::Mark);
        assert_eq!(config.write.boilerplate, Boilerplate::Mark);
        assert_eq!(config.classify.recurring, Recurring::Remove);
        assert_eq!((run.threads, run.memory), (Some(3), Some(1_000_000_000)));
        assert_eq!(run.tmp_dir.as_deref(), Some(Path::new("t")));
        let read = serde_json::to_value(&config.read).unwrap();
        let unset: Vec<_> = read.as_object().unwrap().iter().filter(|(_, v)| v.is_null()).collect();
        assert!(unset.is_empty(), "{unset:?}");
    }

    #[test]
    fn unknown_keys_are_errors_with_their_line() {
        let (flags, file) = flags(&[], Some("[articles]\nnear = 0.9\nnaer = 0.9\n"));
        let message = flags.to_config().unwrap_err().to_string();
        let place = format!("{}:3: unknown field `naer`", file.unwrap().path().display());
        assert!(message.starts_with(&place), "{message}");
    }

    #[test]
    fn a_contradiction_between_layers_is_refused() {
        let (flags, _file) = flags(&["--near", "0.2"], None);
        let message = flags.to_config().unwrap_err().to_string();
        assert_eq!(message, "articles.near = 0.2 is out of range: 0.3 to 1");
    }

    #[test]
    fn a_flag_may_mend_what_the_file_leaves_open() {
        let (flags, _file) = flags(&["--near", "0.95"], Some("[articles]\nversion = 0.9\n"));
        assert!(flags.to_config().is_ok());
    }

    #[test]
    fn a_value_out_of_range_is_placed_in_its_file() {
        let (flags, file) = flags(&[], Some("[articles]\nversion = 0.9\n"));
        let message = flags.to_config().unwrap_err().to_string();
        let place = format!("{}: articles.near = 0.5", file.unwrap().path().display());
        assert!(message.starts_with(&place), "{message}");
    }

    #[test]
    fn a_missing_file_is_a_matter_of_configuration() {
        let (flags, _file) = flags(&["--rules", "no/such/rules.toml"], None);
        let error = flags.to_settings().unwrap_err();
        assert!(
            matches!(&error, Error::Config(m) if m.starts_with("no/such/rules.toml: ")),
            "{error}"
        );
    }
}
