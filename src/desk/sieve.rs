//! The sieve of a volume: tells at once of most keys that the volume does not hold them.
//!
//! Takes hashes of keys, gives a blocked Bloom filter: four bits in one line of 64 bytes a key. The line is told by the
//! top bits of the key, so a sieve is folded in half by or-ing neighbours, which gives the same as making it that small
//! in the first place. Never says no of a key that was put in.

/// Words of a line, and so bytes of it: one line of the processor's cache.
const WORDS: usize = 8;
/// Bytes of a line.
pub(super) const LINE: usize = WORDS * 8;
/// Bits that a key gets at least, while a sieve has not its greatest size.
const BITS: u64 = 8;
/// The greatest sieve is of two to this power lines: 128 MiB.
const GREATEST: u32 = 21;
/// Hashes that are kept as they are until it is known how many there will be.
const KEPT: usize = 4 << 20;

/// Bits of a hash that choose places in a line; those above are the key's own.
const PLACES: u64 = (1 << 36) - 1;

/// What a key of a table is put in and asked for by: its own top bits, so that ascending keys go from line to line as they
/// lie, and mixed ones. Keys are numbers of which all bits count.
pub(super) fn hash(table: u8, key: u64) -> u64 {
    let mixed = (key ^ (u64::from(table) << 56)).wrapping_mul(0xd6e8_feb8_6659_fd93);
    key & !PLACES | (mixed ^ (mixed >> 32)).wrapping_mul(0xa076_1d64_78bd_642f) >> 28
}

#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
#[repr(align(64))]
struct Line([u64; WORDS]);

/// A set of keys with false friends, and no false strangers.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Sieve {
    /// Two to this power lines.
    power: u32,
    lines: Vec<Line>,
}

impl Sieve {
    /// An empty sieve for so many keys.
    pub(super) fn new(keys: u64) -> Self {
        Self::of_power(power(keys))
    }

    fn of_power(power: u32) -> Self {
        Self { power, lines: vec![Line::default(); 1 << power] }
    }

    pub(super) fn insert(&mut self, hash: u64) {
        let at = self.line(hash);
        if let Some(line) = self.lines.get_mut(at) {
            places(hash).for_each(|(word, bit)| line.0[word] |= bit);
        }
    }

    /// Whether a key of this hash may have been put in.
    pub(super) fn passes(&self, hash: u64) -> bool {
        let line = self.lines.get(self.line(hash));
        line.is_some_and(|line| places(hash).all(|(word, bit)| line.0[word] & bit != 0))
    }

    fn line(&self, hash: u64) -> usize {
        // Shifted in two steps, since a sieve of one line would shift by all bits.
        usize::try_from(hash >> 1 >> (63 - self.power)).unwrap_or(0)
    }

    /// The sieve at half the size.
    pub(super) fn folded(&self) -> Self {
        let both = |pair: &[Line]| {
            let mut line = pair[0];
            pair[1..].iter().for_each(|l| line.0.iter_mut().zip(l.0).for_each(|(a, b)| *a |= b));
            line
        };
        let lines = self.lines.chunks(2).map(both).collect();
        Self { power: self.power.saturating_sub(1), lines }
    }

    /// Two to this power lines.
    pub(super) fn power(&self) -> u32 {
        self.power
    }

    /// Bytes in memory and on disk.
    pub(super) fn bytes(&self) -> usize {
        self.lines.len() * LINE
    }

    /// The lines as they are on disk, some at a time.
    pub(super) fn chunks(&self) -> impl Iterator<Item = Vec<u8>> {
        let bytes = |line: &Line| line.0.map(u64::to_le_bytes);
        self.lines
            .chunks(1 << 14)
            .map(move |lines| lines.iter().flat_map(bytes).collect::<Vec<_>>().concat())
    }

    /// A sieve of two to this power lines from what `read` fills, some bytes at a time.
    pub(super) fn read<E>(
        power: u32,
        mut read: impl FnMut(&mut [u8]) -> Result<(), E>,
    ) -> Result<Self, E> {
        let mut sieve = Self::of_power(power.min(GREATEST));
        let mut bytes = vec![0; LINE << sieve.power.min(14)];
        for lines in sieve.lines.chunks_mut(1 << 14) {
            read(&mut bytes)?;
            for (line, bytes) in lines.iter_mut().zip(bytes.chunks_exact(LINE)) {
                for (word, bytes) in line.0.iter_mut().zip(bytes.chunks_exact(8)) {
                    *word = bytes.try_into().map_or(0, u64::from_le_bytes);
                }
            }
        }
        Ok(sieve)
    }
}

