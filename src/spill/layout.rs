//! The bytes of one segmented article: a head, fixed rows of blocks and seams, tokens; all little-endian 32-bit words.
//!
//! Takes and gives [`Segmented`]. A desk keeps these bytes too: a change here is a change of the desk's format.

use crate::segment::{Block, End, Form, Seam, Segmented, Token};

/// 32-bit words a block takes.
const BLOCK: usize = 10;
/// 32-bit words a seam takes: its byte, and all else.
const SEAM: usize = 2;
/// 32-bit words of the head: blocks, seams, words of capitals, title.
const HEAD: usize = 4;

pub(super) fn encode(article: &Segmented, out: &mut Vec<u8>) {
    let Segmented { blocks, seams, capitals, tokens, title } = article;
    let words = HEAD + blocks.len() * BLOCK + seams.len() * SEAM + capitals.len() + tokens.len();
    let start = out.len();
    out.resize(start + 4 * words, 0);
    let count = |n: usize| u32::try_from(n).unwrap_or(0);
    let head = [count(blocks.len()), count(seams.len()), count(capitals.len()), *title];
    let rest = put(&mut out[start..], head);
    let rest = put(rest, blocks.iter().flat_map(row));
    let rest = put(rest, seams.iter().flat_map(packed));
    let rest = put(rest, capitals.iter().copied());
    put(rest, tokens.iter().map(|token| token.0));
}

/// Writes words to the front of `out`, gives what is left of it.
fn put(out: &mut [u8], words: impl IntoIterator<Item = u32>) -> &mut [u8] {
    let (mut places, mut written) = (out.chunks_exact_mut(4), 0);
    for (word, place) in words.into_iter().zip(&mut places) {
        place.copy_from_slice(&word.to_le_bytes());
        written += 4;
    }
    &mut out[written..]
}

#[expect(clippy::cast_possible_truncation, reason = "a 64-bit word is split into halves")]
fn row(b: &Block) -> [u32; BLOCK] {
    let f = &b.form;
    [
        b.start,
        b.end,
        b.first,
        b.count,
        b.fingerprint as u32,
        (b.fingerprint >> 32) as u32,
        f.letters,
        pair(f.stops, f.capitals),
        pair(f.numbers, f.characters),
        pair(f.marks, u16::from(f.lead) << 8 | f.end as u16),
    ]
}

fn pair(high: u16, low: u16) -> u32 {
    u32::from(high) << 16 | u32::from(low)
}

fn halves(word: u32) -> (u16, u16) {
    let low = u16::try_from(word & 0xffff).unwrap_or(0);
    (u16::try_from(word >> 16).unwrap_or(0), low)
}

/// The article of these words, into `out`; `None` if they are none.
pub(super) fn decode(words: &[u32], out: &mut Segmented) -> Option<()> {
    let (head, rest) = words.split_first_chunk::<HEAD>()?;
    let [blocks, seams, capitals] = [head[0], head[1], head[2]].map(|n| u32::from_le(n) as usize);
    let (blocks, rest) = rest.split_at_checked(blocks * BLOCK)?;
    let (seams, rest) = rest.split_at_checked(seams * SEAM)?;
    let (capitals, tokens) = rest.split_at_checked(capitals)?;
    out.clear();
    out.title = u32::from_le(head[3]);
    out.blocks.reserve(blocks.len() / BLOCK);
    for row in blocks.as_chunks::<BLOCK>().0 {
        out.blocks.push(block(row.map(u32::from_le))?);
    }
    let seams = seams.as_chunks::<SEAM>().0.iter();
    out.seams.extend(seams.map(|row| seam(row.map(u32::from_le))));
    out.capitals.extend(capitals.iter().map(|word| u32::from_le(*word)));
    out.tokens.extend(tokens.iter().map(|word| Token(u32::from_le(*word))));
    Some(())
}

fn packed(seam: &Seam) -> [u32; SEAM] {
    [seam.byte, seam.word << 15 | u32::from(seam.space) << 11 | u32::from(seam.marks)]
}

fn seam([byte, rest]: [u32; SEAM]) -> Seam {
    let (space, marks) = (rest >> 11 & 0xf, rest & 0x7ff);
    Seam {
        byte,
        word: rest >> 15,
        space: u8::try_from(space).unwrap_or(0),
        marks: u16::try_from(marks).unwrap_or(0),
    }
}

fn block(w: [u32; BLOCK]) -> Option<Block> {
    let (stops, capitals) = halves(w[7]);
    let (numbers, characters) = halves(w[8]);
    let (marks, rest) = halves(w[9]);
    let [lead, end] = rest.to_be_bytes();
    Some(Block {
        start: w[0],
        end: w[1],
        first: w[2],
        count: w[3],
        fingerprint: u64::from(w[4]) | u64::from(w[5]) << 32,
        form: Form {
            letters: w[6],
            stops,
            capitals,
            numbers,
            characters,
            lead,
            end: *End::ALL.get(usize::from(end))?,
            marks,
        },
    })
}
