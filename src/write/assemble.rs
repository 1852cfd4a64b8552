//! One batch and its verdicts to cleaned bytes.
//!
//! Takes the raw records of a batch and what is to become of each, gives the bytes of the cleaned source and the script
//! that undoes them. Pure: what depends on the batches before is left open for the serial writer to settle.
//!
//! A record goes together with the gap before it. What opens a source, if it is more than white space, stays; so the
//! first record that is kept needs no gap, and arrays stay arrays whatever is dropped.

use super::gzip::Deflated;
use super::patch::{Script, Sealed};
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
    /// What is added to it if it is kept.
    pub added: Option<Added>,
}

/// Bytes that the original does not have.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Added {
    /// Where in the body they go; nothing is cut behind it.
    pub at: usize,
    /// The bytes.
    pub bytes: Vec<u8>,
}

/// One batch, ready to be written.
#[derive(Debug)]
#[expect(clippy::struct_excessive_bools, reason = "each is a fact of its own about the batch")]
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
    /// There are records.
    pub(super) seen: bool,
    /// Some of them are kept.
    pub(super) kept: bool,
    pub(super) cleaned: Vec<u8>,
    /// The first bytes of `cleaned`: a gap that is left out if no record was kept before.
    pub(super) lead: usize,
    /// What follows the lead, compressed, where the source is gzip and that was asked for.
    pub(super) deflated: Option<Deflated>,
    /// What undoes the batch up to the lead, and after it; none where that was not asked for, or cannot be.
    pub(super) scripts: Option<[Sealed; 2]>,
    pub(super) tail: Vec<u8>,
}

/// The bytes of `batch` after the verdicts: `parts` has one entry a record, in order. Only if `restorable`, what undoes
/// them is noted too.
#[must_use]
pub fn assemble(batch: &Batch, parts: &[Part<'_>], restorable: bool) -> Assembled {
    debug_assert_eq!(batch.len(), parts.len(), "every record has a verdict");
    let mut bench = Bench::new(batch, restorable);
    let mut records = batch.records().zip(parts).peekable();
    if let Some((raw, part)) = records.next_if(|_| batch.first) {
        bench.take_first(&raw, part);
    }
    for (raw, part) in records {
        bench.take(&raw, part);
    }
    bench.finish(batch)
}

impl Assembled {
    /// Compresses what can be compressed ahead of writing; for output that keeps the compression of its source.
    #[must_use]
    pub fn compressed(mut self) -> Self {
        if self.packing == Packing::Gzip {
            // Compression fails only for want of memory; then the writer meets it again and can say so.
            self.deflated = Deflated::of(&self.cleaned[self.lead..]).ok();
        }
        self
    }
}

/// The batch while it is put together.
struct Bench {
    first: bool,
    kept: bool,
    cleaned: Vec<u8>,
    lead: usize,
    /// None where nothing has to be undone, or nothing can be.
    scripts: Option<Scripts>,
}

/// What undoes a batch, up to the lead and after it.
#[derive(Default)]
struct Scripts {
    before: Script,
    after: Script,
}

impl Bench {
    fn new(batch: &Batch, restorable: bool) -> Self {
        let scripts = (restorable && batch.is_verbatim()).then(Scripts::default);
        let cleaned = Vec::with_capacity(batch.size());
        Self { first: batch.first, kept: false, cleaned, lead: 0, scripts }
    }

    fn finish(self, batch: &Batch) -> Assembled {
        Assembled {
            source: batch.source,
            consumed: batch.consumed,
            first: batch.first,
            last: batch.last,
            single: is_single(batch),
            verbatim: batch.is_verbatim(),
            packing: batch.packing(),
            digest: batch.digest,
            seen: !batch.is_empty(),
            kept: self.kept,
            cleaned: self.cleaned,
            lead: self.lead,
            deflated: None,
            scripts: self.scripts.map(|scripts| [scripts.before.seal(), scripts.after.seal()]),
            tail: batch.tail().to_vec(),
        }
    }

    /// The first record of a source: the gap before it is what opens the source.
    fn take_first(&mut self, raw: &RawRecord<'_>, part: &Part<'_>) {
        if !is_blank(raw.gap) || matches!(part.verdict, Verdict::Keep(_)) {
            self.keep(raw.gap);
        } else {
            self.insert(raw.gap);
        }
        self.take_body(raw, part);
    }

    fn take(&mut self, raw: &RawRecord<'_>, part: &Part<'_>) {
        match part.verdict {
            Verdict::Keep(_) if self.kept => self.keep(raw.gap),
            Verdict::Keep(_) if self.first => self.insert(raw.gap),
            Verdict::Keep(_) => {
                // Whether anything was kept before this batch is not known here.
                self.cleaned.extend_from_slice(raw.gap);
                self.lead = raw.gap.len();
            }
            Verdict::Drop | Verdict::Reject => self.insert(raw.gap),
        }
        self.take_body(raw, part);
    }

    fn take_body(&mut self, raw: &RawRecord<'_>, part: &Part<'_>) {
        match &part.verdict {
            Verdict::Drop | Verdict::Reject => self.insert(raw.bytes),
            Verdict::Keep(cuts) => {
                self.kept = true;
                self.take_kept(raw, part, cuts);
            }
        }
    }

    /// Writes a body without `cuts`, and what is added to it.
    fn take_kept(&mut self, raw: &RawRecord<'_>, part: &Part<'_>, cuts: &[Range<usize>]) {
        let same = std::ptr::eq(part.body, raw.bytes);
        let at = part.added.as_ref().map_or(usize::MAX, |added| added.at);
        let (head, tail) = part.body.split_at(at.min(part.body.len()));
        for (kept, cut) in pieces(head, cuts) {
            self.pass(kept, same);
            self.insert(if same { cut } else { &[] });
        }
        self.pass(part.added.as_ref().map_or(&[], |added| &added.bytes), false);
        self.pass(tail, same);
        self.insert(if same { &[] } else { raw.bytes });
    }

    /// Writes bytes that are in the original too.
    fn keep(&mut self, bytes: &[u8]) {
        self.pass(bytes, true);
    }

    /// Writes bytes; `same` if the original has them here.
    fn pass(&mut self, bytes: &[u8], same: bool) {
        self.cleaned.extend_from_slice(bytes);
        let Some(script) = self.script().filter(|_| !bytes.is_empty()) else { return };
        if same { script.copy(bytes.len()) } else { script.skip(bytes.len()) }
    }

    /// Notes bytes that are in the original only.
    fn insert(&mut self, bytes: &[u8]) {
        self.script().into_iter().for_each(|script| script.insert(bytes));
    }

    /// The script in hand: a batch has a second one only when it has a lead.
    fn script(&mut self) -> Option<&mut Script> {
        let scripts = self.scripts.as_mut()?;
        Some(if self.kept || self.lead > 0 { &mut scripts.after } else { &mut scripts.before })
    }
}

/// What of `body` is kept, each time with the cut that follows it.
fn pieces<'b>(body: &'b [u8], cuts: &[Range<usize>]) -> impl Iterator<Item = (&'b [u8], &'b [u8])> {
    let mut at = 0;
    cuts.iter().cloned().chain(std::iter::once(body.len()..body.len())).map(move |cut| {
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
    !batch.is_empty() && (batch.is_prose() || (batch.is_solitary() && bare()))
}

/// Whether `gap` holds nothing but white space, or a byte order mark and white space.
pub(super) fn is_blank(gap: &[u8]) -> bool {
    gap.strip_prefix(b"\xef\xbb\xbf").unwrap_or(gap).trim_ascii().is_empty()
}
