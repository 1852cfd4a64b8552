//! Who may come in.
//!
//! Takes the head of a request, gives what it asks for below the token, or turns it away. Three questions: was it meant
//! for this address (a name that resolves to 127.0.0.1 is not enough: DNS rebinding), does it come from this page or
//! from nowhere (other pages in the same browser can send requests here), and does it know the token (other users of the
//! machine can, too). Looks at nothing else.

use crate::error::{Error, Result};
use hyper::header::{HOST, HeaderMap, HeaderName, HeaderValue, ORIGIN};
use hyper::http::request::Parts;

/// Where a browser says that a request comes from.
const FETCH_SITE: HeaderName = HeaderName::from_static("sec-fetch-site");
/// Bytes of the token: 128 bits, more than anybody can try.
const TOKEN: usize = 16;

/// The door of one review.
#[derive(Debug)]
pub(super) struct Door {
    token: String,
    /// The names of this address, with the port.
    hosts: [String; 2],
}

/// Why a request is turned away.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Away {
    /// It was not meant for us, or comes from elsewhere.
    Foreign(&'static str),
    /// It does not know the token.
    Unknown,
}

impl Door {
    /// A door with a new token.
    ///
    /// # Errors
    /// [`Error::Io`] if the system has no random numbers.
    pub(super) fn new(port: u16) -> Result<Self> {
        let mut bytes = [0; TOKEN];
        getrandom::fill(&mut bytes).map_err(|e| Error::io("random numbers")(e.into()))?;
        Ok(Self::with(u128::from_be_bytes(bytes), port))
    }

    fn with(token: u128, port: u16) -> Self {
        // Browsers leave the port away where it is the usual one.
        let port = if port == 80 { String::new() } else { format!(":{port}") };
        let hosts = ["127.0.0.1", "localhost"].map(|name| format!("{name}{port}"));
        Self { token: format!("{token:032x}"), hosts }
    }

    /// The address of the page.
    pub(super) fn address(&self) -> String {
        format!("http://{}/{}/", self.hosts[0], self.token)
    }

    /// What is asked for below the token: `None` for the token itself, without the slash that the page needs.
    pub(super) fn admit<'r>(&self, head: &'r Parts) -> std::result::Result<Option<&'r str>, Away> {
        if head.uri.authority().is_some() || !self.is_ours(&head.headers) {
            return Err(Away::Foreign("this address has another name"));
        }
        if !self.is_from_here(&head.headers) {
            return Err(Away::Foreign("only the page itself may ask"));
        }
        let below = head.uri.path().strip_prefix('/').ok_or(Away::Unknown)?;
        let (token, rest) = below.split_once('/').map_or((below, None), |(t, r)| (t, Some(r)));
        if same(token.as_bytes(), self.token.as_bytes()) { Ok(rest) } else { Err(Away::Unknown) }
    }

    /// Whether the request names this address, once.
    fn is_ours(&self, headers: &HeaderMap) -> bool {
        let mut named = headers.get_all(HOST).iter();
        let host = named.next().map(HeaderValue::as_bytes);
        named.next().is_none() && self.hosts.iter().any(|own| host == Some(own.as_bytes()))
    }

    /// Whether neither header says that another page asks.
    fn is_from_here(&self, headers: &HeaderMap) -> bool {
        let ours = |origin: &HeaderValue| {
            let host = origin.as_bytes().strip_prefix(b"http://");
            self.hosts.iter().any(|own| host == Some(own.as_bytes()))
        };
        let near = |site: &HeaderValue| matches!(site.as_bytes(), b"same-origin" | b"none");
        headers.get_all(ORIGIN).iter().all(ours) && headers.get_all(FETCH_SITE).iter().all(near)
    }
}

/// Whether both are equal, in a time that does not tell where they differ.
fn same(a: &[u8], b: &[u8]) -> bool {
    let differ = a.iter().zip(b).fold(0, |differ, (x, y)| differ | (x ^ y));
    a.len() == b.len() && std::hint::black_box(differ) == 0
}

#[cfg(test)]
mod tests {
    use super::*;
    use hyper::Request;

    const TOKEN: &str = "000000000000000000000000000000ff";

    fn admitted(path: &str, headers: &[(&str, &str)]) -> std::result::Result<Option<String>, Away> {
        let mut request = Request::get(path);
        for (name, value) in headers {
            request = request.header(*name, *value);
        }
        let (head, ()) = request.body(()).unwrap().into_parts();
        Door::with(0xff, 8040).admit(&head).map(|rest| rest.map(str::to_owned))
    }

    #[test]
    fn who_knows_the_address_comes_in() {
        assert_eq!(Door::with(0xff, 8040).address(), format!("http://127.0.0.1:8040/{TOKEN}/"));
        assert_eq!(Door::with(0xff, 80).address(), format!("http://127.0.0.1/{TOKEN}/"));
        let page = format!("/{TOKEN}/");
        for host in ["127.0.0.1:8040", "localhost:8040"] {
            assert_eq!(admitted(&page, &[("host", host)]), Ok(Some(String::new())));
        }
        let own = [("host", "127.0.0.1:8040"), ("origin", "http://127.0.0.1:8040")];
        let from = [own[0], own[1], ("sec-fetch-site", "same-origin")];
        assert_eq!(admitted(&format!("{page}pair?a=1"), &from), Ok(Some("pair".into())));
        assert_eq!(admitted(&page[..33], &own), Ok(None));
    }

    #[test]
    fn others_are_turned_away() {
        let page = format!("/{TOKEN}/");
        let host = ("host", "127.0.0.1:8040");
        for headers in [
            &[][..],
            &[host, host],
            &[("host", "127.0.0.1")],
            &[("host", "127.0.0.1:80")],
            &[("host", "evil.example:8040")],
            &[host, ("origin", "null")],
            &[host, ("origin", "https://127.0.0.1:8040")],
            &[host, ("origin", "http://127.0.0.1:8041")],
            &[host, ("origin", "http://evil.example")],
            &[host, ("sec-fetch-site", "cross-site")],
            &[host, ("sec-fetch-site", "same-site")],
        ] {
            assert!(matches!(admitted(&page, headers), Err(Away::Foreign(_))), "{headers:?}");
        }
        let absolute = format!("http://127.0.0.1:8040{page}");
        assert!(matches!(admitted(&absolute, &[host]), Err(Away::Foreign(_))));
        for path in ["/", "/x/", &page[..32], &format!("{page}x").to_uppercase(), "//"] {
            assert_eq!(admitted(path, &[host]), Err(Away::Unknown), "{path}");
        }
    }
}
