//! Plain text files.

use crate::*;

#[test]
fn a_text_file_is_an_article() {
    let bytes = "Rain falls\n\nIt rained\0 all day.\r\n\r\n\r\nThen it stopped.";
    let reading = read_as("harbourpost.example/001.txt", bytes.as_bytes());
    let article = reading.only();
    assert_eq!(article.text, bytes);
    assert_eq!(article.id, "harbourpost.example/001.txt");
    assert_eq!(article.title.as_deref(), Some("Rain falls"));
    assert_eq!(article.host.as_deref(), Some("harbourpost.example"));
}

#[test]
fn brackets_do_not_make_json() {
    for bytes in ["[Updated] It rained.", "{It} rained.", "[{\"oh\"}, she said]\nIt rained."] {
        assert_eq!(read(bytes).only().text, bytes);
    }
}

#[test]
fn text_in_other_encodings() {
    let text = "Der Bürgermeister sagte, es würde über Nacht ein wenig kühler. Später mehr.";
    let (latin, _, _) = encoding_rs::WINDOWS_1252.encode(text);
    let reading = read(&latin);
    assert_eq!((reading.only().text.as_str(), reading.decoded), (text, 1));
    for units in [u16::to_le_bytes, u16::to_be_bytes] {
        for mark in ["\u{feff}", ""] {
            let wide: Vec<u8> = format!("{mark}{text}").encode_utf16().flat_map(units).collect();
            let reading = read(&wide);
            assert_eq!((reading.only().text.as_str(), reading.decoded), (text, 1));
        }
    }
    assert_eq!(read(format!("\u{feff}{text}")).only().text, text);
}

#[test]
fn the_users_encoding_comes_before_a_guess() {
    let (bytes, _, _) = encoding_rs::KOI8_R.encode("Дождь");
    assert_eq!(read_with("a.txt", &bytes, &config("encoding = 'koi8-r'")).only().text, "Дождь");
    let (bytes, _, _) = encoding_rs::ISO_2022_JP.encode("雨が降る");
    let japanese = config("encoding = 'iso-2022-jp'");
    assert_eq!(read_with("a.txt", &bytes, &japanese).only().text, "雨が降る");
}
