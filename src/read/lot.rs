//! JSON Lines that come in, to lots of whole lines.
//!
//! Takes decompressed bytes as they come, gives [`Lot`]s: whole lines, with the number of the first. Never waits, and
//! never looks into a line; one that no memory is to hold is cut short and marked.

use memchr::memchr_iter;

/// Longest line that is read; beyond it, something was left open.
const LONGEST: usize = 32 << 20;
/// What is kept of a longer one.
const SAMPLE: usize = 1 << 16;

/// Whole lines of a stream.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Lot {
    /// The lines with their breaks.
    pub(super) bytes: Vec<u8>,
    /// Number of the first line, from 1.
    pub(super) first: u64,
    /// Why what stands after the last line break is no record.
    pub(super) flaw: Option<String>,
}

/// Cuts a stream into lots.
#[derive(Debug)]
pub struct Cutter {
    most: Most,
    lot: Lot,
    /// Lines of the lot, and where they end; what follows is no whole line yet.
    lines: usize,
    whole: usize,
    /// The line in hand is longer than it may be.
    long: bool,
}

/// When a lot is full.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Most {
    /// Lines.
    pub lines: usize,
    /// Bytes; the line that reaches them still belongs to the lot.
    pub bytes: usize,
}

impl Cutter {
    /// A cutter at the start of a stream.
    #[must_use]
    pub fn new(most: Most) -> Self {
        let lot = Lot { first: 1, ..Lot::default() };
        Self { most, lot, lines: 0, whole: 0, long: false }
    }

    /// Takes the next bytes, and gives the lots that are full by now.
    pub fn add(&mut self, bytes: &[u8]) -> Vec<Lot> {
        let (mut full, mut from) = (Vec::new(), 0);
        for end in memchr_iter(b'\n', bytes).map(|at| at + 1) {
            self.push(&bytes[from..end], &mut full);
            self.close(&mut full);
            from = end;
        }
        self.push(&bytes[from..], &mut full);
        full
    }

    /// Whether there are whole lines that were not given yet.
    #[must_use]
    pub fn has_lines(&self) -> bool {
        self.whole > 0
    }

    /// The whole lines there are.
    pub fn cut(&mut self) -> Option<Lot> {
        if self.whole == 0 {
            return None;
        }
        let rest = self.lot.bytes.split_off(self.whole);
        let next = Lot { bytes: rest, first: self.lot.first + self.lines as u64, flaw: None };
        (self.lines, self.whole) = (0, 0);
        Some(std::mem::replace(&mut self.lot, next))
    }

    /// What is left at the end of the stream, and why it ended, if not by itself.
    pub fn end(&mut self, broken: Option<String>) -> Option<Lot> {
        let mut full = Vec::new();
        self.close(&mut full);
        let mut lot = full.pop().or_else(|| self.cut()).unwrap_or_default();
        lot.flaw = lot.flaw.or(broken);
        (!lot.bytes.is_empty() || lot.flaw.is_some()).then_some(lot)
    }

    /// Takes a line or part of one.
    fn push(&mut self, piece: &[u8], full: &mut Vec<Lot>) {
        if self.long {
            return;
        }
        self.lot.bytes.extend_from_slice(piece);
        if self.lot.bytes.len() - self.whole > LONGEST {
            full.extend(self.cut());
            self.lot.bytes.truncate(SAMPLE);
            self.lot.bytes.shrink_to_fit();
            self.long = true;
        }
    }

    /// Ends the line in hand.
    fn close(&mut self, full: &mut Vec<Lot>) {
        self.lines += usize::from(self.lot.bytes.len() > self.whole);
        self.whole = self.lot.bytes.len();
        if std::mem::take(&mut self.long) {
            let flaw = format!("the line is longer than {} MiB", LONGEST >> 20);
            full.extend(self.cut().map(|lot| Lot { flaw: Some(flaw), ..lot }));
        } else if self.lines >= self.most.lines || self.whole >= self.most.bytes {
            full.extend(self.cut());
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const MOST: Most = Most { lines: 2, bytes: 10 };

    /// All lots of a stream that comes in pieces.
    fn lots(text: &[u8], piece: usize) -> Vec<(u64, Vec<u8>)> {
        let mut cutter = Cutter::new(MOST);
        let mut lots: Vec<Lot> = text.chunks(piece).flat_map(|bytes| cutter.add(bytes)).collect();
        lots.extend(cutter.end(None));
        lots.into_iter().map(|lot| (lot.first, lot.bytes)).collect()
    }

    #[test]
    fn lots_end_with_lines_and_are_the_stream_again() {
        let text = b"a\nb\n\nlonger than ten\nc\r\nd";
        let expected: [(u64, &[u8]); 3] =
            [(1, b"a\nb\n"), (3, b"\nlonger than ten\n"), (5, b"c\r\nd")];
        let expected: Vec<_> = expected.map(|(first, bytes)| (first, bytes.to_vec())).into();
        for piece in 1..=text.len() {
            assert_eq!(lots(text, piece), expected, "{piece}");
        }
        assert!(lots(b"", 1).is_empty());
    }

    #[test]
    fn whole_lines_can_be_had_before_a_lot_is_full() {
        let mut cutter = Cutter::new(MOST);
        assert!(cutter.add(b"a\nb").is_empty() && cutter.has_lines());
        assert_eq!(cutter.cut().map(|lot| lot.bytes), Some(b"a\n".to_vec()));
        assert_eq!(cutter.cut(), None);
        let broken = cutter.end(Some("cut off".to_owned())).unwrap();
        assert_eq!((broken.first, &broken.bytes[..]), (2, &b"b"[..]));
        assert_eq!(broken.flaw.as_deref(), Some("cut off"));
    }

    #[test]
    fn a_line_without_end_is_cut_short_and_marked() {
        let mut cutter = Cutter::new(MOST);
        let mut lots = cutter.add(b"a\n");
        for _ in 0..40 {
            lots.extend(cutter.add(&vec![b'x'; 1 << 20]));
        }
        lots.extend(cutter.add(b"x\nb\n"));
        lots.extend(cutter.end(None));
        let seen: Vec<_> =
            lots.iter().map(|l| (l.first, l.bytes.len(), l.flaw.is_some())).collect();
        assert_eq!(seen, [(1, 2, false), (2, SAMPLE, true), (3, 2, false)]);
    }
}
