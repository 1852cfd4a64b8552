//! Words, sentence ends, delimiters, quotes and marks without width, script by script.

use copydesk::classify::{Cues, Place};
use copydesk::languages;
use copydesk::report::model::Label;
use copydesk::segment::{Block, End, Form, Segmenter, Token};

fn form(line: &str) -> Form {
    block(line).form
}

fn block(line: &str) -> Block {
    Segmenter::new([]).segment(line, None).blocks[0]
}

fn words(line: &str) -> Vec<Token> {
    Segmenter::new([]).tokens(line)
}

/// Pairs of spellings, one a line, `|` between; gives those that are told apart.
fn told_apart(pairs: &str) -> Vec<&str> {
    let differ = |pair: &&str| {
        let (one, other) = pair.split_once('|').unwrap();
        words(one.trim()) != words(other.trim())
    };
    pairs.lines().filter(|l| !l.trim().is_empty()).filter(differ).collect()
}

#[test]
fn sentences_end_in_every_script() {
    let lines = [
        "وصلت السفينة إلى الميناء.",
        "هل وصلت السفينة؟",
        "جہاز بندرگاہ پہنچ گیا۔",
        "کیا جہاز پہنچ گیا؟",
        "जहाज़ बंदरगाह पहुँचा।",
        "জাহাজ বন্দরে পৌঁছেছে।",
        "船が港に着いた。",
        "船到港了吗？",
        "船が着いた！",
        "«Корабль пришёл в порт.»",
        "»Das Schiff ist da.«",
        "„Das Schiff ist da.“",
        "「船が着いた。」",
        "הספינה הגיעה לנמל.״",
        "សំពៅមកដល់កំពង់ផែ។",
        "သင်္ဘောဆိပ်ကမ်းသို့ရောက်ပြီ။",
        "Նավը հասավ նավահանգիստ։",
        "መርከቡ ወደብ ደረሰ።",
        "הספינה הגיעה לנמל.\u{200f}",
        "\u{202b}وصلت السفينة إلى الميناء.\u{202c}",
        "وصلت السفينة إلى الميناء. \u{200e}",
    ];
    let open: Vec<&&str> = lines.iter().filter(|line| !form(line).ends_sentence()).collect();
    assert!(open.is_empty(), "not seen to end: {open:?}");
    assert_eq!(form("قال الربان:").end, End::Colon);
    assert_eq!(form("الصيد، الملح؛").end, End::Comma);
    assert_eq!(form("船が着いて⋯⋯").end, End::Ellipsis);
}

#[test]
fn sentences_inside_a_line_are_seen_in_every_script() {
    for line in [
        "وصلت السفينة. غادر الركاب.",
        "هل وصلت؟ نعم، وصلت.",
        "جہاز پہنچ گیا۔ مسافر اتر گئے۔",
        "जहाज़ पहुँचा। यात्री उतरे।",
        "船が着いた。客は降りた。",
        "Llegó el barco. ¿Quién bajó?",
    ] {
        assert!(form(line).has(Form::SENTENCES), "{line}");
    }
    assert!(!form("船が港に着いた。").has(Form::SENTENCES));
}

#[test]
fn delimiters_stand_behind_leads_of_every_script() {
    let leads = [
        ("اقرأ أيضا: سفن جديدة", 2),
        ("اقرأ أيضا :سفن جديدة", 2),
        ("\u{200f}اقرأ أيضا\u{200f}: \u{200f}سفن جديدة", 2),
        ("اقرأ أيضا:سفن جديدة", 2),
        ("یہ بھی پڑھیے: نئے جہاز", 3),
        ("यह भी पढ़ें: नए जहाज़", 3),
        ("קראו גם:ספינות חדשות", 2),
        ("関連記事：新しい船", 4),
        ("関連記事:新しい船", 4),
        ("【関連記事】新しい船", 4),
        ("[속보] 새 배가 들어왔다", 1),
        ("อ่านเพิ่มเติม: เรือใหม่", 9),
        ("この記事に関連するニュース：船", 13),
    ];
    for (line, lead) in leads {
        assert_eq!(form(line).lead, lead, "{line}");
    }
    for line in ["Es war 10:30 Uhr", "EU:ssa on satama", "« Le port » ferme", "Er sagte »Hafen«"]
    {
        assert_eq!(form(line).lead, 0, "{line}");
    }
}

