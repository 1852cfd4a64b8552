//! A small, strict reader of the page's own markup.
//!
//! Takes HTML as the page writes it, gives its tags and its text; panics on what is not nested, quoted or escaped.
//! Never tries to read other people's HTML.

/// A start tag.
#[derive(Debug)]
pub(crate) struct Tag {
    /// Its name.
    pub(crate) name: String,
    /// Its attributes, values decoded.
    pub(crate) attributes: Vec<(String, String)>,
}

impl Tag {
    /// The value of an attribute.
    pub(crate) fn get(&self, name: &str) -> Option<&str> {
        self.attributes.iter().find(|(n, _)| n == name).map(|(_, v)| v.as_str())
    }
}

/// Start tags in order; panics unless every element is closed in its turn.
pub(crate) fn check(page: &str) -> Vec<Tag> {
    let mut open: Vec<String> = Vec::new();
    let mut tags = Vec::new();
    for piece in pieces(page) {
        let Piece::Tag(inside) = piece else { continue };
        if let Some(name) = inside.strip_prefix('/') {
            assert_eq!(open.pop().as_deref(), Some(name), "closed in turn");
            continue;
        }
        let tag = parse(inside.trim_end_matches('/'));
        let void = ["meta", "link", "br", "!DOCTYPE"].contains(&tag.name.as_str());
        if !void && !inside.ends_with('/') {
            open.push(tag.name.clone());
        }
        tags.push(tag);
    }
    assert!(open.is_empty(), "left open: {open:?}");
    tags
}

/// What a reader of the page sees, white space as it stands; style sheet and scripts are left out.
pub(crate) fn text(page: &str) -> String {
    let texts = pieces(page).into_iter().filter_map(|piece| match piece {
        Piece::Text(text) => Some(decode(text)),
        Piece::Tag(_) => None,
    });
    texts.collect()
}

enum Piece<'a> {
    Tag(&'a str),
    Text(&'a str),
}

fn pieces(page: &str) -> Vec<Piece<'_>> {
    let mut pieces = Vec::new();
    let mut rest = page;
    while let Some(at) = rest.find(raw_end(pieces.last()).unwrap_or("<")) {
        let (text, tag) = rest.split_at(at);
        if raw_end(pieces.last()).is_none() {
            assert!(!text.contains('>'), "a bare > in text: {text}");
            pieces.push(Piece::Text(text));
        }
        let end = tag.find('>').expect("tags end");
        assert!(!tag[1..end].contains('<'), "a < within a tag: {}", &tag[..=end]);
        pieces.push(Piece::Tag(&tag[1..end]));
        rest = &tag[end + 1..];
    }
    pieces.push(Piece::Text(rest));
    pieces
}

/// What ends the text after this piece, where that text is no markup.
fn raw_end(last: Option<&Piece<'_>>) -> Option<&'static str> {
    match last {
        Some(Piece::Tag("style")) => Some("</style"),
        Some(Piece::Tag(tag)) if tag.split(' ').next() == Some("script") => Some("</script"),
        _ => None,
    }
}

fn parse(inside: &str) -> Tag {
    let (name, mut rest) = inside.split_once(' ').unwrap_or((inside, ""));
    let mut attributes = Vec::new();
    while let Some((key, tail)) = rest.trim_start().split_once("=\"") {
        let (value, tail) = tail.split_once('"').expect("values are quoted");
        let sound = key.bytes().all(|b| b.is_ascii_alphanumeric() || b"-:".contains(&b));
        assert!(sound, "not a name of an attribute: {key}");
        attributes.push((key.to_owned(), decode(value)));
        rest = tail;
    }
    let rest = rest.trim();
    assert!(rest.is_empty() || name == "!DOCTYPE", "left over in a tag: {rest}");
    Tag { name: name.to_owned(), attributes }
}

fn decode(text: &str) -> String {
    let mut decoded = String::new();
    let mut rest = text;
    while let Some((before, tail)) = rest.split_once('&') {
        let (entity, tail) = tail.split_once(';').expect("a bare & in text");
        decoded.push_str(before);
        decoded.push(character(entity));
        rest = tail;
    }
    decoded + rest
}

fn character(entity: &str) -> char {
    match entity.strip_prefix('#') {
        Some(number) => char::from_u32(number.parse().unwrap()).unwrap(),
        None if entity == "nbsp" => '\u{a0}',
        None => panic!("&{entity};"),
    }
}
