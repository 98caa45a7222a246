//! The commands as they are used: files and tables in, lines out.

#[path = "../../../pdq/tests/made/mod.rs"]
mod made;

use tempfile::TempDir;

use super::*;
use made::{pixels, vectors};

fn hashed(files: Vec<PathBuf>) -> (Vec<Value>, bool) {
    let args = Hashing { json: true, dihedral: true, looks: false, threads: Some(3), files };
    let mut out = Vec::new();
    let whole = hash(&args, &mut out).is_ok();
    (String::from_utf8(out).unwrap().lines().map(|line| serde_json::from_str(line).unwrap()).collect(), whole)
}

#[test]
fn files_have_the_hashes_of_the_reference_in_the_order_given() {
    let folder = TempDir::new().unwrap();
    let files: Vec<PathBuf> =
        (0..vectors().len()).map(|row| folder.path().join(format!("{row}.png"))).collect();
    for (row, file) in vectors().iter().zip(&files) {
        let (width, height, bytes) = pixels(row);
        let (width, height) = (u32::try_from(width).unwrap(), u32::try_from(height).unwrap());
        image::save_buffer(file, &bytes, width, height, image::ColorType::Rgb8).unwrap();
    }
    let (lines, whole) = hashed(files.clone());
    assert!(whole && lines.len() == 95);
    for ((row, file), line) in vectors().iter().zip(&files).zip(&lines) {
        let turned: Vec<&str> =
            DIHEDRAL.iter().map(|name| line["dihedral"][name].as_str().unwrap()).collect();
        assert_eq!(line["file"], file.to_str().unwrap());
        assert_eq!((line["quality"].to_string(), line["pdq"].as_str().unwrap()), (row[4].to_owned(), row[5]));
        assert_eq!((line["dihedral_quality"].to_string(), turned), (row[6].to_owned(), row[7..].to_vec()));
        assert_eq!(
            (line["width"].to_string(), line["height"].to_string()),
            (row[2].to_owned(), row[3].to_owned())
        );
    }
}

#[test]
fn what_cannot_be_hashed_says_why_and_the_rest_is_hashed_all_the_same() {
    let folder = TempDir::new().unwrap();
    let [text, missing] = ["text", "missing"].map(|name| folder.path().join(name));
    std::fs::write(&text, "abc").unwrap();
    let (lines, whole) = hashed(vec![text, missing]);
    assert!(!whole);
    assert!(lines[0]["error"].as_str().unwrap().contains("no picture"), "{}", lines[0]);
    assert_eq!(lines[0]["md5"], "900150983cd24fb0d6963f7d28e17f72", "its digests are told");
    assert!(lines[1]["error"].as_str().unwrap().contains("cannot be read"), "{}", lines[1]);
}

fn matched(list: &str, queries: &str, threshold: u32) -> Result<String> {
    let folder = TempDir::new()?;
    let [list_file, queries_file] = ["list", "queries"].map(|name| folder.path().join(name));
    std::fs::write(&list_file, list)?;
    std::fs::write(&queries_file, queries)?;
    let args = Matching { list: list_file, threshold, json: true, threads: None, queries: queries_file };
    let mut out = Vec::new();
    find(&args, &mut out)?;
    Ok(String::from_utf8(out)?)
}

#[test]
fn a_match_names_both_rows_the_nearest_first() {
    let (zero, three, far) = ("0".repeat(64), format!("{}7", "0".repeat(63)), "f".repeat(64));
    let list = format!("id,hash\nb,{three}\na,{zero}\nc,{far}\n");
    let queries = format!("hash,id\n{zero},q1\n{},q2\n", "a".repeat(64));
    let found = matched(&list, &queries, 31).unwrap();
    let lines: Vec<Value> = found.lines().map(|line| serde_json::from_str(line).unwrap()).collect();
    let expected = [
        json!({ "query": "q1", "hash": zero, "distance": 0, "id": "a" }),
        json!({ "query": "q1", "hash": three, "distance": 3, "id": "b" }),
    ];
    assert_eq!(lines, expected);
    assert_eq!(matched(&list, &queries, 2).unwrap().lines().count(), 1);
}

#[test]
fn a_table_that_is_wrong_is_told_by_its_line_without_what_stands_there() {
    let good = format!("hash,id\n{},a\n", "0".repeat(64));
    let secret = "deadbeef".repeat(7);
    let cases = [
        ("hash;id\n".to_owned(), "must name the columns"),
        (format!("hash,id\n{},a\n{secret},b\n", "0".repeat(64)), "line 3, column `hash`"),
        (format!("hash,id\n{secret}\n"), "line 2: every line must have as many columns"),
    ];
    for (table, expected) in cases {
        let error = format!("{:#}", matched(&table, &good, 31).unwrap_err());
        assert!(error.contains(expected) && !error.contains("deadbeef"), "{error}");
        assert!(matched(&good, &table, 31).is_err());
    }
}