#[test]
fn quotation_marks_of_every_script_are_seen() {
    for line in [
        "«Корабль пришёл»",
        "„Statek przypłynął”, mówi kapitan",
        "”Båten är här”, säger hon",
        "»Das Schiff ist da«, sagt sie",
        "「船が着いた」と言う",
        "『港』を読む",
        "〝港〟の朝",
        "‚Hafen‘ heißt das Stück",
    ] {
        assert!(form(line).has(Form::QUOTE), "{line}");
    }
    assert!(form("Il a dit « bonjour » hier").has(Form::QUOTED));
    assert!(!form("Il a dit « bonjour » hier").has(Form::PIPES));
    assert!(form("Start » Hafen » Schiffe").has(Form::PIPES));
    // An abbreviation is no quotation.
    assert!(!form("דו\"ח חדש על הנמל").has(Form::QUOTED));
    assert!(form("הוא אמר \"שלום\" לכולם").has(Form::QUOTED));
}

#[test]
fn spellings_of_one_word_are_one_word() {
    let pairs = "
        أيضاً | ايضا
        أيضًا | أيضا
        إقرأ | اقرأ
        مُدَرِّسَة | مدرسة
        مـــــرفأ | مرفأ
        الى | إلى
        علي | على
        ﻣﺮﺣﺒﺎ | مرحبا
        یہ بھی | يہ بھي
        می\u{200c}شود | میشود
        کتاب | كتاب
        שָׁלוֹם | שלום
        ארה״ב | ארה\"ב
        ｶﾞｲﾄﾞ | ガイド
        ＮＥＷＳ　２０２６ | news 2026
        น้ำ | น้\u{e4d}า
        पढ़ें | पढ\u{93c}ें
        ΟΔΌΣ | οδός
        İSTANBUL | istanbul
        co\u{ad}operate | cooperate
        \u{2067}קראו\u{2069} | קראו
    ";
    let wrong = told_apart(pairs);
    assert!(wrong.is_empty(), "one word, two tokens: {wrong:#?}");
}

#[test]
fn other_words_stay_other_words() {
    let pairs = "
        بھی | بہی
        हाल | हल
        کار | کر
        เรือ | เรา
        שר | שיר
        ガ | カ
    ";
    assert_eq!(told_apart(pairs).len(), 6);
}

#[test]
fn scripts_without_spaces_are_cut_by_characters() {
    for (line, count) in
        [("船到港了", 4), ("ふねが", 3), ("เรือมา", 5), ("ເຮືອ", 3), ("សំពៅ", 2), ("သင်္ဘော", 3)]
    {
        let block = block(line);
        assert_eq!(
            (block.count, usize::from(block.form.characters)),
            (count, count as usize),
            "{line}"
        );
        assert!(block.form.spaceless(block.count as usize), "{line}");
    }
}

#[test]
fn a_long_line_is_prose_where_sentences_have_no_stop() {
    let thai = "เรือประมงกลับเข้าท่าเมื่อเช้าวันจันทร์หลังจากออกทะเลนานสามสัปดาห์ ชาวบ้านมารอรับที่ท่าเรือ \
        กัปตันบอกว่าปีนี้ปลามีน้อยกว่าปีก่อนมากและน้ำมันก็แพงขึ้นทุกเดือน";
    let lao = "ເຮືອຫາປາກັບເຂົ້າທ່າໃນຕອນເຊົ້າວັນຈັນຫຼັງຈາກອອກໄປດົນສາມອາທິດ ຊາວບ້ານມາລໍຖ້າຢູ່ທ່າເຮືອ ກັບຕັນບອກວ່າປີນີ້ປາມີໜ້ອຍກວ່າປີກ່ອນຫຼາຍ";
    for line in [thai, lao] {
        let block = block(line);
        assert!(block.form.is_prose(block.count as usize), "{} {line}", block.count);
    }
    for line in ["ข่าวล่าสุด", "เรือประมงกลับเข้าท่าหลังออกทะเลนานสามสัปดาห์"]
    {
        let block = block(line);
        assert!(!block.form.is_prose(block.count as usize), "{line}");
    }
}

