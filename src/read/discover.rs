//! Paths to sources.
//!
//! Takes what the user named (files, folders, `-`), gives the files to read, in order, each with its place in the output.
//! Never opens a file, except to spool what cannot be read twice.

use super::hosts::{host_of_folder, host_of_name};
use super::lot::Lot;
use crate::error::{Error, Result};
use std::collections::{BTreeSet, HashMap};
use std::ffi::{OsStr, OsString};
use std::fs::{self, File};
use std::io::{self, Read, Seek};
use std::path::{Component, Path, PathBuf};
use std::sync::Arc;
use walkdir::{DirEntry, WalkDir};

/// One file of the input.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Source {
    /// Where it lies; of what was spooled, the name that messages have for it.
    pub path: PathBuf,
    /// What stands for the file at `path`.
    pub(super) held: Option<Held>,
    /// As the user named it, for messages.
    pub label: String,
    /// Its place under `OUT/cleaned`; only normal components.
    pub relative: PathBuf,
    /// Its size on disk.
    pub bytes: u64,
    /// The host that a folder above it is named after.
    pub(super) folder_host: Option<String>,
}

impl Source {
    /// The file at `path`, read as `relative`.
    ///
    /// # Errors
    /// [`Error::Io`] when there is no such file.
    pub fn new(path: &Path, label: String, relative: PathBuf) -> Result<Self> {
        let bytes = fs::metadata(path).map_err(Error::io(path))?.len();
        let folder_host = host_of_folder(&relative);
        Ok(Self { path: path.to_path_buf(), held: None, label, relative, bytes, folder_host })
    }

    /// Lines that came by standard input, in memory.
    #[must_use]
    pub fn of_lines(lines: Lot) -> Self {
        Self {
            path: STDIN.into(),
            label: STDIN.to_owned(),
            relative: AS_FILE.into(),
            bytes: lines.bytes.len() as u64,
            folder_host: None,
            held: Some(Held::Lines(Arc::new(lines))),
        }
    }

    /// Its bytes as they lie on disk, from the first. One at a time: of what was spooled, readers share their place.
    ///
    /// # Errors
    /// [`Error::Io`] when it cannot be opened.
    pub fn open(&self) -> Result<Box<dyn Read + Send>> {
        let file = match &self.held {
            None => File::open(&self.path),
            Some(Held::Spool(file)) => file.try_clone().and_then(|mut file| {
                file.rewind()?;
                Ok(file)
            }),
            Some(Held::Lines(lines)) => {
                return Ok(Box::new(io::Cursor::new(Shared(Arc::clone(lines)))));
            }
        };
        Ok(Box::new(file.map_err(Error::io(&self.path))?))
    }

    /// The lines in memory, if it is some.
    pub(super) fn lines(&self) -> Option<&Lot> {
        match &self.held {
            Some(Held::Lines(lines)) => Some(lines),
            _ => None,
        }
    }

    /// The id of a record that names none: its place, with `/` on every system.
    pub(super) fn id_of(&self, number: Option<u64>) -> String {
        let parts: Vec<_> = self.relative.iter().map(OsStr::to_string_lossy).collect();
        let path = parts.join("/");
        number.map_or(path.clone(), |number| format!("{path}:{number}"))
    }
}

/// What standard input is called in messages.
pub(super) const STDIN: &str = "<stdin>";
/// The place of standard input among files.
const AS_FILE: &str = "stdin.jsonl";

/// What can be read only once, kept for a second reading.
#[derive(Debug, Clone)]
pub(super) enum Held {
    /// A copy without a name, so that it goes with the process however that ends.
    Spool(Arc<File>),
    /// Lines in memory.
    Lines(Arc<Lot>),
}

/// Bytes that several readings share.
struct Shared(Arc<Lot>);

impl AsRef<[u8]> for Shared {
    fn as_ref(&self) -> &[u8] {
        &self.0.bytes
    }
}

