"""The rows of JSON Lines, plain, in gzip or in zstd, without any of the packages that are being tested."""

import gzip
import io
import json
import zstandard


def rows(path):
    raw = open(path, "rb")
    if path.endswith(".zst"):
        raw = zstandard.ZstdDecompressor().stream_reader(raw, read_across_frames=True)
    elif path.endswith(".gz"):
        raw = gzip.open(raw)
    return [json.loads(line) for line in io.TextIOWrapper(raw, encoding="utf-8", newline="\n")]
