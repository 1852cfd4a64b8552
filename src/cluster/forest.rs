//! Items that hang together: a disjoint-set forest (Galler and Fischer, 1964; path halving by Tarjan and van Leeuwen,
//! 1984).
//!
//! Takes pairs, tells components. Knows nothing of similarities.

/// Items that hang together, joined one pair at a time.
#[derive(Debug, Clone)]
pub struct Forest {
    parent: Vec<u32>,
    size: Vec<u32>,
}

impl Forest {
    /// `n` items, each on its own.
    #[must_use]
    pub fn new(n: usize) -> Self {
        let parent = (0..n).map(|i| u32::try_from(i).unwrap_or(u32::MAX)).collect();
        Self { parent, size: vec![1; n] }
    }

    /// Joins what two items hang together with; the lowest number stays the root. O(1), nearly.
    pub fn join(&mut self, a: u32, b: u32) {
        let (a, b) = (self.shortened(a), self.shortened(b));
        if a != b {
            let (low, high) = (a.min(b), a.max(b));
            self.parent[high as usize] = low;
            self.size[low as usize] += self.size[high as usize];
        }
    }

    /// Whether two items hang together. O(1), nearly.
    #[must_use]
    pub fn are_joined(&self, a: u32, b: u32) -> bool {
        self.root(a) == self.root(b)
    }

    /// How many items hang together with this one, itself among them.
    #[must_use]
    pub fn size(&self, item: u32) -> u32 {
        self.size[self.root(item) as usize]
    }

    /// The item that all of one component share.
    #[must_use]
    pub fn root(&self, mut item: u32) -> u32 {
        while self.parent[item as usize] != item {
            item = self.parent[item as usize];
        }
        item
    }

    /// The root; the way there is shorter from now on.
    fn shortened(&mut self, mut item: u32) -> u32 {
        while self.parent[item as usize] != item {
            let above = self.parent[self.parent[item as usize] as usize];
            self.parent[item as usize] = above;
            item = above;
        }
        item
    }
}

/// The connected components of `n` items with two members or more, each ascending. O(n + links).
#[must_use]
pub fn components(n: usize, links: impl Iterator<Item = (u32, u32)>) -> Vec<Vec<u32>> {
    let mut forest = Forest::new(n);
    links.for_each(|(a, b)| forest.join(a, b));
    let mut members: Vec<(u32, u32)> =
        (0..n).map(|i| u32::try_from(i).unwrap_or(u32::MAX)).map(|i| (forest.root(i), i)).collect();
    members.sort_unstable();
    let groups = members.chunk_by(|a, b| a.0 == b.0).filter(|group| group.len() > 1);
    groups.map(|group| group.iter().map(|(_, i)| *i).collect()).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn components_are_what_links_connect() {
        let links = [(3, 1), (1, 0), (4, 5)];
        assert_eq!(components(7, links.into_iter()), [vec![0, 1, 3], vec![4, 5]]);
    }

    #[test]
    fn sizes_grow_with_joins() {
        let mut forest = Forest::new(5);
        forest.join(3, 1);
        forest.join(1, 3);
        forest.join(4, 3);
        assert_eq!((forest.size(4), forest.size(0)), (3, 1));
        assert!(forest.are_joined(1, 4) && !forest.are_joined(0, 4));
    }
}