impl PartialEq for Held {
    fn eq(&self, other: &Self) -> bool {
        match (self, other) {
            (Self::Spool(a), Self::Spool(b)) => Arc::ptr_eq(a, b),
            (Self::Lines(a), Self::Lines(b)) => Arc::ptr_eq(a, b),
            _ => false,
        }
    }
}

impl Eq for Held {}

/// The files under `inputs`, folders walked in the order of names. Hidden files and `skip` are passed over; links to
/// files are followed, links to folders are not. Standard input (`-`) and pipes are copied to nameless files in `folder`
/// first.
///
/// # Errors
/// [`Error::Io`] for what cannot be found or read, [`Error::Input`] for a folder without files and for a second `-`.
pub fn discover(inputs: &[PathBuf], skip: Option<&Path>, folder: &Path) -> Result<Vec<Source>> {
    let skip = skip.and_then(|out| fs::canonicalize(out).ok());
    let mut found = Vec::new();
    for (input, path) in inputs.iter().enumerate() {
        let before = found.len();
        if path.as_os_str() == "-" {
            if inputs[..input].contains(path) {
                return Err(Error::input(path, "standard input can be read only once"));
            }
            let stdin = (&mut io::stdin().lock(), STDIN);
            found.push(spooled(input, stdin, AS_FILE.into(), folder)?);
            continue;
        }
        let about = fs::metadata(path).map_err(Error::io(path))?;
        if about.is_dir() {
            walk(input, path, skip.as_deref(), &mut found)?;
        } else if about.is_file() {
            found.push(Found::file(input, path.clone(), name_of(path)));
        } else {
            let mut pipe = File::open(path).map_err(Error::io(path))?;
            let relative = format!("input-{}.jsonl", input + 1).into();
            let pipe = (&mut pipe, &*path.to_string_lossy());
            found.push(spooled(input, pipe, relative, folder)?);
        }
        if found.len() == before {
            return Err(Error::input(path, "there are no files in this folder"));
        }
    }
    if inputs.len() > 1 {
        set_apart(inputs, &mut found);
    }
    found.into_iter().map(|found| found.into_source(inputs)).collect()
}

/// A file on its way to becoming a source.
struct Found {
    /// Which of the inputs it came by.
    input: usize,
    path: PathBuf,
    held: Option<Held>,
    label: String,
    relative: PathBuf,
}

impl Found {
    fn file(input: usize, path: PathBuf, relative: PathBuf) -> Self {
        Self { input, label: path.to_string_lossy().into_owned(), path, held: None, relative }
    }

    fn into_source(self, inputs: &[PathBuf]) -> Result<Source> {
        if let Some(Held::Spool(file)) = self.held {
            let (path, label, relative) = (self.path, self.label, self.relative);
            let bytes = file.metadata().map_err(Error::io(&path))?.len();
            let folder_host = host_of_folder(&relative);
            let held = Some(Held::Spool(file));
            return Ok(Source { path, held, label, relative, bytes, folder_host });
        }
        let mut source = Source::new(&self.path, self.label, self.relative)?;
        if source.folder_host.is_none() {
            // The folder that was named as the input is not part of the place, but its name counts as much.
            let folder = if self.path.starts_with(&inputs[self.input]) {
                folder_of(&inputs[self.input])
            } else {
                None
            };
            source.folder_host = folder.as_deref().and_then(OsStr::to_str).and_then(host_of_name);
        }
        Ok(source)
    }
}

