//! The output folder before anything is written.
//!
//! Takes OUT and the inputs, gives an empty, writable folder, or the reason why there is none. Never removes what
//! copydesk did not write.

use super::attributes::{ATTRIBUTES, SET};
use super::cleaned::{CLEANED, ORIGINALS, PATCH, RESTORE};
use super::rejects::REJECTS;
use crate::error::{Error, Result};
use crate::read::Source;
use std::fs;
use std::io;
use std::path::{Component, Path, PathBuf};

/// The file that ends a run.
const MANIFEST: &str = "manifest.json";

/// The list of what a run is going to write, there until it finishes: one relative path a line, as JSON strings.
const PLAN: &str = "unfinished.jsonl";

/// Names of parts that a killed run leaves.
const PARTS: [&str; 2] = [".copydesk-part", ".part"];

/// Makes `out` an empty folder that can be written to. With `force`, what an earlier run wrote there is removed.
///
/// # Errors
/// [`Error::Output`] when it is a file, is or contains one of `inputs`, is not empty and `force` is not given, or holds
/// other files than copydesk's; [`Error::Io`] when it cannot be made or written to.
pub fn prepare(out: &Path, force: bool, inputs: &[PathBuf]) -> Result<()> {
    if out.exists() && !out.is_dir() {
        return Err(Error::output(out, "is a file; name a folder for the output"));
    }
    refuse_inputs(out, inputs)?;
    let names = names_in(out)?;
    if !names.is_empty() {
        clear(out, force, &names)?;
    }
    fs::create_dir_all(out).map_err(Error::io(out))?;
    // Whether a file can be made shows only when one is.
    tempfile::tempfile_in(out).map(drop).map_err(Error::io(out))
}

/// Refuses an OUT that would be its own input, or would be removed with it.
fn refuse_inputs(out: &Path, inputs: &[PathBuf]) -> Result<()> {
    let Ok(whole) = fs::canonicalize(out) else { return Ok(()) };
    for input in inputs.iter().filter_map(|input| fs::canonicalize(input).ok()) {
        if input == whole {
            return Err(Error::output(out, "is also the input; the input is never written to"));
        }
        if input.starts_with(&whole) {
            return Err(Error::output(out, "contains the input; name another folder"));
        }
    }
    Ok(())
}

/// The names in a folder; none if there is no folder.
fn names_in(folder: &Path) -> Result<Vec<PathBuf>> {
    let entries = match fs::read_dir(folder) {
        Ok(entries) => entries,
        Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(Vec::new()),
        Err(error) => return Err(Error::io(folder)(error)),
    };
    let names = entries.map(|entry| entry.map(|entry| PathBuf::from(entry.file_name())));
    names.collect::<io::Result<_>>().map_err(Error::io(folder))
}

/// Removes what an earlier run wrote, file by file: nothing that it did not write goes, wherever it stands.
fn clear(out: &Path, force: bool, names: &[PathBuf]) -> Result<()> {
    if !force {
        return Err(Error::output(
            out,
            "is not empty; --force replaces what an earlier run wrote there",
        ));
    }
    let Some(sources) = sources_of_run(out)? else {
        let name = names.first().map(|n| n.display().to_string()).unwrap_or_default();
        let reason = format!("holds {name}, which copydesk did not write; name another folder");
        return Err(Error::output(out, reason));
    };
    // What will be removed is noted first, so that a kill on the way leaves no folder that nobody knows; then the end of
    // the run goes: a folder half removed is not taken for a finished one.
    note(out, sources.iter().map(PathBuf::as_path))?;
    remove(&out.join(MANIFEST))?;
    remove(&out.join(REJECTS))?;
    for relative in &sources {
        remove(&out.join(CLEANED).join(relative))?;
        remove(&out.join(RESTORE).join(ORIGINALS).join(relative))?;
        remove(&out.join(ATTRIBUTES).join(SET).join(relative))?;
    }
    remove(&out.join(RESTORE).join(PATCH))?;
    for name in crate::report::files::NAMES {
        remove(&out.join(crate::report::files::FOLDER).join(name))?;
    }
    for folder in [CLEANED, RESTORE, ATTRIBUTES, crate::report::files::FOLDER] {
        sweep(&out.join(folder))?;
    }
    sweep_parts(out)?;
    remove(&out.join(PLAN))
}

