//! What a young person asks: that pictures or videos of them are found and taken down, which nobody here ever sees.

use serde::{Deserialize, Serialize};

use super::Event;
use super::fingerprint::{Fingerprint, FingerprintKind, Medium};
use crate::id::ListedId;
use crate::role::coded;

coded! {
    /// How old somebody says they are.
    AgeRange {
        Under13 = "under_13",
        From13To15 = "13_15",
        From16To17 = "16_17",
        /// Grown up now, and not when the picture was taken.
        Over18 = "over_18",
    }
}

coded! {
    /// Whether a picture was put somewhere yet.
    Spread {
        Threatened = "threatened",
        Posted = "posted",
        NotSure = "not_sure",
    }
}

/// One picture or one video: its hashes, and the id under which it comes into the list.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Item {
    pub id: ListedId,
    pub medium: Medium,
    /// Of a picture or a file one of each kind; of a video one PDQ hash a frame.
    pub fingerprints: Vec<Fingerprint>,
}

/// All that a request begins with. No name, and nothing by which somebody could be found.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Asking {
    pub items: Vec<Item>,
    pub age: AgeRange,
    /// Where they live: two letters of ISO 3166-1, or nothing said.
    #[serde(default)]
    pub country: String,
    pub spread: Spread,
    /// Where it was put or is threatened to be put, as chosen or typed.
    #[serde(default)]
    pub places: Vec<String>,
}

/// The most pictures and videos of one request.
pub const ITEMS_MAX: usize = 20;
/// The most hashes of one: sixty frames of a video, and its file in two or three ways.
const FINGERPRINTS_MAX: usize = 64;
/// The longest that somebody may write of a place, in characters.
pub const PLACE_CHARS_MAX: usize = 100;

/// One picture or video as the device tells of it.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Made {
    #[serde(rename = "of")]
    pub medium: Medium,
    #[serde(rename = "hashes")]
    pub fingerprints: Vec<Fingerprint>,
}

/// Reads what the device made: `[{"of":"picture","hashes":["pdq:…:100","sha256:…","md5:…"]}]`.
pub fn read(json: &str) -> Result<Vec<Made>, Refusal> {
    // What the parser says may repeat a part of what it read.
    let made: Vec<Made> = serde_json::from_str(json).map_err(|_| Refusal::Unreadable)?;
    if made.is_empty() {
        return Err(Refusal::Nothing);
    }
    if made.len() > ITEMS_MAX {
        return Err(Refusal::TooMany);
    }
    if made.iter().all(is_whole) { Ok(made) } else { Err(Refusal::Unreadable) }
}

/// Whether there is as much of it as there can be: something, and of a picture one of each kind.
fn is_whole(made: &Made) -> bool {
    let mut seen = made.fingerprints.clone();
    seen.sort_unstable();
    let once = seen.windows(2).all(|pair| {
        let frames = made.medium == Medium::Video && pair[0].kind() == FingerprintKind::Pdq;
        if frames { pair[0] != pair[1] } else { pair[0].kind() != pair[1].kind() }
    });
    once && (1..=FINGERPRINTS_MAX).contains(&seen.len())
}

/// A request as it stands.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Request {
    pub asking: Asking,
    pub withdrawn: bool,
}

/// Asks for more to be taken down.
pub fn add(request: &Request, items: Vec<Item>) -> Result<Event, Refusal> {
    if request.withdrawn {
        Err(Refusal::Withdrawn)
    } else if items.is_empty() {
        Err(Refusal::Nothing)
    } else if request.asking.items.len() + items.len() > ITEMS_MAX {
        Err(Refusal::TooMany)
    } else {
        Ok(Event::AskedMore { items })
    }
}

/// Takes the request back.
pub fn withdraw(request: &Request) -> Result<Event, Refusal> {
    if request.withdrawn { Err(Refusal::Withdrawn) } else { Ok(Event::Withdrawn) }
}

/// The request after something happened.
pub fn apply(request: Option<Request>, event: Event) -> Option<Request> {
    match event {
        Event::Asked { asking } => Some(Request { asking, withdrawn: false }),
        Event::AskedMore { items } => request.map(|mut request| {
            request.asking.items.extend(items);
            request
        }),
        Event::Withdrawn => request.map(|request| Request { withdrawn: true, ..request }),
        Event::ListMade { .. }
        | Event::ListChanged { .. }
        | Event::Listed { .. }
        | Event::FedBack { .. }
        | Event::Quarantined { .. }
        | Event::Confirmed { .. }
        | Event::Struck { .. } => request,
    }
}

