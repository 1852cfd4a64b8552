"""Loads the cleaned corpus, the report and the attributes with Hugging Face datasets.

Takes a folder with out/. Fails where rows are missing or differ.
"""

import datetime
import glob
import os
import datasets
from lines import rows


def loaded(files):
    return datasets.load_dataset("json", data_files=files, split="train", cache_dir="cache")


def plain(value):
    """A value as it stands in JSON: the loader makes times of days."""
    return value.strftime("%Y-%m-%d") if isinstance(value, datetime.datetime) else value


def check(path):
    """Every field of every row comes back as it stands; what a row does not have is null."""
    expected = rows(path)
    found = list(loaded(path))
    assert len(found) == len(expected) > 0, path
    for row, other in zip(expected, found):
        assert row == {key: plain(other[key]) for key in row}, (path, row, other)
        assert all(other[key] is None for key in other.keys() - row.keys()), path


cleaned = sorted(glob.glob("out/cleaned/**/*.json*", recursive=True))
assert {os.path.splitext(path)[1] for path in cleaned} == {".jsonl", ".gz", ".zst"}
reports = [path for path in glob.glob("out/report/*.jsonl") if os.path.getsize(path)]
assert len(reports) >= 3
for path in cleaned + reports + glob.glob("out/attributes/copydesk/**/*.json*", recursive=True):
    check(path)
assert len(loaded(cleaned)) == sum(len(rows(path)) for path in cleaned)
print("as written:", len(cleaned) + len(reports))
