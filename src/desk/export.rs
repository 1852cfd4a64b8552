//! A desk as JSON Lines, so that nobody is locked in.
//!
//! ```text
//! {"desk":{"format":1,"terms":{…},"articles":3}}            numbers given so far
//! {"host":"news.example"}                                   by number, from 0; empty if forgotten
//! {"decisions":"…"}                                         JSON Lines in a string, if there are any
//! {"table":"lines","key":"00c0ffee00c0ffee","row":…}        summed over volumes; tables in order, keys ascending
//! {"article":0,"host":"news.example","day":20240131,"record":"…"}    in base64; ascending, without those forgotten
//! {"end":5}                                                 lines before this one
//! ```
//!
//! Takes the folder and something to write to. The same desk gives the same bytes, however it lies in volumes. Never keeps
//! more than a few megabytes a thread.

use super::catalogue::Catalogue;
use super::reading::{self, Stock};
use super::table::decode;
use super::volume::RECORDS;
use super::{ORIGINS, Origin, merging, tables};
use crate::error::{Error, Result};
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use serde_json::json;
use std::io::Write;
use std::path::Path;

/// Writes all of a desk.
///
/// # Errors
/// As [`Desk::open`](super::Desk::open), but for terms; [`Error::Io`] at `<stdout>` if `out` fails.
pub fn export(dir: &Path, out: impl Write) -> Result<()> {
    let (catalogue, stock) = reading::open(dir)?;
    let mut out = Lines { out, lines: 0 };
    out.head(&catalogue, &stock)?;
    for table in tables::ALL.iter().filter(|table| table.number() != ORIGINS.number) {
        let lines = |range| {
            let mut text = Vec::new();
            let mut lines = 0;
            merging::each(&stock.volumes, *table, range, |key, row| {
                let start = format!(r#"{{"table":"{}","key":"{key:016x}","row":"#, table.name());
                text.extend_from_slice(start.as_bytes());
                table.to_json(row, &mut text)?;
                text.extend_from_slice(b"}\n");
                lines += 1;
                Ok(())
            })?;
            Ok((text, lines))
        };
        merging::in_ranges(&stock.volumes, table.number(), lines, |(text, n)| out.put(&text, n))?;
    }
    out.articles(&stock)?;
    let lines = out.lines;
    out.line(&json!({ "end": lines }))?;
    out.out.flush().map_err(Error::io("<stdout>"))
}

struct Lines<W> {
    out: W,
    lines: u64,
}

impl<W: Write> Lines<W> {
    fn put(&mut self, text: &[u8], lines: u64) -> Result<()> {
        self.lines += lines;
        self.out.write_all(text).map_err(Error::io("<stdout>"))
    }

    fn line(&mut self, value: &serde_json::Value) -> Result<()> {
        self.put(format!("{value}\n").as_bytes(), 1)
    }

    fn head(&mut self, catalogue: &Catalogue, stock: &Stock) -> Result<()> {
        let Catalogue { format, terms, articles, .. } = catalogue;
        self.line(&json!({ "desk": { "format": format, "terms": terms, "articles": articles } }))?;
        stock.hosts.names.iter().try_for_each(|host| self.line(&json!({ "host": host })))?;
        match &*stock.decisions {
            "" => Ok(()),
            decisions => self.line(&json!({ "decisions": decisions })),
        }
    }

    /// Records are in the order of their numbers, each in one volume; so are their origins.
    fn articles(&mut self, stock: &Stock) -> Result<()> {
        for volume in &stock.volumes {
            let tables = volume.index(ORIGINS.number).zip(volume.index(RECORDS));
            let Some((origins, records)) = tables else { continue };
            let all = (0, None);
            let mut origins = merging::Cursor::new(volume, origins, all)?;
            let mut records = merging::Cursor::new(volume, records, all)?;
            while let (Some(origin), Some(record)) = (&mut origins, &mut records) {
                let Origin { host, day } = decode(origin.row()).unwrap_or_default();
                let host = stock.hosts.names.get(host as usize);
                let (number, bytes) = (record.key(), STANDARD.encode(record.row()));
                self.line(
                    &json!({ "article": number, "host": host, "day": day, "record": bytes }),
                )?;
                if !origin.advance()? || !record.advance()? {
                    break;
                }
            }
        }
        Ok(())
    }
}
