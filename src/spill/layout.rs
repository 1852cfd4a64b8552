//! The bytes of one segmented article: a head, fixed rows of blocks and seams, tokens; all little-endian 32-bit words.
//!
//! Takes and gives [`Segmented`]. Only this process reads what it writes, so there is no version.

use crate::segment::{Block, End, Form, Seam, Segmented, Token};

/// 32-bit words a block takes.
const BLOCK: usize = 10;
/// 32-bit words a seam takes: its byte, and all else.
const SEAM: usize = 2;
/// 32-bit words of the head: blocks, seams, words of capitals, title.
const HEAD: usize = 4;

pub(super) fn encode(article: &Segmented, out: &mut Vec<u8>) {
    let rows = article.blocks.len() * BLOCK + article.seams.len() * SEAM;
    out.reserve(4 * (HEAD + rows + article.capitals.len() + article.tokens.len()));
    let mut put = |word: u32| out.extend_from_slice(&word.to_le_bytes());
    put(u32::try_from(article.blocks.len()).unwrap_or(0));
    put(u32::try_from(article.seams.len()).unwrap_or(0));
    put(u32::try_from(article.capitals.len()).unwrap_or(0));
    put(article.title);
    for block in &article.blocks {
        words(block).into_iter().for_each(&mut put);
    }
    for seam in &article.seams {
        put(seam.byte);
        put(seam.word << 15 | u32::from(seam.space) << 11 | u32::from(seam.marks));
    }
    article.capitals.iter().copied().for_each(&mut put);
    for token in &article.tokens {
        put(token.0);
    }
}

#[expect(clippy::cast_possible_truncation, reason = "a 64-bit word is split into halves")]
fn words(b: &Block) -> [u32; BLOCK] {
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

pub(super) fn decode(bytes: &[u8]) -> Option<Segmented> {
    // One copy of the whole: an article is read back several times, and most of it are tokens.
    let mut words: Vec<u32> = bytemuck::allocation::pod_collect_to_vec(bytes);
    if cfg!(target_endian = "big") {
        for word in &mut words {
            *word = word.swap_bytes();
        }
    }
    let (head, rest) = words.split_at_checked(HEAD)?;
    let (rows, rest) = rest.split_at_checked(head[0] as usize * BLOCK)?;
    let (seams, rest) = rest.split_at_checked(head[1] as usize * SEAM)?;
    let (capitals, tokens) = rest.split_at_checked(head[2] as usize)?;
    let rows = rows.chunks_exact(BLOCK).map(|row| block(row.first_chunk()?));
    Some(Segmented {
        blocks: rows.collect::<Option<_>>()?,
        tokens: tokens.iter().map(|word| Token(*word)).collect(),
        title: head[3],
        capitals: capitals.to_vec(),
        seams: seams.chunks_exact(SEAM).map(|row| seam(row[0], row[1])).collect(),
    })
}

fn seam(byte: u32, rest: u32) -> Seam {
    let (space, marks) = (rest >> 11 & 0xf, rest & 0x7ff);
    Seam {
        byte,
        word: rest >> 15,
        space: u8::try_from(space).unwrap_or(0),
        marks: u16::try_from(marks).unwrap_or(0),
    }
}

fn block(w: &[u32; BLOCK]) -> Option<Block> {
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
