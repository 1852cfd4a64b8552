//! Bytes into the compression of their source.
//!
//! Takes plain bytes and a [`Packing`], gives the compressed file. One member, one frame, one stream: every reader reads
//! those to the end. Compression is shared out to threads where the format allows it; their number changes no byte.

use super::gzip::{Deflated, GzipWriter};
use super::whole::WholeFile;
use crate::error::{Error, Result};
use crate::read::Packing;
use std::io::{self, Write};
use std::path::PathBuf;
use zstd::zstd_safe::CParameter;

/// Level of zstd: its own default.
const ZSTD_LEVEL: i32 = 3;

/// Bytes that a thread of zstd takes at a time: bounds what is held in memory.
const ZSTD_JOB: u32 = 1 << 20;

/// Level of xz: its own default.
const XZ_LEVEL: u32 = 6;

/// A file that is written through its compression.
pub(super) struct Packer {
    path: PathBuf,
    inner: Inner,
}

enum Inner {
    Plain(WholeFile),
    Gzip(GzipWriter),
    Zstd(zstd::Encoder<'static, WholeFile>),
    Bzip2(bzip2::write::BzEncoder<WholeFile>),
    Xz(liblzma::write::XzEncoder<WholeFile>),
}

impl Inner {
    fn new(file: WholeFile, packing: Packing, threads: u32) -> io::Result<Self> {
        Ok(match packing {
            Packing::None => Self::Plain(file),
            Packing::Gzip => Self::Gzip(GzipWriter::new(file)?),
            Packing::Zstd => {
                let mut packer = zstd::Encoder::new(file, ZSTD_LEVEL)?;
                packer.multithread(threads)?;
                packer.set_parameter(CParameter::JobSize(ZSTD_JOB))?;
                Self::Zstd(packer)
            }
            Packing::Bzip2 => {
                Self::Bzip2(bzip2::write::BzEncoder::new(file, bzip2::Compression::best()))
            }
            // Many threads would take a hundred megabytes each.
            Packing::Xz => Self::Xz(liblzma::write::XzEncoder::new(file, XZ_LEVEL)),
        })
    }
}

impl Packer {
    /// Compresses into `file`, on so many threads (1 and more) where the format is not compressed by the caller.
    pub(super) fn new(file: WholeFile, packing: Packing, threads: usize) -> Result<Self> {
        let path = file.path().to_path_buf();
        let threads = u32::try_from(threads.clamp(1, 64)).unwrap_or(1);
        let inner = Inner::new(file, packing, threads).map_err(Error::io(&path))?;
        Ok(Self { path, inner })
    }

    /// Adds `bytes`.
    pub(super) fn write(&mut self, bytes: &[u8]) -> Result<()> {
        match &mut self.inner {
            Inner::Plain(file) => file.write_all(bytes),
            Inner::Gzip(packer) => packer.write(bytes),
            Inner::Zstd(packer) => packer.write_all(bytes),
            Inner::Bzip2(packer) => packer.write_all(bytes),
            Inner::Xz(packer) => packer.write_all(bytes),
        }
        .map_err(Error::io(&self.path))
    }

    /// Adds `bytes`, of which `deflated` is the compressed form if they were compressed for gzip before.
    pub(super) fn write_part(&mut self, bytes: &[u8], deflated: Option<&Deflated>) -> Result<()> {
        match (&mut self.inner, deflated) {
            (Inner::Gzip(packer), Some(part)) => packer.push(part).map_err(Error::io(&self.path)),
            _ => self.write(bytes),
        }
    }

    /// Ends the compressed stream and gives the file its name.
    pub(super) fn finish(self) -> Result<()> {
        let file: io::Result<WholeFile> = match self.inner {
            Inner::Plain(file) => Ok(file),
            Inner::Gzip(packer) => packer.finish(),
            Inner::Zstd(packer) => packer.finish(),
            Inner::Bzip2(packer) => packer.finish(),
            Inner::Xz(packer) => packer.finish(),
        };
        file.map_err(Error::io(&self.path))?.finish()
    }
}
