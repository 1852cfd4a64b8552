//! Bytes into the compression of their source.
//!
//! Takes plain bytes and a [`Packing`], gives the compressed file. One member, one frame: every reader reads those.

use super::whole::WholeFile;
use crate::error::{Error, Result};
use crate::read::Packing;
use flate2::write::GzEncoder;
use std::io::{self, Write};
use std::path::PathBuf;

/// Level of zstd: its own default.
const ZSTD_LEVEL: i32 = 3;

/// Level of xz: its own default.
const XZ_LEVEL: u32 = 6;

/// A file that is written through its compression.
pub(super) struct Packer {
    path: PathBuf,
    inner: Inner,
}

enum Inner {
    Plain(WholeFile),
    Gzip(GzEncoder<WholeFile>),
    Zstd(zstd::Encoder<'static, WholeFile>),
    Bzip2(bzip2::write::BzEncoder<WholeFile>),
    Xz(liblzma::write::XzEncoder<WholeFile>),
}

impl Packer {
    /// Compresses into `file`.
    pub(super) fn new(file: WholeFile, packing: Packing) -> Result<Self> {
        let path = file.path().to_path_buf();
        let inner = match packing {
            Packing::None => Inner::Plain(file),
            Packing::Gzip => Inner::Gzip(GzEncoder::new(file, flate2::Compression::default())),
            Packing::Zstd => {
                Inner::Zstd(zstd::Encoder::new(file, ZSTD_LEVEL).map_err(Error::io(&path))?)
            }
            Packing::Bzip2 => {
                Inner::Bzip2(bzip2::write::BzEncoder::new(file, bzip2::Compression::best()))
            }
            Packing::Xz => Inner::Xz(liblzma::write::XzEncoder::new(file, XZ_LEVEL)),
        };
        Ok(Self { path, inner })
    }

    /// Adds `bytes`.
    pub(super) fn write(&mut self, bytes: &[u8]) -> Result<()> {
        match &mut self.inner {
            Inner::Plain(file) => file.write_all(bytes),
            Inner::Gzip(packer) => packer.write_all(bytes),
            Inner::Zstd(packer) => packer.write_all(bytes),
            Inner::Bzip2(packer) => packer.write_all(bytes),
            Inner::Xz(packer) => packer.write_all(bytes),
        }
        .map_err(Error::io(&self.path))
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
