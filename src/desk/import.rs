//! A desk from what [`export`](super::export()) wrote.
//!
//! Takes JSON Lines and the folder of a new desk, gives the same desk in one volume, or none if a line cannot be used.

use super::catalogue::{CATALOGUE, FORMAT, Terms};
use super::draft::Draft;
use super::drawer::Sorted;
use super::keeper::Keeper;
use super::table::AnyTable;
use super::{Origin, tables};
use crate::disk;
use crate::error::{Error, Result, in_line};
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use serde::Deserialize;
use serde_json::value::RawValue;
use std::io::BufRead;
use std::path::Path;

/// Bytes of rows that are kept before they are written.
const KEPT: usize = 4 << 20;

/// One line; what it has tells what it is.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Line<'a> {
    desk: Option<Head>,
    decisions: Option<String>,
    table: Option<String>,
    key: Option<String>,
    #[serde(borrow)]
    row: Option<&'a RawValue>,
    article: Option<u32>,
    host: Option<String>,
    day: Option<u32>,
    record: Option<String>,
    end: Option<u64>,
}

#[derive(Deserialize)]
struct Head {
    format: u32,
    terms: Terms,
    articles: u32,
}

/// Makes a desk of an export. The folder is missing or empty before.
///
/// # Errors
/// [`Error::Input`] at the line; otherwise as [`Keeper::open`] and [`Keeper::commit`].
pub fn import(dir: &Path, mut lines: impl BufRead) -> Result<()> {
    let mut text = String::new();
    let mut read = |text: &mut String| {
        text.clear();
        lines.read_line(text).map_err(Error::io("<stdin>"))
    };
    read(&mut text)?;
    let Ok(Line { desk: Some(desk), .. }) = serde_json::from_str(&text) else {
        return Err(at(1, "is no export of a desk; `copydesk desk export` makes one"));
    };
    if desk.format != FORMAT {
        let reason = format!("is of format {}, this version of copydesk has {FORMAT}", desk.format);
        return Err(at(1, &reason));
    }
    let keeper = Keeper::open(dir, &desk.terms)?;
    if keeper.desk().about().next > 1 {
        return Err(Error::input(dir, "is not empty; name a new folder"));
    }
    let draft = keeper.draft()?;
    let mut import = Import { keeper, draft, open: None, hosts: 0, lines: 1, is_over: false };
    let fill = || {
        while read(&mut text)? > 0 {
            import.line(&text)?;
        }
        import.finish(desk.articles)
    };
    // What could not be imported must not pass for a desk that knows nothing.
    fill().inspect_err(|_| drop(disk::remove(&dir.join(CATALOGUE))))
}

/// What was read so far.
struct Import {
    keeper: Keeper,
    draft: Draft,
    /// Rows of a table that are not written yet.
    open: Option<(&'static dyn AnyTable, Sorted)>,
    hosts: u32,
    lines: u64,
    is_over: bool,
}

impl Import {
    fn line(&mut self, text: &str) -> Result<()> {
        let line = serde_json::from_str(text);
        let number = self.lines + 1;
        let line = line.map_err(|e| at(number, &in_line(&e)))?;
        if self.is_over {
            return Err(at(number, "stands behind the end"));
        }
        self.take(line).map_err(|error| match error {
            Error::Config(reason) => at(number, &reason),
            other => other,
        })?;
        self.lines = number;
        Ok(())
    }

    fn take(&mut self, line: Line<'_>) -> Result<()> {
        match line {
            Line { table: Some(table), key: Some(key), row: Some(row), .. } => {
                self.row(&table, &key, row.get())
            }
            Line {
                article: Some(n), host: Some(host), day: Some(day), record: Some(text), ..
            } => self.article((n, &host, day), &text),
            Line { host: Some(host), .. } => self.host(&host),
            Line { decisions: Some(decisions), .. } => {
                self.keeper.decide(decisions);
                Ok(())
            }
            Line { end: Some(end), .. } => {
                self.is_over = true;
                if end == self.lines { Ok(()) } else { Err(odd("lines are missing")) }
            }
            _ => Err(odd("is no line of an export")),
        }
    }

    fn host(&mut self, name: &str) -> Result<()> {
        if name.is_empty() {
            self.draft.nobody();
        } else if self.draft.host(name) != self.hosts {
            return Err(odd("the host was there before"));
        }
        self.hosts += 1;
        Ok(())
    }

    fn article(&mut self, (number, host, day): (u32, &str, u32), record: &str) -> Result<()> {
        let bytes = STANDARD.decode(record).map_err(|_| odd("its record is no base64"))?;
        let host = self.draft.host(host);
        if number < self.draft.next_article() || host >= self.hosts {
            return Err(odd("articles are out of order, or its host is missing"));
        }
        self.draft.pass_to(number);
        self.draft.record(Origin { host, day }, &bytes)
    }

    fn row(&mut self, table: &str, key: &str, row: &str) -> Result<()> {
        let mut all = tables::ALL.iter().filter(|known| known.number() > 0);
        let table = *all.find(|known| known.name() == table).ok_or_else(|| odd("no such table"))?;
        let key = u64::from_str_radix(key, 16).map_err(|_| odd("its key is none"))?;
        let mut bytes = Vec::new();
        table.read_json(row, &mut bytes)?;
        if self
            .open
            .as_ref()
            .is_some_and(|(t, rows)| t.number() != table.number() || rows.long() >= KEPT)
        {
            self.write()?;
        }
        let (_, rows) = self.open.get_or_insert_with(|| (table, Sorted::default()));
        rows.push(key, &bytes);
        if rows.is_broken() || !self.draft.may_follow(table.number(), key) {
            return Err(odd("tables or keys do not ascend"));
        }
        Ok(())
    }

    fn write(&mut self) -> Result<()> {
        match self.open.take() {
            None => Ok(()),
            Some((table, rows)) => self.draft.sorted(table.number(), &rows),
        }
    }

    fn finish(mut self, articles: u32) -> Result<()> {
        if !self.is_over {
            return Err(at(self.lines + 1, "the end is missing; the export was cut off"));
        }
        self.write()?;
        self.draft.pass_to(articles);
        self.keeper.add(self.draft)?;
        self.keeper.commit()
    }
}

fn odd(reason: &str) -> Error {
    Error::Config(reason.into())
}

fn at(line: u64, reason: &str) -> Error {
    Error::input(format!("<stdin>:{line}"), reason)
}
