//! Bytes to articles.

use serde::{Deserialize, Serialize};

/// Settings of the reading.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields, rename_all = "kebab-case")]
pub struct ReadConfig {
    /// Field with the text.
    pub text_field: Option<String>,
}
