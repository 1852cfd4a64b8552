//! What the page may do: run its own script, use its own style, and nothing else.
//!
//! Takes script and style, gives the policy that names their hashes. No markup from outside can do anything, even if it
//! came through.

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use sha2::{Digest, Sha256};

/// The style of every page.
pub(super) const STYLE: &str = concat!(include_str!("page.css"), include_str!("charts.css"));

/// The content security policy for exactly this script and this style.
pub(super) fn policy(script: &str, style: &str) -> String {
    let (script, style) = (hash(script), hash(style));
    format!(
        "default-src 'none'; script-src 'sha256-{script}'; style-src 'sha256-{style}'; img-src data:; \
         connect-src 'self'; base-uri 'none'; form-action 'none'; require-trusted-types-for 'script'; \
         trusted-types 'none'"
    )
}

fn hash(text: &str) -> String {
    STANDARD.encode(Sha256::digest(text.as_bytes()))
}
