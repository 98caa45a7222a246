//! Names inside the archive, from names that strangers chose.
//!
//! A name may try to leave the folder (`../..`), to be a device (`CON`), to read backwards (U+202E), to hide its
//! kind, to be longer than a disk allows, or to be another's. What comes out is one part of a path: letters and digits
//! of any script, and `. - _ ( )` and blanks between them. The name as received is kept in the manifest, as data.

use std::collections::BTreeSet;

use unicode_normalization::UnicodeNormalization as _;

/// The longest part of a path, in bytes: every system takes it, with room for a number.
const BYTES_MAX: usize = 120;
/// The longest ending that is kept when a name is cut, in bytes with its dot.
const ENDING_BYTES_MAX: usize = 12;

/// The names that are taken, compared as the least careful of disks does.
#[derive(Debug, Default)]
pub(crate) struct Names(BTreeSet<String>);

impl Names {
    /// A path in this folder (`""` for none) that no other has.
    pub(crate) fn take(&mut self, folder: &str, wanted: &str) -> String {
        let name = part(wanted);
        let (stem, ending) = split(&name);
        let free = (1_u64..).find_map(|number| {
            let name = if number == 1 { name.clone() } else { format!("{stem}-{number}{ending}") };
            let path = if folder.is_empty() { name } else { format!("{folder}/{name}") };
            self.0.insert(folded(&path)).then_some(path)
        });
        free.expect("an archive has fewer files than there are numbers")
    }
}

fn folded(path: &str) -> String {
    path.to_lowercase().nfkc().collect()
}

/// A name that is one part of a path, whatever is given.
fn part(wanted: &str) -> String {
    let clean: String = wanted.nfc().map(|c| if is_plain(c) { c } else { '_' }).collect();
    let clean = clean.trim_matches(['.', ' ', '-']);
    let (stem, ending) = split(clean);
    let room = BYTES_MAX - ending.len();
    let cut = (0..=room.min(stem.len())).rev().find(|at| stem.is_char_boundary(*at)).unwrap_or_default();
    let name = format!("{}{ending}", stem[..cut].trim_end_matches(['.', ' ', '-']));
    let stem = name.split('.').next().unwrap_or_default();
    if name.is_empty() || is_device(stem) { format!("_{name}") } else { name }
}

fn is_plain(c: char) -> bool {
    c.is_alphanumeric() || matches!(c, '.' | '-' | '_' | '(' | ')' | ' ')
}

fn split(name: &str) -> (&str, &str) {
    let dot = name.rfind('.').filter(|dot| *dot > 0 && name.len() - dot <= ENDING_BYTES_MAX);
    name.split_at(dot.unwrap_or(name.len()))
}

/// Names that Windows keeps for devices, with whatever ending.
fn is_device(stem: &str) -> bool {
    let stem = stem.trim().to_ascii_uppercase();
    let numbered = stem.strip_prefix("COM").or_else(|| stem.strip_prefix("LPT"));
    matches!(stem.as_str(), "CON" | "PRN" | "AUX" | "NUL")
        || numbered.is_some_and(|rest| rest.chars().count() == 1 && rest.chars().all(char::is_numeric))
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn hostile_names_stay_inside_and_keep_their_kind() {
        let cases = [
            ("../../etc/passwd", "_._etc_passwd"),
            ("C:\\temp\\a.txt", "C__temp_a.txt"),
            ("CON", "_CON"),
            ("com1.txt", "_com1.txt"),
            ("a\nb.png", "a_b.png"),
            ("gnp\u{202e}exe.png", "gnp_exe.png"),
            (".bashrc", "bashrc"),
            ("-rf", "rf"),
            ("", "_"),
            ("..", "_"),
            ("Siân Ŵyn (1).JPG", "Siân Ŵyn (1).JPG"),
            ("nul ", "_nul"),
        ];
        for (wanted, name) in cases {
            assert_eq!(part(wanted), name, "{wanted:?}");
        }
    }

    #[test]
    fn a_long_name_is_cut_before_its_ending() {
        let name = part(&format!("{}.jpeg", "ŵ".repeat(300)));
        assert!(name.len() <= BYTES_MAX && name.ends_with("ŵ.jpeg"), "{name}");
    }

    #[test]
    fn names_that_a_disk_would_take_for_one_are_told_apart() {
        let mut names = Names::default();
        let taken: Vec<_> =
            ["a.txt", "A.TXT", "a.txt", "a-2.txt"].map(|name| names.take("originals", name)).into();
        assert_eq!(
            taken,
            ["originals/a.txt", "originals/A-2.TXT", "originals/a-3.txt", "originals/a-2-2.txt"]
        );
    }

    proptest! {
        #[test]
        fn whatever_it_is_called_it_is_one_part_of_a_path(wanted in any::<String>()) {
            let name = part(&wanted);
            prop_assert!(!name.is_empty() && name.len() <= BYTES_MAX + 1);
            prop_assert!(!name.starts_with(['.', '-', ' ']) && !name.ends_with(['.', ' ']), "{name:?}");
            prop_assert!(name.chars().all(is_plain) && part(&name) == name, "{name:?}");
        }
    }
}