#[test]
fn marks_without_width_change_no_fingerprint() {
    let plain = block("اقرأ أيضا: سفن جديدة").fingerprint;
    for line in [
        "\u{200f}اقرأ أيضا: سفن جديدة\u{200f}",
        "\u{202b}اقرأ أيضاً: سفن جديدة\u{202c}",
        "\u{2067}اقرأ\u{2069} أيضا: سفن\u{200e} جديدة",
        "\u{feff}اقرأ أيضا : سُفُن جديدة",
    ] {
        assert_eq!(block(line).fingerprint, plain, "{line:?}");
    }
}

#[test]
fn offsets_stand_between_characters() {
    let text = "\u{feff}اقرأ أيضًا:\u{200f} سفن\n\n　関連記事：船　\r\n\u{200b}\nกำ\u{e4d}\n  ﷺ \n";
    for block in Segmenter::new([]).segment(text, None).blocks {
        let span = block.span();
        assert!(text.is_char_boundary(span.start) && text.is_char_boundary(span.end));
        assert_eq!(text[span.clone()].trim(), &text[span]);
    }
}

#[test]
fn cues_are_found_in_any_dress_of_their_script() {
    let languages = languages::all().unwrap();
    let segmenter =
        Segmenter::new(languages.iter().flat_map(|l| l.stop.iter().map(String::as_str)));
    let cues = Cues::new(&languages, &segmenter);
    let lines = [
        ("\u{200f}إقرأ ايضاً :\u{200f} سفن جديدة في الميناء", Label::Promo),
        ("اقـــرأ أيضًا: سفن جديدة في الميناء", Label::Promo),
        ("جميع الحقوق محفوظة © 2026", Label::Legal),
        ("\u{202b}یہ بھی پڑھیے: نئے جہاز بندرگاہ پر\u{202c}", Label::Promo),
        ("یہ بھی پڑھیے", Label::Promo),
        ("جملہ حقوق محفوظ ہیں", Label::Legal),
        ("بیشتر بخوانید: کشتی\u{200c}های تازه", Label::Promo),
        ("קראו גם: ספינות חדשות בנמל", Label::Promo),
        ("כל הזכויות שמורות", Label::Legal),
        ("यह भी पढ\u{93c}ें: बंदरगाह पर नए जहाज़", Label::Promo),
        ("আরও পড়ুন: বন্দরে নতুন জাহাজ", Label::Promo),
        ("関連記事：新しい船が港に", Label::Promo),
        ("【関連記事】新しい船が港に", Label::Promo),
        ("無断転載を禁じます", Label::Legal),
        ("延伸閱讀：新船到港", Label::Promo),
        ("相关阅读：新船到港", Label::Promo),
        ("อ่านเพิ่มเติม: เรือลำใหม่มาถึงท่า", Label::Promo),
        ("สงวนลิขสิทธิ์", Label::Legal),
        ("관련기사: 새 배가 들어왔다", Label::Promo),
        ("무단전재 및 재배포 금지", Label::Legal),
    ];
    for (line, label) in lines {
        let article = segmenter.segment(line, None);
        let found = cues.of(&article.blocks[0], article.tokens_of(&article.blocks[0]));
        let right = |place| found.iter().any(|c| c.label == label && c.place >= place);
        assert!(right(Place::Phrase), "{line}: {found:?}");
    }
}
