//! The one writer of a desk.
//!
//! Takes drafts, gives a desk that has them: at once for itself, for everyone and for good with [`Keeper::commit`]. Files
//! are written under temporary names, synced and renamed; then the catalogue is swapped, and this is the moment in which
//! the desk changes. What a kill leaves over is swept away when the next writer opens the desk.

use super::catalogue::{Catalogue, Decided, Shelved, Terms, VOLUMES, told, volume_path};
use super::draft::Draft;
use super::merging;
use super::reading::{self, Desk, Failure, Stock};
use super::sweeping;
use super::volume::Volume;
use super::{Forgotten, ORIGINS, Origin};
use crate::disk;
use crate::error::{Error, Result};
use serde::Serialize;
use std::fs::{self, File};
use std::ops::Range;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::atomic::{AtomicU32, Ordering};
use xxhash_rust::xxh3::xxh3_64;

/// So many neighbours of like size are merged into one.
const TIER: usize = 8;

/// The one writer of a desk. What was added and not committed goes with it.
#[derive(Debug)]
pub struct Keeper {
    dir: PathBuf,
    /// Locked as long as it is open.
    _lock: File,
    catalogue: Catalogue,
    /// The volumes of the catalogue, then what was added since.
    stock: Stock,
    /// Decisions that will be in force.
    decided: Option<String>,
    failure: Failure,
    drafts: AtomicU32,
}

/// What was forgotten.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize)]
pub struct Forgot {
    /// Articles.
    pub articles: u32,
    /// Hosts, with all that stood on them.
    pub hosts: u32,
    /// Bytes by which the desk is smaller.
    pub bytes: u64,
}

impl Keeper {
    /// Opens a desk for writing, and makes one in a folder that is missing or empty.
    ///
    /// # Errors
    /// [`Error::Input`] at the folder if another process writes to it, it holds other things, or was made with other
    /// terms; [`Error::Io`].
    pub fn open(dir: &Path, terms: &Terms) -> Result<Self> {
        let lock = sweeping::claim(dir)?;
        if Catalogue::find(dir)?.is_none() {
            Catalogue::new(terms).swap(dir)?;
        }
        let (catalogue, stock) = reading::open(dir)?;
        catalogue.agree(dir, terms)?;
        sweeping::sweep(dir, &catalogue)?;
        Ok(Self {
            dir: dir.to_path_buf(),
            _lock: lock,
            catalogue,
            stock,
            decided: None,
            failure: Failure::default(),
            drafts: AtomicU32::new(0),
        })
    }

    /// The desk as it is now, with all that was added.
    #[must_use]
    pub fn desk(&self) -> Desk {
        let failure = Arc::clone(&self.failure);
        Desk::of(&self.dir, self.catalogue.clone(), self.stock.clone(), failure)
    }

    /// Begins a draft that follows what the desk has now.
    ///
    /// # Errors
    /// [`Error::Io`].
    pub fn draft(&self) -> Result<Draft> {
        let hosts = Arc::clone(&self.stock.hosts);
        let first_host = super::number(hosts.names.len());
        Draft::create(self.part(), (self.stock.articles(), first_host, hosts), None)
    }

    /// Where a volume is written that has no name yet.
    fn part(&self) -> PathBuf {
        let number = self.drafts.fetch_add(1, Ordering::Relaxed);
        self.dir.join(VOLUMES).join(format!("draft-{number}.part"))
    }

    /// Adds a draft: [`Keeper::desk`] has it from now on. It is not durable before the next commit.
    ///
    /// # Errors
    /// [`Error::Io`]; [`Error::Broken`] if something else was added since the draft was begun.
    pub fn add(&mut self, draft: Draft) -> Result<()> {
        if !draft.follows(self.stock.articles(), self.stock.hosts.names.len()) {
            return Err(Error::Broken("drafts of a desk are added in turn".into()));
        }
        if draft.is_empty() {
            return Ok(());
        }
        let volume = draft.finish()?;
        if !volume.footer.hosts.is_empty() {
            Arc::make_mut(&mut self.stock.hosts).add(&volume.footer.hosts);
        }
        self.stock.volumes.push(volume);
        Ok(())
    }

    /// Decisions, as JSON Lines, that are in force from the next commit on.
    pub fn decide(&mut self, jsonl: String) {
        self.decided = Some(jsonl);
        self.stock.decisions = self.decided.as_deref().unwrap_or_default().into();
    }

