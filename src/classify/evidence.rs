//! The kinds of evidence, each with its bins: the rows of every ledger.
//!
//! Takes nothing, gives names. What evidence is worth stands in `articles.toml`, `pages.toml` and `scorecard.toml`; what
//! it means in words, in `reason`.

use serde::{Deserialize, Serialize};

/// One observation about a block: a kind, and which of its bins.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct Evidence {
    /// What was looked at.
    pub kind: Kind,
    /// What was found: an index into [`Kind::bins`].
    pub bin: u8,
}

macro_rules! kinds {
    ($($(#[doc = $doc:literal])+ $kind:ident $name:literal: $($bin:literal)*;)*) => {
        /// What can be looked at in a block, its neighbours and the corpus.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
        #[serde(rename_all = "kebab-case")]
        pub enum Kind { $($(#[doc = $doc])+ $kind),* }

        impl Kind {
            /// All kinds, in the order of the ledger.
            pub const ALL: &[Self] = &[$(Self::$kind),*];

            /// The name, as in the files of points.
            #[must_use]
            pub fn name(self) -> &'static str {
                match self { $(Self::$kind => $name),* }
            }

            /// The kind of a name.
            #[must_use]
            pub fn named(name: &str) -> Option<Self> {
                Self::ALL.iter().find(|kind| kind.name() == name).copied()
            }

            /// The names of the bins.
            #[must_use]
            pub fn bins(self) -> &'static [&'static str] {
                match self { $(Self::$kind => &[$($bin),*]),* }
            }
        }
    };
}

kinds! {
    /// Words, for lines that do not end as a sentence.
    LengthOpen "length-open": "0" "1" "2-3" "4-6" "7-10" "11-16" "17-30" "31-60" "61+";
    /// Words, for lines that end as a sentence.
    LengthSentence "length-sentence": "0" "1" "2-3" "4-6" "7-10" "11-16" "17-30" "31-60" "61+";
    /// Stories of the host with this very line (not a sentence).
    HostLine "host-line": "1" "2" "3" "4-5" "6-9" "10-19" "20-49" "50+";
    /// Stories of the host with this very sentence or paragraph.
    HostSentence "host-sentence": "1" "2" "3" "4-5" "6-9" "10-19" "20-49" "50+";
    /// Share of the host's stories with the block.
    HostShare "host-share": "under 2 %" "2-10 %" "10-30 %" "over 30 %";
    /// Where a block of three stories or more stands in them: always among the first lines, the last, or anywhere.
    Station "station": "head" "foot" "anywhere" "head, sentence" "foot, sentence" "anywhere, sentence";
    /// Other hosts with this very line.
    OtherHosts "other-hosts": "1" "2-3" "4+" "1, sentence" "2-3, sentence" "4+, sentence";
    /// Stories of the host with nearly this block (another name, number or date in it).
    HostNear "host-near": "2" "3-5" "6+" "2, sentence" "3-5, sentence" "6+, sentence";
    /// The host's template that the line begins with: stories; whether a delimiter ends the lead.
    Lead "lead": "3-4" "5-9" "10+" "3-4, delimited" "5-9, delimited" "10+, delimited";
    /// The same, where the fillings are mostly sentences.
    LeadSentence "lead-sentence": "3-4" "5-9" "10+" "3-4, delimited" "5-9, delimited" "10+, delimited";
    /// Fillings of the lead that are titles of the corpus.
    LeadTitles "lead-titles": "some" "a fifth or more";
    /// Lines of the lead in one article: many, as speakers have.
    LeadMany "lead-many": "over 2" "over 4";
    /// Stamped words at the other end of the slot as well.
    Frame "frame": "5-7 words" "8+ words";
    /// The host's template that the line ends with: stories.
    Tail "tail": "3-4" "5-9" "10+" "3-4, sentence" "5-9, sentence" "10+, sentence";
    /// A template across hosts that the line begins with: hosts.
    SharedLead "shared-lead": "3-4" "5+" "3-4, delimited" "5+, delimited";
    /// A cue of a promo line.
    CuePromo "cue-promo": "phrase, long" "lead, long" "delimited lead, long" "phrase" "lead" "delimited lead" "line";
    /// A cue of a subscription.
    CueSubscribe "cue-subscribe": "phrase, long" "lead, long" "delimited lead, long" "phrase" "lead" "delimited lead" "line";
    /// A cue of a legal notice.
    CueLegal "cue-legal": "phrase, long" "lead, long" "delimited lead, long" "phrase" "lead" "delimited lead" "line";
    /// A cue of a button or mark.
    CueUi "cue-ui": "phrase, long" "lead, long" "delimited lead, long" "phrase" "lead" "delimited lead" "line";
    /// A cue of standing text.
    CueAbout "cue-about": "phrase, long" "lead, long" "delimited lead, long" "phrase" "lead" "delimited lead" "line";
    /// Words of the strongest cue: the longer a wording, the less it comes about by chance.
    CueLength "cue-length": "3-4" "5-6" "7+";
    /// A promo cue begins a line that ends as a sentence does, without or with a delimiter.
    CueSentence "cue-sentence": "lead" "delimited lead";
    /// The line, or what follows its lead, is the title of another article.
    OtherTitle "other-title": "line" "filling";
    /// The line is the article's own title.
    OwnTitle "own-title": "first" "again";
    /// Share of words with a capital, open lines of three words or more.
    Capitals "capitals": "under 15 %" "15-40 %" "40-70 %" "over 70 %" "all capitals";
    /// Share of function words to that in the whole article, lines of four words or more.
    Stops "stops": "none" "under a third" "a third to two thirds" "fewer" "as many or more";
    /// Signs in the line.
    Bracketed "bracketed": "yes";
    /// Separators of links.
    Pipes "pipes": "yes";
    /// An address or handle.
    Address "address": "yes";
    /// ©, ® or ™.
    Copyright "copyright": "yes";
    /// Markup or code.
    Code "code": "yes";
    /// Begins with a quotation mark.
    QuoteStart "quote-start": "yes";
    /// A quotation mark anywhere.
    Quoted "quoted": "yes";
    /// Begins with a bullet.
    Bullet "bullet": "yes";
    /// Begins with a small letter.
    LowerStart "lower-start": "yes";
    /// How the line ends.
    Ends "ends": "question" "exclamation" "colon" "ellipsis" "comma";
    /// Share of words with digits.
    Numbers "numbers": "10-30 %" "over 30 %" "one number" "numbers only";
    /// Sentences inside the line.
    Sentences "sentences": "yes";
    /// Place among the article's blocks.
    Position "position": "first" "second" "first fifth" "last fifth" "last but one" "last";
    /// Blocks between the last prose and this.
    AfterProse "after-prose": "1" "2-3" "4+";
    /// Before the first prose.
    BeforeProse "before-prose": "1" "2-3" "4+";
    /// Stands earlier in the same article.
    Again "again": "2-4 words" "5+ words";
    /// Share of its content words that stand elsewhere in the article; three content words or more.
    Echo "echo": "none" "under 25 %" "25-50 %" "50-75 %" "over 75 %";
    /// The same for lines that end as sentences.
    EchoSentence "echo-sentence": "none" "under 25 %" "25-50 %" "50-75 %" "over 75 %";
    /// Share of its content words that stand in the title.
    EchoTitle "echo-title": "under 30 %" "30-60 %" "over 60 %";
    /// Stories of the host.
    HostSize "host-size": "1" "2-5" "6-20" "21-100" "over 100";
    /// A headline around a widget's cue, or the teaser below it.
    Widget "widget": "headline above" "headline below" "teaser";
    /// Lines of a run of short open lines that it stands in.
    Run "run": "2" "3-4" "5-9" "10+";
    /// A short open line right before prose, as a heading stands.
    Heading "heading": "yes";
    /// Follows a line that is a cue.
    FollowsCue "follows-cue": "promo" "other" "promo, sentence" "other, sentence";
    /// Where it stands to the core, the story's run of prose.
    Core "core": "25+ before" "10-24 before" "4-9 before" "2-3 before" "1 before" "inside" "1 after" "2-3 after" "4-9 after" "10-24 after" "25+ after" "no core";
    /// Words of prose a block around it.
    Density "density": "none" "under 2" "2-5" "5-10" "10-16" "16-24" "over 24";
    /// Share of the page's words that are prose.
    PageProse "page-prose": "under 20 %" "20-40 %" "40-60 %" "60-80 %" "80-95 %" "over 95 %";
    /// Blocks of the page.
    PageBlocks "page-blocks": "1-3" "4-15" "16-40" "41-100" "101-200" "over 200";
    /// How the block above looks.
    Above "above": "none" "1-3 words" "4-9 words" "10-24 words" "25+ words" "short sentence" "sentence" "paragraph";
    /// How the block below looks.
    Below "below": "none" "1-3 words" "4-9 words" "10-24 words" "25+ words" "short sentence" "sentence" "paragraph";
    /// How the block two above looks.
    Above2 "above-2": "none" "1-3 words" "4-9 words" "10-24 words" "25+ words" "short sentence" "sentence" "paragraph";
    /// How the block two below looks.
    Below2 "below-2": "none" "1-3 words" "4-9 words" "10-24 words" "25+ words" "short sentence" "sentence" "paragraph";
    /// Lines beside it begin or end with the same words.
    Parallel "parallel": "begins" "ends" "begins, sentence" "ends, sentence";
    /// Ends with the words of a button or link.
    CueTail "cue-tail": "yes" "long";
    /// Says the same words twice.
    Stutter "stutter": "yes";
    /// A recurring line: share of the times that prose stands on both sides of it.
    Between "between": "never" "under a half" "over a half" "always";
    /// Prose without any cue that comes back in stories of the host, and stands in the midst of them.
    Background "background": "yes";
    /// A block of ten words or more begins as an earlier one of the article does.
    BeginsAgain "begins-again": "yes" "nearly all";
    /// It is but a part of its line: the start, the end, inside, or from a cue to where a sentence seems to begin.
    Glued "glued": "head" "head, sentence" "tail" "inside" "inside, sentence" "seemingly";
}

impl Evidence {
    /// The observation `bin` of `kind`.
    #[must_use]
    pub fn new(kind: Kind, bin: usize) -> Self {
        Self { kind, bin: u8::try_from(bin).unwrap_or(0) }
    }

    /// Kind and bin, as the ledger shows them: `host-line: 6-9`.
    #[must_use]
    pub fn name(&self) -> String {
        let bin = self.kind.bins().get(usize::from(self.bin)).copied().unwrap_or("?");
        format!("{}: {bin}", self.kind.name())
    }
}

/// The bin of `value` between ascending limits: how many limits it reaches.
pub(super) fn bin<T: PartialOrd + Copy>(value: T, limits: &[T]) -> usize {
    limits.iter().take_while(|limit| value >= **limit).count()
}

/// Whole percent of a part.
pub(super) fn percent(part: usize, whole: usize) -> usize {
    part * 100 / whole.max(1)
}
