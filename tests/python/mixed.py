"""Runs dolma's mixer over documents with our attributes, and holds its output against the cleaned corpus.

Takes a folder with documents/, attributes/ and out/cleaned/. Fails at the first text or id that differs.
"""

import glob
import json
import os
import subprocess
import sys
from lines import rows


def texts(folder):
    files = sorted(glob.glob(folder + "/**/*.json*", recursive=True))
    return {row["id"]: row["text"] for path in files for row in rows(path)}


def mixed(name, **filters):
    """The texts that `dolma mix` writes; spans that score one half and more go."""
    span = {"span": "$.attributes.copydesk__boilerplate", "min_score": 0.5, "replacement": ""}
    stream = {
        "name": name,
        "documents": [os.path.abspath("documents") + "/**/*.json*"],
        "attributes": ["copydesk"],
        "output": {"path": name, "max_size_in_bytes": 10**9},
        "span_replacement": [span],
    } | filters
    work = {"input": "work/in", "output": "work/out"}
    with open(name + ".json", "w") as file:
        json.dump({"streams": [stream], "work_dir": work, "processes": 1}, file)
    program = os.path.join(os.path.dirname(sys.executable), "dolma")
    subprocess.run([program, "-c", name + ".json", "mix"], check=True, stdout=subprocess.DEVNULL)
    return texts(name)


cleaned, documents = texts("out/cleaned"), texts("documents")
empty = {id for id, text in documents.items() if not text}
assert cleaned and empty and len(cleaned) + len(empty) < len(documents), "duplicates and rejects"

jq = {"exclude": [".attributes.copydesk__duplicate | length > 0"], "syntax": "jq"}
path = {"exclude": ["$@.attributes[?(@.copydesk__duplicate && @.copydesk__duplicate[0])]"]}
for name, filters in {"by-jq": {"filter": jq}, "by-path": {"filter": path}}.items():
    found = mixed(name, **filters)
    assert {id: text for id, text in found.items() if id not in empty} == cleaned, name

# Without a filter the duplicates stay, cleaned too.
found = mixed("all")
assert found.keys() == documents.keys()
assert all(found[id] == text for id, text in cleaned.items())
print("as cleaned:", len(cleaned))
