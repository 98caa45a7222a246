//! What people read: every sentence in English and in Welsh, side by side.
//!
//! A sentence is a [`Words`] constant in a file called `words.rs`; a sentence with a number or a name
//! in it is a function there. The compiler sees to it that no translation is missing.
//! The Welsh has not yet been read by a professional translator: see `docs/reasons/words.md`.

use serde::{Deserialize, Serialize};

/// A language that the pages speak.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Lang {
    #[default]
    En,
    Cy,
}

impl Lang {
    /// The code for the `lang` attribute of a page.
    pub const fn code(self) -> &'static str {
        match self {
            Self::En => "en",
            Self::Cy => "cy",
        }
    }

    /// Reads a code; anything unknown is English.
    pub fn from_code(code: &str) -> Self {
        if code == "cy" { Self::Cy } else { Self::En }
    }

    pub const ALL: [Self; 2] = [Self::En, Self::Cy];

    /// One of two texts.
    pub const fn pick<'a>(self, en: &'a str, cy: &'a str) -> &'a str {
        match self {
            Self::En => en,
            Self::Cy => cy,
        }
    }
}

/// One sentence in both languages.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Words {
    en: &'static str,
    cy: &'static str,
}

impl Words {
    /// Both languages are given, always.
    pub const fn new(en: &'static str, cy: &'static str) -> Self {
        Self { en, cy }
    }

    /// The sentence in one language.
    pub const fn of(self, lang: Lang) -> &'static str {
        match lang {
            Lang::En => self.en,
            Lang::Cy => self.cy,
        }
    }
}

/// Declares sentences: `words! { pub START = "Start", "Dechrau"; }`.
#[macro_export]
macro_rules! words {
    ($($(#[$doc:meta])* $vis:vis $name:ident = $en:expr, $cy:expr;)*) => {
        $($(#[$doc])* $vis const $name: $crate::words::Words = $crate::words::Words::new($en, $cy);)*
    };
}
