//! Articles to bytes.
