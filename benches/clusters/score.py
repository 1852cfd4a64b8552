#!/usr/bin/env python3
"""Score the clusters of a run on a generated corpus that says which articles are copies of which.

usage: score.py CORPUS.jsonl DUPLICATES.jsonl [SHARE]
  CORPUS      articles {"id", "text"}; beside it CORPUS.clusters.tsv (id, root, kind) and CORPUS.boiler.jsonl
              ({"id", "exact", "vary", "head"}: numbers of the non-empty lines that are not content)
  DUPLICATES  report/duplicates.jsonl of a run
  SHARE       pairs count that share at least this much of their content words (default 0.5): words of both, with
              repeats, over those of the longer
Prints pairwise precision, and recall over the pairs that count, by kind of copy.
"""
import collections
import itertools
import json
import sys


def rows(path):
    with open(path, encoding="utf-8") as file:
        for line in file:
            yield json.loads(line)


def content(article, boiler):
    gone = {i for kind in ("exact", "vary", "head") for i in boiler[kind]}
    lines = [line for line in article["text"].split("\n") if line.strip()]
    return collections.Counter(word for i, line in enumerate(lines) if i not in gone for word in line.split())


def share(a, b):
    return (a & b).total() / max(1, a.total(), b.total())


def pairs(n):
    return n * (n - 1) // 2


def main(corpus, duplicates, least=0.5):
    base = corpus.removesuffix(".jsonl")
    gold = dict(line.rstrip("\n").split("\t")[:2] for line in open(base + ".clusters.tsv", encoding="utf-8"))
    found = {row["id"]: row["cluster"] for row in rows(duplicates)}
    families = collections.defaultdict(list)
    for name, root in gold.items():
        families[root].append(name)
    wanted = {name for family in families.values() if len(family) > 1 for name in family}
    words = {}
    for article, boiler in zip(rows(corpus), rows(base + ".boiler.jsonl")):
        if article["id"] in wanted:
            words[article["id"]] = content(article, boiler)
    want = hit = 0
    missed = []
    for family in families.values():
        for a, b in itertools.combinations(family, 2):
            if share(words[a], words[b]) >= least:
                want += 1
                together = a in found and found[a] == found.get(b)
                hit += together
                if not together:
                    missed.append((a, b, round(share(words[a], words[b]), 2)))
    together = collections.Counter(found.values())
    right = collections.Counter((cluster, gold[name]) for name, cluster in found.items())
    got = sum(map(pairs, together.values()))
    print(json.dumps({"articles": len(gold), "gold_pairs": want, "found_pairs": got,
                      "precision": round(sum(map(pairs, right.values())) / max(1, got), 5),
                      "recall": round(hit / max(1, want), 4), "missed": missed[:5]}))


if __name__ == "__main__":
    if len(sys.argv) not in (3, 4):
        sys.exit(__doc__)
    main(sys.argv[1], sys.argv[2], *map(float, sys.argv[3:]))
