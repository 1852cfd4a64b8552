//! One batch and its verdicts to cleaned bytes.
//!
//! Takes the raw records of a batch and what is to become of each, gives the bytes of the cleaned source and the script
//! that undoes them. Pure: what depends on the batches before is left open for the serial writer to settle.
//!
//! A record goes together with the gap before it. What opens a source, if it is more than white space, stays; so the
//! first record that is kept needs no gap, and arrays stay arrays whatever is dropped.

use super::patch::Script;
use crate::read::{Batch, Packing, RawRecord};
use std::ops::Range;

/// What becomes of a record.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Verdict {
    /// It is written, without these ascending ranges of its body.
    Keep(Vec<Range<usize>>),
    /// It is a duplicate, and left out.
    Drop,
    /// It could not be read, and is left out.
    Reject,
}

/// One record of a batch and its verdict.
#[derive(Debug, Clone)]
pub struct Part<'a> {
    /// The record in UTF-8, as `Record::body` gives it; of a record that is not kept, anything.
    pub body: &'a [u8],
    /// What becomes of it.
    pub verdict: Verdict,
}

/// One batch, ready to be written.
#[derive(Debug, Clone)]
pub struct Assembled {
    pub(super) source: usize,
    pub(super) consumed: u64,
    pub(super) first: bool,
    pub(super) last: bool,
    /// The source is one article and no more; without it, there is nothing to write.
    pub(super) single: bool,
    pub(super) verbatim: bool,
    pub(super) packing: Packing,
    pub(super) digest: Option<u128>,
    pub(super) kept: bool,
    pub(super) cleaned: Vec<u8>,
    /// The first bytes of `cleaned`: a gap that is left out if no record was kept before.
    pub(super) lead: usize,
    /// What undoes the batch up to the lead.
    pub(super) before: Script,
    /// What undoes it after the lead.
    pub(super) after: Script,
    pub(super) tail: Vec<u8>,
}

/// The bytes of `batch` after the verdicts: `parts` has one entry a record, in order.
#[must_use]
pub fn assemble(batch: &Batch, parts: &[Part<'_>]) -> Assembled {
    let mut bench = Bench::new(batch);
    let mut records = batch.records().zip(parts);
    if batch.first {
        if let Some((raw, part)) = records.next() {
            bench.take_first(&raw, part);
        }
    }
    for (raw, part) in records {
        bench.take(&raw, part);
    }
    bench.done
}

/// The batch while it is put together.
struct Bench {
    done: Assembled,
}

impl Bench {
    fn new(batch: &Batch) -> Self {
        let done = Assembled {
            source: batch.source,
            consumed: batch.consumed,
            first: batch.first,
            last: batch.last,
            single: is_single(batch),
            verbatim: batch.is_verbatim(),
            packing: batch.packing(),
            digest: batch.digest,
            kept: false,
            cleaned: Vec::with_capacity(batch.size()),
            lead: 0,
            before: Script::default(),
            after: Script::default(),
            tail: batch.tail().to_vec(),
        };
        Self { done }
    }

    /// The first record of a source: the gap before it is what opens the source.
    fn take_first(&mut self, raw: &RawRecord<'_>, part: &Part<'_>) {
        if !is_blank(raw.gap) || matches!(part.verdict, Verdict::Keep(_)) {
            self.keep(raw.gap);
        } else {
            self.script().insert(raw.gap);
        }
        self.take_body(raw, part);
    }

    fn take(&mut self, raw: &RawRecord<'_>, part: &Part<'_>) {
        match part.verdict {
            Verdict::Keep(_) if self.done.kept => self.keep(raw.gap),
            Verdict::Keep(_) if self.done.first => self.script().insert(raw.gap),
            Verdict::Keep(_) => {
                // Whether anything was kept before this batch is not known here.
                self.done.cleaned.extend_from_slice(raw.gap);
                self.done.lead = raw.gap.len();
            }
            Verdict::Drop | Verdict::Reject => self.script().insert(raw.gap),
        }
        self.take_body(raw, part);
    }

    fn take_body(&mut self, raw: &RawRecord<'_>, part: &Part<'_>) {
        match &part.verdict {
            Verdict::Drop | Verdict::Reject => self.script().insert(raw.bytes),
            Verdict::Keep(cuts) => {
                self.done.kept = true;
                if std::ptr::eq(part.body, raw.bytes) {
                    self.keep_but(part.body, cuts);
                } else {
                    self.replace(raw.bytes, part.body, cuts);
                }
            }
        }
    }

    /// Keeps `body` without `cuts`.
    fn keep_but(&mut self, body: &[u8], cuts: &[Range<usize>]) {
        for (kept, cut) in pieces(body, cuts) {
            self.keep(kept);
            self.script().insert(cut);
        }
    }

    /// Keeps `body` without `cuts` where the original has `raw`.
    fn replace(&mut self, raw: &[u8], body: &[u8], cuts: &[Range<usize>]) {
        for (kept, _) in pieces(body, cuts) {
            self.done.cleaned.extend_from_slice(kept);
            self.script().skip(kept.len());
        }
        self.script().insert(raw);
    }

    /// Writes bytes that are in the original too.
    fn keep(&mut self, bytes: &[u8]) {
        self.done.cleaned.extend_from_slice(bytes);
        self.script().copy(bytes.len());
    }

    /// The script in hand: a batch has a second one only when it has a lead.
    fn script(&mut self) -> &mut Script {
        if self.done.kept || self.done.lead > 0 {
            &mut self.done.after
        } else {
            &mut self.done.before
        }
    }
}

/// What of `body` is kept, each time with the cut that follows it.
fn pieces<'b>(body: &'b [u8], cuts: &[Range<usize>]) -> impl Iterator<Item = (&'b [u8], &'b [u8])> {
    let mut at = 0;
    cuts.iter().cloned().chain([body.len()..body.len()]).map(move |cut| {
        let start = cut.start.clamp(at, body.len());
        let end = cut.end.clamp(start, body.len());
        let piece = (&body[at..start], &body[start..end]);
        at = end;
        piece
    })
}

/// Whether the source is one article with nothing around it.
fn is_single(batch: &Batch) -> bool {
    let bare = || batch.records().all(|raw| is_blank(raw.gap)) && is_blank(batch.tail());
    batch.is_prose() || (batch.is_solitary() && bare())
}

/// Whether `gap` holds nothing but white space, or a byte order mark and white space.
pub(super) fn is_blank(gap: &[u8]) -> bool {
    gap.strip_prefix(b"\xef\xbb\xbf").unwrap_or(gap).trim_ascii().is_empty()
}