/// The files below the folder `root`.
fn walk(input: usize, root: &Path, skip: Option<&Path>, found: &mut Vec<Found>) -> Result<()> {
    let wanted =
        |entry: &DirEntry| entry.depth() == 0 || !(is_hidden(entry) || is_skipped(entry, skip));
    for entry in WalkDir::new(root).sort_by_file_name().into_iter().filter_entry(wanted) {
        let entry = entry.map_err(|error| {
            let path = error.path().unwrap_or(root).to_path_buf();
            Error::io(path)(error.into())
        })?;
        // Links are looked through here and nowhere else, so that no folder is walked twice.
        let is_file = entry.file_type().is_file()
            || (entry.path_is_symlink()
                && fs::metadata(entry.path()).is_ok_and(|about| about.is_file()));
        if is_file {
            let relative = entry.path().strip_prefix(root).unwrap_or(entry.path()).to_path_buf();
            found.push(Found::file(input, entry.into_path(), relative));
        }
    }
    Ok(())
}

fn is_hidden(entry: &DirEntry) -> bool {
    entry.file_name().as_encoded_bytes().starts_with(b".")
}

fn is_skipped(entry: &DirEntry, skip: Option<&Path>) -> bool {
    skip.is_some_and(|out| {
        out.file_name() == Some(entry.file_name())
            && fs::canonicalize(entry.path()).is_ok_and(|path| path == out)
    })
}

/// Copies what can be read only once to a nameless file in `folder`.
fn spooled(
    input: usize,
    (from, label): (&mut impl io::Read, &str),
    relative: PathBuf,
    folder: &Path,
) -> Result<Found> {
    let mut file = tempfile::tempfile_in(folder).map_err(Error::io(folder))?;
    io::copy(from, &mut file).map_err(Error::io(folder))?;
    let held = Some(Held::Spool(Arc::new(file)));
    Ok(Found { input, path: label.into(), held, label: label.to_owned(), relative })
}

/// The last component of a path, or a stand-in for paths such as `..`.
fn name_of(path: &Path) -> PathBuf {
    path.file_name().map_or_else(|| PathBuf::from("input"), PathBuf::from)
}

/// The name of a folder, or of the folder that a file stands in.
fn folder_of(input: &Path) -> Option<OsString> {
    let whole = fs::canonicalize(input).ok()?;
    let folder = if whole.is_dir() { &whole } else { whole.parent()? };
    folder.file_name().map(OsStr::to_owned)
}

/// Gives the inputs whose files would take one another's places a folder each.
fn set_apart(inputs: &[PathBuf], found: &mut [Found]) {
    let clashing = clashing_inputs(found);
    let mut taken: BTreeSet<OsString> = found
        .iter()
        .filter(|found| !clashing.contains(&found.input))
        .filter_map(|found| first_component(&found.relative))
        .collect();
    let mut folders = HashMap::new();
    for &input in &clashing {
        let name = folder_of(&inputs[input]).unwrap_or_else(|| OsString::from("input"));
        let mut folder = name.clone();
        for number in 2.. {
            if !taken.contains(&folder) {
                break;
            }
            folder = numbered(&name, number);
        }
        taken.insert(folder.clone());
        folders.insert(input, folder);
    }
    for found in found {
        if let Some(folder) = folders.get(&found.input) {
            found.relative = Path::new(folder).join(&found.relative);
        }
    }
}

/// The inputs with a place that another input has too, as a file or as a folder.
fn clashing_inputs(found: &[Found]) -> BTreeSet<usize> {
    let mut files: HashMap<&Path, Vec<usize>> = HashMap::new();
    for found in found {
        files.entry(&found.relative).or_default().push(found.input);
    }
    let mut clashing = BTreeSet::new();
    for found in found {
        for place in found.relative.ancestors().filter(|place| !place.as_os_str().is_empty()) {
            let holders = files.get(place).into_iter().flatten();
            for &other in holders.filter(|&&input| input != found.input) {
                clashing.extend([other, found.input]);
            }
        }
    }
    clashing
}

fn first_component(path: &Path) -> Option<OsString> {
    path.components().find_map(|part| match part {
        Component::Normal(name) => Some(name.to_owned()),
        _ => None,
    })
}

/// `name-2`, `name-3` …
fn numbered(name: &OsStr, number: u32) -> OsString {
    let mut name = name.to_owned();
    name.push(format!("-{number}"));
    name
}