    /// Makes all that was added durable, as one volume, and visible to everyone; then merges neighbours of like size.
    ///
    /// # Errors
    /// [`Error::Io`]; the desk on disk is as it was.
    pub fn commit(&mut self) -> Result<()> {
        let added = self.catalogue.volumes.len()..self.stock.volumes.len();
        if added.is_empty() && self.decided.is_none() {
            return Ok(());
        }
        self.save(added, None)?;
        while let Some(run) = self.tier() {
            self.save(run, None)?;
        }
        Ok(())
    }

    /// Merges all volumes into one, after a commit. Reads and writes the whole desk.
    ///
    /// # Errors
    /// [`Error::Io`]; the desk on disk is as it was.
    pub fn compact(&mut self) -> Result<()> {
        self.commit()?;
        let all = 0..self.stock.volumes.len();
        if all.len() > 1 { self.save(all, None) } else { Ok(()) }
    }

    /// Forgets all that is older than a day (YYYYMMDD; 0 for none) and all that stands on some hosts, after a commit. Reads
    /// and writes the whole desk. Numbers of articles and hosts stay as they are.
    ///
    /// # Errors
    /// [`Error::Io`]; the desk on disk is as it was.
    pub fn forget(&mut self, before: u32, hosts: &[String]) -> Result<Forgot> {
        self.commit()?;
        let numbers = &self.stock.hosts.numbers;
        let hosts = hosts.iter().filter_map(|host| numbers.get(host).copied()).collect();
        let mut what = Forgotten { before, hosts, articles: Vec::new() };
        let articles = self.note(&mut what)?;
        let hosts = super::number(what.hosts.len());
        if articles == 0 && hosts == 0 {
            return Ok(Forgot::default());
        }
        let bytes = |keeper: &Self| keeper.catalogue.volumes.iter().map(|v| v.bytes).sum::<u64>();
        let before = bytes(self);
        self.save(0..self.stock.volumes.len(), Some(&what))?;
        Ok(Forgot { articles, hosts, bytes: before.saturating_sub(bytes(self)) })
    }

    fn tier(&self) -> Option<Range<usize>> {
        tier(&self.stock.volumes.iter().map(Volume::rows).collect::<Vec<_>>())
    }

    /// Notes which articles are to go, and gives how many.
    fn note(&self, what: &mut Forgotten) -> Result<u32> {
        let mut gone = vec![false; self.stock.articles() as usize];
        let mut articles = 0;
        merging::each(&self.stock.volumes, &ORIGINS, (0, None), |key, row| {
            let from: Option<Origin> = super::table::decode(row);
            let place = usize::try_from(key).ok().and_then(|key| gone.get_mut(key));
            if let Some((from, gone)) = from.zip(place) {
                *gone = what.is_gone(from.host, from.day);
                articles += u32::from(*gone);
            }
            Ok(())
        })?;
        what.articles = gone;
        Ok(articles)
    }

    /// Makes one volume of a run of them, writes the decisions if there are new ones, and swaps the catalogue. Until then
    /// all is as it was.
    fn save(&mut self, run: Range<usize>, less: Option<&Forgotten>) -> Result<()> {
        let (mut catalogue, mut stock) = (self.catalogue.clone(), self.stock.clone());
        let old: Vec<PathBuf> =
            stock.volumes[run.clone()].iter().map(|v| v.path.to_path_buf()).collect();
        if !run.is_empty() {
            let one = self.one(run.clone(), catalogue.take_number(), less)?;
            let durable = catalogue.volumes.len();
            let shelved = Shelved::of(catalogue.next - 1, &one);
            catalogue.volumes.splice(run.start.min(durable)..run.end.min(durable), [shelved]);
            stock.volumes.splice(run, [one]);
            stock.settle(less.is_some());
        }
        if let Some(jsonl) = &self.decided {
            catalogue.decisions = decide(&self.dir, catalogue.take_number(), jsonl)?;
        }
        catalogue.count(&stock);
        catalogue.swap(&self.dir)?;
        let before = std::mem::replace(&mut self.catalogue, catalogue);
        (self.stock, self.decided) = (stock, None);
        self.clear(&old, &before);
        Ok(())
    }