/// The size of a sieve of so many keys: two to this power lines.
fn power(keys: u64) -> u32 {
    let lines = (keys.saturating_mul(BITS) / (LINE as u64 * 8) + 1).next_power_of_two();
    lines.trailing_zeros().min(GREATEST)
}

/// The words of a line, and the bit in each, that a key is told by.
fn places(hash: u64) -> impl Iterator<Item = (usize, u64)> {
    (0..4).map(move |i| {
        let place = hash >> (9 * i);
        (usize::try_from(place >> 6 & 7).unwrap_or(0), 1 << (place & 63))
    })
}

/// A sieve in the making, when it is not known how many keys there will be.
#[derive(Debug, Default)]
pub(super) struct Growing {
    hashes: Vec<u64>,
    keys: u64,
    sieve: Option<Sieve>,
}

impl Growing {
    /// Of at most so many keys.
    pub(super) fn of(keys: u64) -> Self {
        Self { sieve: Some(Sieve::new(keys)), ..Self::default() }
    }

    pub(super) fn insert(&mut self, hash: u64) {
        self.keys += 1;
        match &mut self.sieve {
            Some(sieve) => sieve.insert(hash),
            None => self.keep(hash),
        }
    }

    fn keep(&mut self, hash: u64) {
        self.hashes.push(hash);
        if self.hashes.len() == KEPT {
            let mut sieve = Sieve::of_power(GREATEST);
            for hash in std::mem::take(&mut self.hashes) {
                sieve.insert(hash);
            }
            self.sieve = Some(sieve);
        }
    }

    /// The sieve, in the size that its keys need.
    pub(super) fn finish(self) -> Sieve {
        let wanted = power(self.keys);
        let Some(mut sieve) = self.sieve else {
            let mut sieve = Sieve::new(self.keys);
            self.hashes.into_iter().for_each(|hash| sieve.insert(hash));
            return sieve;
        };
        while sieve.power > wanted {
            sieve = sieve.folded();
        }
        sieve
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Keys of which all bits count.
    fn keys(n: u64) -> impl Iterator<Item = u64> {
        (0..n).map(|n| n.wrapping_mul(0x9e37_79b9_7f4a_7c15).rotate_right(7).wrapping_mul(n | 1))
    }

    fn of(power: u32, n: u64) -> Sieve {
        let mut sieve = Sieve::of_power(power);
        keys(n).for_each(|key| sieve.insert(hash(3, key)));
        sieve
    }

    #[test]
    fn a_folded_sieve_is_the_small_one() {
        assert_eq!(of(9, 5000).folded().folded(), of(7, 5000));
        assert_eq!(of(1, 50).folded().folded(), of(0, 50));
        let mut growing = Growing::default();
        keys(5000).for_each(|key| growing.insert(hash(3, key)));
        let mut bounded = Growing::of(100_000);
        keys(5000).for_each(|key| bounded.insert(hash(3, key)));
        assert_eq!(growing.finish(), bounded.finish());
    }

    #[test]
    fn nothing_is_missed_and_few_strangers_pass() {
        let sieve = of(power(50_000), 50_000);
        assert!(keys(50_000).all(|key| sieve.passes(hash(3, key))));
        let strangers = keys(100_000).skip(50_000).filter(|key| sieve.passes(hash(3, *key)));
        let of_another_table = keys(50_000).filter(|key| sieve.passes(hash(4, *key)));
        // 12 bits a key: 0.7 % by the formula, and a little more since lines are not equally full.
        assert!(strangers.count() < 1000);
        assert!(of_another_table.count() < 1000);
    }

    #[test]
    fn it_comes_back_from_disk() {
        let sieve = of(15, 5000);
        let bytes: Vec<u8> = sieve.chunks().flatten().collect();
        let mut rest = &bytes[..];
        let read = Sieve::read(15, |into| std::io::Read::read_exact(&mut rest, into));
        assert_eq!((read.unwrap(), rest.len()), (sieve, 0));
    }

    #[test]
    fn hashes_stay_what_they_are() {
        assert_eq!(hash(1, 0x0123_4567_89ab_cdef), 0x0123_4563_d046_c438);
    }
}
