//! Laws of `spill`: what goes in comes out, in any order.

use super::cases;
use super::segment::text;
use copydesk::ArticleId;
use copydesk::segment::{Segmented, Segmenter};
use copydesk::spill::{Articles, Scratch, Spill, SpillWriter, encode};
use proptest::collection::vec;
use proptest::option;
use proptest::prelude::*;

/// Written in batches of `batch` articles.
fn spilled(articles: &[Segmented], batch: usize) -> Spill {
    let mut writer = SpillWriter::create(&Scratch::new(&std::env::temp_dir(), None)).unwrap();
    for articles in articles.chunks(batch) {
        let mut bytes = Vec::new();
        let lengths: Vec<usize> = articles.iter().map(|a| encode(a, &mut bytes)).collect();
        assert_eq!(lengths.iter().sum::<usize>(), bytes.len());
        writer.append(&bytes, &lengths).unwrap();
    }
    writer.finish().unwrap()
}

proptest! {
    #![proptest_config(cases(64))]

    #[test]
    fn what_goes_in_comes_out(articles in vec((text(), option::of(text())), 0..12), batch in 1..5_usize) {
        let segmenter = Segmenter::new(["the", "新"]);
        let articles: Vec<Segmented> =
            articles.iter().map(|(text, title)| segmenter.segment(text, title.as_deref())).collect();
        let spill = spilled(&articles, batch);
        prop_assert_eq!(spill.len(), articles.len());
        let mut again = Segmented::default();
        for (i, article) in articles.iter().enumerate().rev() {
            let id = ArticleId(u32::try_from(i).unwrap());
            prop_assert_eq!(&spill.get(id), article);
            spill.load(id, &mut again);
            prop_assert_eq!(&again, article);
        }
        spill.check().unwrap();
    }
}