    /// One volume of a run of them, synced and under its name.
    fn one(&mut self, run: Range<usize>, number: u32, less: Option<&Forgotten>) -> Result<Volume> {
        let volumes = &self.stock.volumes[run.clone()];
        let one = match (volumes, less) {
            ([one], None) => one.clone(),
            _ => self.merged(volumes, less)?,
        };
        let path = volume_path(&self.dir, number);
        one.file().sync_all().map_err(Error::io(&one.path))?;
        fs::rename(&one.path, &path).map_err(Error::io(&path))?;
        let one = one.renamed(path);
        if let ([_], None) = (volumes, less) {
            self.stock.volumes[run.start] = one.clone();
        }
        let folder = self.dir.join(VOLUMES);
        disk::sync_folder(&folder).map_err(Error::io(&folder))?;
        Ok(one)
    }

    fn merged(&self, volumes: &[Volume], less: Option<&Forgotten>) -> Result<Volume> {
        let first = volumes.first().map(|volume| &volume.footer);
        let (article, host) = first.map_or((0, 0), |f| (f.first_article, f.first_host));
        let rows = volumes.iter().map(Volume::rows).sum();
        let mut draft = Draft::create(self.part(), (article, host, Arc::default()), Some(rows))?;
        merging::merge(volumes, less, &mut draft)?;
        draft.finish()
    }

    /// Removes what the catalogue named before or never did. What will not go is swept away by the next writer.
    fn clear(&self, old: &[PathBuf], before: &Catalogue) {
        let stays = |path: &Path| self.stock.volumes.iter().any(|v| &*v.path == path);
        for path in old.iter().filter(|path| !stays(path)) {
            let _ = disk::remove(path);
        }
        let decided = |catalogue: &Catalogue| Some(catalogue.decisions.as_ref()?.file.clone());
        if let Some(file) = decided(before).filter(|_| decided(before) != decided(&self.catalogue))
        {
            let _ = disk::remove(&self.dir.join(file));
        }
    }
}

impl Drop for Keeper {
    fn drop(&mut self) {
        for volume in &self.stock.volumes[self.catalogue.volumes.len()..] {
            let _ = disk::remove(&volume.path);
        }
    }
}

/// Writes a file of decisions; none are no file.
fn decide(dir: &Path, number: u32, jsonl: &str) -> Result<Option<Decided>> {
    if jsonl.is_empty() {
        return Ok(None);
    }
    let file = format!("decisions-{number:06}.jsonl");
    let path = dir.join(&file);
    disk::replace(&path, jsonl.as_bytes()).map_err(Error::io(&path))?;
    disk::sync_folder(dir).map_err(Error::io(dir))?;
    Ok(Some(Decided { file, check: told(xxh3_64(jsonl.as_bytes())) }))
}

/// Neighbours that are merged into one: enough of them, and none larger than a quarter of all, so that a row is
/// written again only when its volume grows a good deal. The fewest and latest first.
fn tier(rows: &[u64]) -> Option<Range<usize>> {
    let like = |run: &Range<usize>| {
        let run = &rows[run.clone()];
        let most = run.iter().max().copied().unwrap_or(0);
        run.iter().sum::<u64>() >= 4 * most
    };
    let mut runs = (TIER..=rows.len())
        .flat_map(|long| (0..=rows.len() - long).rev().map(move |start| start..start + long));
    runs.find(like)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn neighbours_of_like_size_are_merged() {
        assert_eq!(tier(&[5; TIER - 1]), None);
        assert_eq!(tier(&[5; TIER]), Some(0..TIER));
        let large = [&[1000][..], &[5; TIER - 1]].concat();
        assert_eq!(tier(&large), None);
        assert_eq!(tier(&[&large[..], &[6]].concat()), Some(1..TIER + 1));
    }

    #[test]
    fn many_crawls_make_few_volumes_and_write_a_row_a_few_times() {
        let (mut rows, mut written) = (Vec::new(), 0);
        for _ in 0..2000 {
            rows.push(1);
            while let Some(run) = tier(&rows) {
                let sum = rows[run.clone()].iter().sum();
                written += sum;
                rows.splice(run, [sum]);
            }
            assert!(rows.len() < 3 * TIER, "{rows:?}");
        }
        assert!(written < 5 * 2000, "{written}");
    }
}