/// The relative paths of the sources of the run in `out`, finished or not; `None` if there was none.
fn sources_of_run(out: &Path) -> Result<Option<Vec<PathBuf>>> {
    let plan = out.join(PLAN);
    let read = |path: &Path| match fs::read_to_string(path) {
        Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(None),
        other => other.map(Some).map_err(Error::io(path)),
    };
    if let Some(text) = read(&plan)? {
        let paths = text.lines().filter_map(|line| serde_json::from_str::<PathBuf>(line).ok());
        return Ok(Some(paths.filter(|path| is_inside(path)).collect()));
    }
    let Some(text) = read(&out.join(MANIFEST))? else { return Ok(None) };
    let manifest: serde_json::Value = serde_json::from_str(&text).unwrap_or_default();
    let inputs = manifest["inputs"].as_array().map(Vec::as_slice).unwrap_or_default();
    let paths = inputs.iter().filter_map(|input| input["relative"].as_str()).map(PathBuf::from);
    Ok(Some(paths.filter(|path| is_inside(path)).collect()))
}

/// Whether a relative path leads nowhere but down.
fn is_inside(path: &Path) -> bool {
    path.components().all(|part| matches!(part, Component::Normal(_)))
}

/// Notes in `out` what the run is going to write. Taken away by [`release`].
///
/// # Errors
/// [`Error::Io`] with the path.
pub fn claim(out: &Path, sources: &[Source]) -> Result<()> {
    note(out, sources.iter().map(|source| source.relative.as_path()))
}

fn note<'a>(out: &Path, relatives: impl Iterator<Item = &'a Path>) -> Result<()> {
    let path = out.join(PLAN);
    let mut text = String::new();
    for relative in relatives {
        text.push_str(&serde_json::json!(relative.to_string_lossy()).to_string());
        text.push('\n');
    }
    fs::write(&path, text).map_err(Error::io(&path))
}

/// Takes the note of [`claim`] away: the run is finished.
///
/// # Errors
/// [`Error::Io`] with the path.
pub fn release(out: &Path) -> Result<()> {
    remove(&out.join(PLAN))
}

/// Removes a file, if it is there.
fn remove(path: &Path) -> Result<()> {
    match fs::remove_file(path) {
        Err(error) if error.kind() != io::ErrorKind::NotFound => Err(Error::io(path)(error)),
        _ => Ok(()),
    }
}

/// Removes the parts of a killed run below `folder`, and the folders that are empty then, itself too.
fn sweep(folder: &Path) -> Result<()> {
    for name in names_in(folder)? {
        let path = folder.join(name);
        if path.is_dir() && !path.is_symlink() {
            sweep(&path)?;
        }
    }
    sweep_parts(folder)?;
    // A folder that still holds something stays; that it does is no failure.
    let _ = fs::remove_dir(folder);
    Ok(())
}

fn sweep_parts(folder: &Path) -> Result<()> {
    for name in names_in(folder)? {
        if PARTS.iter().any(|part| name.to_string_lossy().ends_with(part)) {
            remove(&folder.join(name))?;
        }
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn refusal(result: Result<()>) -> String {
        result.unwrap_err().to_string()
    }

    #[test]
    fn an_empty_or_new_folder_is_taken() {
        let folder = tempfile::tempdir().unwrap();
        prepare(folder.path(), false, &[]).unwrap();
        prepare(&folder.path().join("new/out"), false, &[]).unwrap();
        assert!(folder.path().join("new/out").is_dir());
    }

    #[test]
    fn what_is_not_ours_stays() {
        let folder = tempfile::tempdir().unwrap();
        let out = folder.path();
        fs::write(out.join("mine.txt"), "").unwrap();
        assert!(refusal(prepare(out, false, &[])).contains("--force"));
        assert!(refusal(prepare(out, true, &[])).contains("mine.txt"));
        fs::write(out.join(MANIFEST), r#"{"inputs":[{"relative":"deep/a.txt"}]}"#).unwrap();
        fs::create_dir_all(out.join("cleaned/deep")).unwrap();
        fs::write(out.join("cleaned/deep/a.txt"), "").unwrap();
        prepare(out, true, &[]).unwrap();
        assert!(out.join("mine.txt").exists() && !out.join("cleaned").exists());
    }

    #[test]
    fn the_input_is_never_the_output() {
        let folder = tempfile::tempdir().unwrap();
        let input = folder.path().join("in");
        fs::create_dir(&input).unwrap();
        let inputs = std::slice::from_ref(&input);
        assert!(refusal(prepare(&input, true, inputs)).contains("also the input"));
        assert!(refusal(prepare(folder.path(), true, inputs)).contains("contains the input"));
        prepare(&input.join("out"), false, inputs).unwrap();
    }
}
