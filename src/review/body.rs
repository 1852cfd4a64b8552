//! Bodies: of replies, from memory or from a file piece by piece, and of requests, up to a length.
//!
//! Takes bytes or a file, gives frames as the reader takes them: a reader that is slow holds one piece and no thread.

use hyper::body::{Body as _, Bytes, Frame, Incoming, SizeHint};
use std::future::poll_fn;
use std::io;
use std::pin::Pin;
use std::task::{Context, Poll, ready};
use tokio::fs::File;
use tokio::io::{AsyncRead, ReadBuf};

/// Bytes of a file that are read at once.
const PIECE: usize = 1 << 16;

/// The body of a reply.
#[derive(Debug)]
pub(super) enum Body {
    /// From memory; `None` when it is sent.
    Whole(Option<Bytes>),
    /// From a file, and bytes of it that are still to be sent.
    File(File, u64),
}

impl Default for Body {
    fn default() -> Self {
        Self::Whole(None)
    }
}

impl Body {
    /// A text.
    pub(super) fn of(text: String) -> Self {
        Self::Whole(Some(text.into()).filter(|bytes: &Bytes| !bytes.is_empty()))
    }
}

impl hyper::body::Body for Body {
    type Data = Bytes;
    type Error = io::Error;

    fn poll_frame(
        self: Pin<&mut Self>,
        context: &mut Context<'_>,
    ) -> Poll<Option<io::Result<Frame<Bytes>>>> {
        match self.get_mut() {
            Self::Whole(bytes) => Poll::Ready(bytes.take().map(|bytes| Ok(Frame::data(bytes)))),
            Self::File(_, 0) => Poll::Ready(None),
            Self::File(file, left) => {
                let piece = ready!(poll_piece(file, *left, context));
                *left -= piece.as_ref().map_or(0, |bytes| bytes.len() as u64);
                Poll::Ready(Some(piece.map(Frame::data)))
            }
        }
    }

    fn is_end_stream(&self) -> bool {
        matches!(self, Self::Whole(None) | Self::File(_, 0))
    }

    fn size_hint(&self) -> SizeHint {
        SizeHint::with_exact(match self {
            Self::Whole(bytes) => bytes.as_ref().map_or(0, |bytes| bytes.len() as u64),
            Self::File(_, left) => *left,
        })
    }
}

/// The next piece of a file, at most `left` bytes; a file that has become shorter is an error.
fn poll_piece(file: &mut File, left: u64, context: &mut Context<'_>) -> Poll<io::Result<Bytes>> {
    let mut piece = vec![0; usize::try_from(left).unwrap_or(PIECE).min(PIECE)];
    let mut buffer = ReadBuf::new(&mut piece);
    let read = ready!(Pin::new(file).poll_read(context, &mut buffer));
    let filled = buffer.filled().len();
    piece.truncate(filled);
    Poll::Ready(match read {
        Ok(()) if filled == 0 => Err(io::ErrorKind::UnexpectedEof.into()),
        other => other.map(|()| piece.into()),
    })
}

/// Why a request has no body to work with.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Broken {
    /// It is longer than allowed.
    Long,
    /// It ended early.
    Off,
}

/// The body of a request of at most `most` bytes.
pub(super) async fn collect(mut body: Incoming, most: usize) -> Result<Vec<u8>, Broken> {
    let told = body.size_hint().lower();
    if told > most as u64 {
        return Err(Broken::Long);
    }
    let mut bytes = Vec::new();
    while let Some(frame) = poll_fn(|context| Pin::new(&mut body).poll_frame(context)).await {
        let Ok(data) = frame.map_err(|_| Broken::Off)?.into_data() else { continue };
        if bytes.len() + data.len() > most {
            return Err(Broken::Long);
        }
        bytes.extend_from_slice(&data);
    }
    Ok(bytes)
}
