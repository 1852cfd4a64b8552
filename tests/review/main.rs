//! `copydesk review` over loopback: what is served, to whom, and that no decision is lost.
//!
//! Takes the built binary and a small OUT, asks it as a browser would and as one should not. Never looks inside.

#![expect(clippy::unwrap_used, reason = "a test says what broke")]

#[path = "../desk/mod.rs"]
mod desk;

mod served;

mod deciding;
mod files;
mod killed;
mod pair;
mod place;
mod strain;
mod strangers;
