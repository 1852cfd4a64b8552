//! Copies are copies: an article that stands in the corpus several times is dropped but once kept, and its text is no
//! boilerplate, in whatever language it is written.

use super::{Place, made};
use crate::corpus::{Relation, Script};
use crate::desk::{Book, good, record};
use copydesk::pipeline::Command;

/// One small story in languages with and without lists of their own in the program.
const STORIES: [(&str, [&str; 4]); 4] = [
    (
        "en",
        [
            "The governor opened a new bridge between two villages on the river on Monday, after work had been delayed for almost three years.",
            "Residents said they could at last take their harvest to the market without waiting for the ferry. Before, the journey took two hours.",
            "The bridge, 140 metres long, was paid for by the province and built by a local firm, said the head of public works.",
            "Schoolchildren were the first to cross. They waved small flags and sang all the way.",
        ],
    ),
    (
        "id",
        [
            "Gubernur meresmikan jembatan baru yang menghubungkan dua desa di tepi sungai pada hari Senin, setelah pembangunan tertunda hampir tiga tahun.",
            "Warga setempat mengatakan mereka akhirnya bisa membawa hasil panen ke pasar tanpa harus menunggu perahu. Sebelumnya, perjalanan itu memakan waktu dua jam.",
            "Jembatan sepanjang 140 meter itu dibangun dengan dana provinsi dan dikerjakan oleh kontraktor lokal, kata kepala dinas pekerjaan umum.",
            "Anak-anak sekolah menjadi orang pertama yang menyeberang. Mereka melambaikan bendera kecil dan bernyanyi sepanjang jalan.",
        ],
    ),
    (
        "sw",
        [
            "Gavana alizindua daraja jipya linalounganisha vijiji viwili kando ya mto siku ya Jumatatu, baada ya ujenzi kucheleweshwa kwa karibu miaka mitatu.",
            "Wakazi walisema sasa wanaweza kupeleka mazao yao sokoni bila kusubiri mashua. Hapo awali safari hiyo ilichukua saa mbili.",
            "Daraja hilo lenye urefu wa mita 140 lilijengwa kwa fedha za mkoa, alisema mkuu wa idara ya ujenzi.",
            "Watoto wa shule walikuwa wa kwanza kuvuka. Walipunga bendera ndogo na kuimba njia nzima.",
        ],
    ),
    (
        "eo",
        [
            "La guberniestro inaŭguris lunde novan ponton inter du vilaĝoj ĉe la rivero, post kiam la konstruado prokrastiĝis preskaŭ tri jarojn.",
            "Loĝantoj diris, ke ili fine povas porti sian rikolton al la bazaro sen atendi la pramon. Antaŭe la vojaĝo daŭris du horojn.",
            "La ponton, longan je 140 metroj, pagis la provinco kaj konstruis loka firmao, diris la estro de publikaj laboroj.",
            "Lernejanoj transiris unuaj. Ili svingis flagetojn kaj kantis la tutan vojon.",
        ],
    ),
];

/// So many copies of a text on a host, after other lines.
fn cleaned(text: &str, copies: usize, others: &str) -> Book {
    let copy =
        |n: usize| record(&[("id", &format!("copy{n}")), ("host", "a.example"), ("text", text)]);
    let lines = others.to_owned() + &(0..copies).map(copy).collect::<String>();
    Place::with(&[("a.jsonl", lines.as_bytes())]).run(Command::Clean, "out", 2)
}

#[test]
fn copies_of_an_article_are_dropped_and_not_emptied() {
    let mut wrong = Vec::new();
    for (language, paragraphs) in STORIES {
        for copies in [2, 3, 4, 8] {
            let book = cleaned(&paragraphs.join("\n\n"), copies, "");
            let dropped = book.dropped().len();
            if dropped != copies - 1 || !book.removed.is_empty() {
                let emptied = book.summary.records.emptied;
                let reason = book.removed.first().map_or("", |r| &r.reason);
                wrong.push(format!(
                    "{copies} copies, {language}: {dropped} dropped, {emptied} emptied: {reason}"
                ));
            }
        }
    }
    assert!(wrong.is_empty(), "\n  {}\n", wrong.join("\n  "));
}

#[test]
fn copies_among_many_other_articles_are_dropped_and_not_emptied() {
    let others = good(60).replace("{\"id\"", "{\"host\":\"a.example\",\"id\"");
    for (language, paragraphs) in STORIES {
        let book = cleaned(&paragraphs.join("\n\n"), 4, &others);
        assert_eq!(book.counts(), [64, 61, 3, 0], "{language}");
        assert_eq!(book.removed, [], "{language}");
    }
}

#[test]
fn copies_without_host_are_dropped_and_not_emptied() {
    for (language, paragraphs) in STORIES {
        let text = paragraphs.join("\n\n");
        let lines: String =
            (0..5).map(|n| record(&[("id", &n.to_string()), ("text", &text)])).collect();
        let book = Place::with(&[("a.jsonl", lines.as_bytes())]).run(Command::Clean, "out", 2);
        assert_eq!((book.counts(), book.summary.records.changed), ([5, 1, 4, 0], 0), "{language}");
    }
}

#[test]
fn copies_in_a_language_that_nobody_knows_are_dropped_and_not_emptied() {
    let mut wrong = Vec::new();
    for script in Script::ALL {
        let mut stories = made(80, 400).into_iter().filter(|m| m.script == script);
        let Some(story) = stories.find(|m| m.relation == Relation::Original) else { continue };
        for copies in [2, 3, 4, 8] {
            let book = cleaned(&story.text, copies, "");
            let (dropped, emptied) = (book.dropped().len(), book.summary.records.emptied);
            if dropped != copies - 1 || emptied > 0 {
                let reason = book.removed.first().map_or("", |r| &r.reason);
                wrong.push(format!(
                    "{copies} copies, {script:?}: {dropped} dropped, {emptied} emptied: {reason}"
                ));
            }
        }
    }
    assert!(wrong.is_empty(), "\n  {}\n", wrong.join("\n  "));
}
