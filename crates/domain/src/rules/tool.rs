//! The parts of a screening tool: its signs, its bands, and the rules that set the band whatever the total.

use std::collections::BTreeMap;

use serde::Deserialize;

use super::tables::Tool;
use super::when::When;
use crate::words::Lang;

impl Tool {
    /// What it is called.
    pub fn name_in(&self, lang: Lang) -> &str {
        lang.pick(&self.name, &self.name_cy)
    }
}

impl Item {
    /// The sign, as it is asked.
    pub fn text_in(&self, lang: Lang) -> &str {
        lang.pick(&self.text, &self.cy)
    }
}

impl Band {
    /// What the band says is to be done.
    pub fn text_in(&self, lang: Lang) -> &str {
        lang.pick(&self.text, &self.cy)
    }

    /// The band in a few words: its first sentence.
    pub fn short_in(&self, lang: Lang) -> &str {
        let text = self.text_in(lang);
        text.split_once(['.', ';']).map_or(text, |(first, _)| first)
    }
}

impl Override {
    /// Why it holds.
    pub fn text_in(&self, lang: Lang) -> &str {
        lang.pick(&self.text, &self.cy)
    }
}

/// One sign of a tool.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Item {
    pub id: String,
    pub domain: String,
    pub text: String,
    pub cy: String,
    /// The points of each answer.
    pub weights: BTreeMap<String, u32>,
}

/// A band of the total.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Band {
    pub name: String,
    /// The points from which it begins.
    pub from: u32,
    pub text: String,
    pub cy: String,
}

/// A rule that sets the band whatever the total.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Override {
    pub id: String,
    pub when: When,
    /// The name of the band that it is at least.
    pub band: String,
    pub text: String,
    pub cy: String,
}
