//! Paths: what is read, in which order, and where it will stand.

use crate::*;

fn relatives(inputs: &[PathBuf], skip: Option<&Path>) -> Vec<String> {
    let spool = tempfile::tempdir().unwrap();
    let sources = discover(inputs, skip, spool.path()).unwrap();
    sources.iter().map(|source| source.relative.to_string_lossy().into_owned()).collect()
}

fn folder_with(names: &[&str]) -> tempfile::TempDir {
    let folder = tempfile::tempdir().unwrap();
    for name in names {
        let path = folder.path().join(name);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, "words").unwrap();
    }
    folder
}

#[test]
fn folders_are_walked_in_the_order_of_names() {
    let folder =
        folder_with(&["b.txt", "a/2.txt", "a/10.txt", ".hidden", ".git/x", "out/cleaned/a.txt"]);
    let out = folder.path().join("out");
    let inputs = [folder.path().to_path_buf()];
    assert_eq!(relatives(&inputs, Some(&out)), ["a/10.txt", "a/2.txt", "b.txt"]);
}

#[cfg(unix)]
#[test]
fn links_to_files_are_followed_and_links_to_folders_are_not() {
    let folder = folder_with(&["real/a.txt"]);
    let link =
        |to: &str, name: &str| std::os::unix::fs::symlink(to, folder.path().join(name)).unwrap();
    link("real/a.txt", "link.txt");
    link("real", "loop");
    link("nowhere", "dangling");
    assert_eq!(relatives(&[folder.path().to_path_buf()], None), ["link.txt", "real/a.txt"]);
}

#[test]
fn inputs_that_would_clash_get_a_folder_each() {
    let folder = folder_with(&["x/a.txt", "y/a.txt", "y/b.txt", "z/x/a.txt", "c.txt"]);
    let at = |name: &str| folder.path().join(name);
    assert_eq!(relatives(&[at("x"), at("c.txt")], None), ["a.txt", "c.txt"]);
    assert_eq!(relatives(&[at("x"), at("y")], None), ["x/a.txt", "y/a.txt", "y/b.txt"]);
    assert_eq!(relatives(&[at("x"), at("z/x")], None), ["x/a.txt", "x-2/a.txt"]);
    assert_eq!(relatives(&[at("x/a.txt"), at("y/a.txt")], None), ["x/a.txt", "y/a.txt"]);
    assert_eq!(relatives(&[at("x/a.txt"), at("x/a.txt")], None), ["x/a.txt", "x-2/a.txt"]);
}

#[test]
fn what_is_not_there_is_an_error() {
    let folder = tempfile::tempdir().unwrap();
    let error = |path: PathBuf| discover(&[path], None, folder.path()).unwrap_err().to_string();
    assert!(error(folder.path().join("none.jsonl")).contains("none.jsonl: "));
    assert!(error(folder.path().to_path_buf()).ends_with("there are no files in this folder"));
}
