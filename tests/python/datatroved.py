"""Reads the cleaned corpus with datatrove, passes it through a small pipeline, and holds it against what was cleaned.

Takes a folder with out/cleaned/. Fails at the first document that differs.
"""

import glob
from datatrove.executor import LocalPipelineExecutor
from datatrove.pipeline.readers import JsonlReader
from datatrove.pipeline.writers import JsonlWriter
from lines import rows


def wide(documents, rank=0, world_size=1):
    """A step of a pipeline: passes on what is in English."""
    for document in documents:
        if document.metadata["lang"] == "en":
            yield document


def main():
    files = sorted(glob.glob("out/cleaned/**/*.json*", recursive=True))
    expected = {row["id"]: row for path in files for row in rows(path)}
    read = list(JsonlReader("out/cleaned", recursive=True)())
    assert len(read) == len(expected) > 0
    for document in read:
        row = expected[document.id]
        assert document.text == row["text"], document.id
        rest = {key: value for key, value in row.items() if key not in ("id", "text")}
        assert rest == {key: document.metadata[key] for key in rest}, document.id

    reader, writer = JsonlReader("out/cleaned"), JsonlWriter("english", compression=None)
    LocalPipelineExecutor(pipeline=[reader, wide, writer], tasks=2, workers=1, logging_dir="logs").run()
    written = [row for path in glob.glob("english/*") for row in rows(path)]
    english = {id: row["text"] for id, row in expected.items() if row["lang"] == "en"}
    assert {row["id"]: row["text"] for row in written} == english and english
    print("as cleaned:", len(read))


if __name__ == "__main__":
    main()
