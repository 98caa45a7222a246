//! A value of JSON with the way to it, read as tools write it: numbers and yes or no also as texts.

use serde_json::Value;

use super::wrong::text_of;
use super::{DEPTH_MAX, Problem, Wrong};

/// A value and its place: `hashRecords[2].hashStatus`.
#[derive(Clone)]
pub(super) struct Spot<'a> {
    value: &'a Value,
    pub(super) place: String,
}

/// The document as a value.
pub(super) fn parse(bytes: &[u8]) -> Result<Value, Wrong> {
    let text = text_of(bytes)?;
    if deeper_than_allowed(text) {
        return Err(Wrong::at("the document", Problem::TooDeep));
    }
    serde_json::from_str(text).map_err(|why| {
        // Only where it is: the message of the library can hold what stands there.
        Wrong::at(format!("line {}, column {}", why.line(), why.column()), Problem::NotWellFormed("JSON"))
    })
}

/// Counted before anything is built; what stands in texts does not nest.
fn deeper_than_allowed(text: &str) -> bool {
    let (mut depth, mut in_text, mut escaped) = (0_usize, false, false);
    for byte in text.bytes() {
        match byte {
            _ if escaped => escaped = false,
            b'\\' if in_text => escaped = true,
            b'"' => in_text = !in_text,
            b'[' | b'{' if !in_text => depth += 1,
            b']' | b'}' if !in_text => depth = depth.saturating_sub(1),
            _ => {}
        }
        if depth > DEPTH_MAX {
            return true;
        }
    }
    false
}

impl<'a> Spot<'a> {
    pub(super) fn root(value: &'a Value) -> Self {
        Self { value, place: String::new() }
    }

    pub(super) fn is_object(&self) -> bool {
        self.value.is_object()
    }

    pub(super) fn has(&self, field: &str) -> bool {
        self.value.get(field).is_some_and(|value| !value.is_null())
    }

    /// The field, unless it is absent or null.
    pub(super) fn field(&self, field: &str) -> Option<Self> {
        let value = self.value.get(field).filter(|value| !value.is_null())?;
        let dot = if self.place.is_empty() { "" } else { "." };
        Some(Self { value, place: format!("{}{dot}{field}", self.place) })
    }

    pub(super) fn must(&self, field: &'static str) -> Result<Self, Wrong> {
        let place = self.named();
        self.field(field).ok_or_else(|| Wrong::at(place, Problem::Missing(field)))
    }

    /// The values of a list, of which there may be so many.
    pub(super) fn list(&self, max: usize) -> Result<impl Iterator<Item = Self> + use<'a>, Wrong> {
        let list = self.value.as_array().ok_or_else(|| self.wrong(Problem::MustBe("a list")))?;
        if list.len() > max {
            return Err(self.wrong(Problem::TooMany(max)));
        }
        let place = self.place.clone();
        Ok(list.iter().enumerate().map(move |(at, value)| Self { value, place: format!("{place}[{at}]") }))
    }

    /// The names and values of an object; an empty list counts as an empty object, as some write it.
    pub(super) fn pairs(&self) -> Result<Vec<(String, Self)>, Wrong> {
        if self.value.as_array().is_some_and(Vec::is_empty) {
            return Ok(Vec::new());
        }
        let object = self.value.as_object().ok_or_else(|| self.wrong(Problem::MustBe("an object")))?;
        // A name can be anything, so it is no part of the place.
        let pair =
            |(name, value): (&String, &'a Value)| (name.clone(), Self { value, place: self.place.clone() });
        Ok(object.iter().map(pair).collect())
    }

    pub(super) fn text(&self) -> Result<&'a str, Wrong> {
        self.value.as_str().ok_or_else(|| self.wrong(Problem::MustBe("a text")))
    }

    /// A text, or the digits of a number.
    pub(super) fn text_or_number(&self) -> Result<String, Wrong> {
        match self.value {
            Value::String(text) => Ok(text.clone()),
            Value::Number(number) => Ok(number.to_string()),
            Value::Null | Value::Bool(_) | Value::Array(_) | Value::Object(_) => {
                Err(self.wrong(Problem::MustBe("a text or a number")))
            }
        }
    }

    pub(super) fn whole(&self) -> Result<i64, Wrong> {
        let number = self.value.as_i64().or_else(|| self.value.as_str()?.trim().parse().ok());
        number.ok_or_else(|| self.wrong(Problem::MustBe("a whole number")))
    }

    /// Yes or no, also as a text or as 1 and 0. An empty text is neither.
    pub(super) fn yes_or_no(&self) -> Result<Option<bool>, Wrong> {
        let said = match self.value {
            Value::Bool(said) => return Ok(Some(*said)),
            Value::String(text) => text.trim().to_ascii_lowercase(),
            Value::Number(number) => number.to_string(),
            Value::Null | Value::Array(_) | Value::Object(_) => "?".to_owned(),
        };
        match said.as_str() {
            "" => Ok(None),
            "true" | "yes" | "1" => Ok(Some(true)),
            "false" | "no" | "0" => Ok(Some(false)),
            _ => Err(self.wrong(Problem::MustBe("true or false"))),
        }
    }

    /// Where it is, for an error.
    fn named(&self) -> &str {
        const WHOLE: &str = "the document";
        if self.place.is_empty() { WHOLE } else { &self.place }
    }

    pub(super) fn wrong(&self, problem: Problem) -> Wrong {
        let place = self.named();
        Wrong::at(place, problem)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn yes_and_no_are_read_as_tools_write_them() {
        let value = serde_json::json!({ "list": [true, "False", "1", 0, "", "maybe", [1]] });
        let list: Vec<_> = Spot::root(&value).must("list").unwrap().list(10).unwrap().collect();
        let read: Vec<_> = list.iter().map(|spot| spot.yes_or_no().ok()).collect();
        let expected = [
            Some(Some(true)),
            Some(Some(false)),
            Some(Some(true)),
            Some(Some(false)),
            Some(None),
            None,
            None,
        ];
        assert_eq!(read, expected);
        let wrong = list[5].yes_or_no().unwrap_err();
        assert_eq!(wrong.to_string(), "list[5]: it must be true or false: write it so");
    }

    #[test]
    fn what_is_too_deep_is_refused_before_it_is_built_and_a_fault_is_told_by_its_place() {
        let deep = format!("{}{}", "[".repeat(1_000_000), "]".repeat(1_000_000));
        assert_eq!(parse(deep.as_bytes()).unwrap_err().problem, Problem::TooDeep);
        assert!(parse(br#"{"a": "[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[["}"#).is_ok());
        let wrong = parse(b"{\n\"hash\": d41d8cd98f00b204}").unwrap_err().to_string();
        assert!(wrong.starts_with("line 2, column ") && !wrong.contains("d41d"), "{wrong}");
    }
}