/// Why it is not taken. None of them repeats what was sent.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum Refusal {
    #[error("there is no picture or video yet: choose one")]
    Nothing,
    #[error("one request has {} pictures and videos at most: make another request for the rest", ITEMS_MAX)]
    TooMany,
    #[error("what came is not what the page makes: load the page again and choose the pictures again")]
    Unreadable,
    #[error("this request was taken back: make a new one")]
    Withdrawn,
}

#[cfg(test)]
mod tests {
    use super::*;

    fn digits(length: usize) -> String {
        "0f".repeat(length / 2)
    }

    fn picture() -> String {
        let (pdq, sha, md) = (digits(64), digits(64), digits(32));
        format!(r#"{{"of":"picture","hashes":["pdq:{pdq}:90","sha256:{sha}","md5:{md}"]}}"#)
    }

    fn request(items: usize) -> Request {
        let one = Item {
            id: crate::id::Id::from_uuid(uuid::Uuid::nil()),
            medium: Medium::Picture,
            fingerprints: vec![format!("md5:{}", digits(32)).parse().unwrap()],
        };
        let asking = Asking {
            items: vec![one; items],
            age: AgeRange::From13To15,
            country: "GB".to_owned(),
            spread: Spread::Threatened,
            places: Vec::new(),
        };
        Request { asking, withdrawn: false }
    }

    #[test]
    fn what_the_page_makes_is_read() {
        let made = read(&format!("[{0},{0}]", picture())).unwrap();
        assert_eq!(made.len(), 2);
        assert_eq!(made[0].fingerprints.len(), 3);
    }

    #[test]
    fn what_the_page_does_not_make_is_refused_and_not_repeated() {
        let md = format!("\"md5:{}\"", digits(32));
        let cases = [
            (String::new(), Refusal::Unreadable),
            ("[]".to_owned(), Refusal::Nothing),
            (r#"[{"of":"picture","hashes":[]}]"#.to_owned(), Refusal::Unreadable),
            (format!(r#"[{{"of":"picture","hashes":[{md},{md}]}}]"#), Refusal::Unreadable),
            (format!(r#"[{{"of":"picture","hashes":[{md}],"name":"IMG_1.jpg"}}]"#), Refusal::Unreadable),
            (r#"[{"of":"picture","hashes":["data:image/png;base64,0f0f"]}]"#.to_owned(), Refusal::Unreadable),
            (format!("[{}]", vec![picture(); ITEMS_MAX + 1].join(",")), Refusal::TooMany),
        ];
        for (json, why) in cases {
            assert_eq!(read(&json), Err(why));
            assert!(!why.to_string().contains("0f0f"));
        }
    }

    #[test]
    fn frames_of_a_video_may_be_many_and_each_is_there_once() {
        let frame = |number: u8| format!("\"pdq:{}:80\"", format!("{number:02x}").repeat(32));
        let video = |frames: &[String]| format!(r#"[{{"of":"video","hashes":[{}]}}]"#, frames.join(","));
        assert!(read(&video(&(0..60).map(frame).collect::<Vec<_>>())).is_ok());
        assert_eq!(read(&video(&[frame(1), frame(1)])), Err(Refusal::Unreadable));
        assert_eq!(read(&video(&(0..65).map(frame).collect::<Vec<_>>())), Err(Refusal::Unreadable));
    }

    #[test]
    fn what_was_taken_back_takes_nothing_more() {
        let taken_back = apply(Some(request(1)), withdraw(&request(1)).unwrap()).unwrap();
        assert_eq!(withdraw(&taken_back), Err(Refusal::Withdrawn));
        assert_eq!(add(&taken_back, request(1).asking.items), Err(Refusal::Withdrawn));
    }

    #[test]
    fn twenty_in_all_and_no_more() {
        let Ok(added) = add(&request(19), request(1).asking.items) else { panic!("there is room for one") };
        let full = apply(Some(request(19)), added).unwrap();
        assert_eq!(add(&full, request(1).asking.items), Err(Refusal::TooMany));
    }
}
