#!/usr/bin/env python3
"""Fits the trees of src/classify/articles.toml or pages.toml to articles that a person has labelled line by line.

Takes finished runs of copydesk with the labels of some of their articles, gives trees; with --folds also what trees
that never saw a host do on it. Evidence comes from `copydesk explain OUT --all`: what is fitted is what the program
sees. Needs numpy and scikit-learn; README.md beside this file explains.
"""

import argparse
import json
import math
import random
import re
import subprocess
from pathlib import Path
from typing import NamedTuple

import numpy as np
from sklearn.ensemble import HistGradientBoostingClassifier

ROOT = Path(__file__).resolve().parents[2]
EVIDENCE = ROOT / "src/classify/evidence.rs"

# Kinds of evidence with the names of their bins, in the order of evidence.rs; every kind is a column.
ROWS = re.findall(r'^    \w+ "([a-z0-9-]+)": ((?:"[^"]*" ?)+);', EVIDENCE.read_text(), re.M)
KINDS = {kind: re.findall(r'"([^"]*)"', bins) for kind, bins in ROWS}
PLACE = {f"{kind}: {bin}": (i, at) for i, (kind, bins) in enumerate(KINDS.items()) for at, bin in enumerate(bins)}
ABSENT = -1  # below every bin, as in src/classify/forest.rs

# More of these never speaks for a line, whatever else is seen: cues, from a phrase to a whole line; repetition.
MONOTONE = {
    "cue-promo", "cue-subscribe", "cue-legal", "cue-ui", "cue-about", "cue-length", "cue-tail", "host-line",
    "host-sentence", "host-near", "frame", "lead-titles", "other-title", "widget", "again", "begins-again", "stutter",
    "copyright", "code",
}
assert MONOTONE <= KINDS.keys()

# What may go or stay stays, if nothing else is known: its weight as a line that should not have gone.
NEUTRAL = 0.05
# Too rare in labelled articles to be learnt, and sure: a headline, a cue, the headline once more, its teaser; and background paragraphs.
RARE = {"widget": [6, 7, 9], "background": [-5]}


class Block(NamedTuple):
    """One block of a labelled article."""
    article: tuple  # OUT and id
    host: str  # its id, where no host is known
    evidence: list  # the bin of every kind
    label: str | None  # None: the article's own
    weight: float
    length: int  # characters


def texts(out, wanted, field):
    """The original texts of the wanted articles, as UTF-8: offsets in explanations are bytes."""
    found = {}
    for source in json.loads((out / "manifest.json").read_text())["inputs"]:
        records = map(json.loads, open(source["path"], encoding="utf-8"))
        found |= {r["id"]: r[field].encode() for r in records if r.get("id") in wanted}
    if missing := wanted - found.keys():
        raise SystemExit(f"{out}: {len(missing)} labelled articles are not in its input, such as {min(missing)}")
    return found


def explanations(program, out, wanted):
    """What `explain --all` says of the wanted articles. Only their lines are parsed whole."""
    with subprocess.Popen([program, "explain", out, "--all"], stdout=subprocess.PIPE, encoding="utf-8") as run:
        for line in run.stdout:
            if json.JSONDecoder().raw_decode(line, len('{"id":'))[0] in wanted:
                yield json.loads(line)
    if run.returncode:
        raise SystemExit(f"{out}: explain failed")


def load(given, args):
    """The blocks of one OUT=LABELS[=WEIGHT], article by article, in the order of the text."""
    out, labels, weight = (given.split("=") + ["1"])[:3]
    gold = {row["id"]: row["labels"] for row in map(json.loads, open(labels, encoding="utf-8"))}
    original = texts(Path(out), gold.keys(), args.text_field)
    blocks = []
    for article in explanations(args.copydesk, out, gold):
        id = article["id"]
        for block in article["blocks"]:
            label = gold[id].get(str(original[id].count(b"\n", 0, block["start"])))
            evidence = [ABSENT] * len(KINDS)
            for kind, bin in (PLACE[e["what"]] for e in block["evidence"] if e["what"] in PLACE):
                evidence[kind] = bin
            blocks.append(Block((out, id), article["host"] or id, evidence, label, float(weight), len(block["text"])))
    return blocks


class Trees(NamedTuple):
    """What the program carries: a start, and trees of (kind, bin, points, yes, no) or points."""
    bias: float
    trees: list
    model: HistGradientBoostingClassifier

    def scores(self, blocks):
        """The points of every block, as the program adds them up."""
        start = self.model._baseline_prediction.item()
        columns = {list(KINDS).index(kind): points for kind, points in RARE.items()}
        rare = [sum(points[b.evidence[i]] for i, points in columns.items() if b.evidence[i] >= 0) for b in blocks]
        x = np.array([b.evidence for b in blocks], dtype=float)
        return self.model.decision_function(x) - start + self.bias + np.array(rare)


def fit(blocks, args):
    """Boosted trees (Friedman, 2001) over the bins, held to more points for more evidence where that must be."""
    weights = np.array([b.weight * (min(max(math.sqrt(b.length), 1), 30) / 10 if args.by_length else 1) for b in blocks])
    weights[[b.label == "neutral" for b in blocks]] *= NEUTRAL
    model = HistGradientBoostingClassifier(
        max_iter=args.trees, learning_rate=args.rate, max_leaf_nodes=args.leaves, min_samples_leaf=args.least,
        l2_regularization=args.l2, monotonic_cst=[int(kind in MONOTONE) for kind in KINDS], early_stopping=False,
        random_state=3)
    x, y = np.array([b.evidence for b in blocks], dtype=float), np.array([b.label not in (None, "neutral") for b in blocks])
    model.fit(x, y, sample_weight=weights)
    trees = [branch(tree[0].nodes, 0)[0] for tree in model._predictors]
    return Trees(model._baseline_prediction.item() - args.cut, trees, model)


def branch(nodes, at):
    """A tree from this node on, the points expected there, and how many blocks came by."""
    node = nodes[at]
    if node["is_leaf"]:
        return (points(node["value"]),), node["value"], int(node["count"])
    yes, yes_points, yes_count = branch(nodes, node["left"])
    no, no_points, no_count = branch(nodes, node["right"])
    count = yes_count + no_count
    expected = (yes_points * yes_count + no_points * no_count) / count
    kind = list(KINDS)[node["feature_idx"]]
    below = math.floor(node["num_threshold"]) + 1
    return (f"{kind}<{below}={points(expected)}", *yes, *no), expected, count


def points(value):
    """Three decimals, no more digits than needed."""
    return f"{value:.3f}".rstrip("0").rstrip(".").replace("-0.", "-.").removeprefix("0") or "0"


def measure(blocks, scores, name):
    """Prints precision, recall and F1 of the blocks that are cut, neutral ones left aside; and of the letters kept."""
    judged = [(s >= 0, b.label is not None, b.length) for b, s in zip(blocks, scores) if b.label != "neutral"]
    cut, gold, length = map(np.array, zip(*judged))
    right = (cut & gold).sum()
    precision, recall, f1 = right / max(1, cut.sum()), right / max(1, gold.sum()), 2 * right / max(1, cut.sum() + gold.sum())
    kept = 2 * length[~cut & ~gold].sum() / (length[~cut].sum() + length[~gold].sum())
    print(f"{name}: {len(cut)} blocks, precision {precision:.3f}, recall {recall:.3f}, F1 {f1:.3f}; "
          f"F1 of the characters kept {kept:.3f}", flush=True)


def hold_out(sets, args):
    """Prints what trees that never saw a host do on it."""
    hosts = sorted({b.host for blocks in sets.values() for b in blocks})
    random.Random(3).shuffle(hosts)
    scores = {name: np.zeros(len(blocks)) for name, blocks in sets.items()}
    for fold in range(args.folds):
        held = set(hosts[fold::args.folds])
        trees = fit([b for blocks in sets.values() for b in blocks if b.host not in held], args)
        for name, blocks in sets.items():
            test = np.array([b.host in held for b in blocks])
            scores[name][test] = trees.scores(blocks)[test]
    for name, blocks in sets.items():
        measure(blocks, scores[name], f"{name}, held out")


def toml(trees):
    """The file, a tree a line."""
    lines = "\n".join(f'  "{" ".join(tree)}",' for tree in trees.trees)
    rare = "\n".join(f"{kind} = {list(map(float, points))}" for kind, points in RARE.items())
    head = "# Boosted trees over the evidence of a line, fitted to labelled news by benches/scorecard. See forest.rs."
    return f"{head}\nbias = {trees.bias:.3f}\ntrees = [\n{lines}\n]\n\n[rare]\n{rare}\n"


def arguments():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("sets", metavar="OUT=LABELS[=WEIGHT]", nargs="+", help="a finished run, labels, their weight")
    parser.add_argument("-o", "--out", type=Path, help="write the trees here")
    parser.add_argument("--by-length", action="store_true", help="a line weighs as the root of its length")
    for flag, default, words in [
        ("--folds", 0, "fit without every FOLDS-th host in turn, and test on it"),
        ("--cut", 0.3, "points that zero is moved up by"),
        ("--trees", 200, "trees"),
        ("--leaves", 12, "leaves of a tree"),
        ("--rate", 0.08, "what a tree may add"),
        ("--least", 10, "fewest blocks of a leaf"),
        ("--l2", 2.0, "penalty of points"),
        ("--text-field", "text", "field of the input with the text"),
        ("--copydesk", str(ROOT / "target/release/copydesk"), "the program"),
    ]:
        parser.add_argument(flag, type=type(default), default=default, help=f"{words} [{default}]")
    return parser.parse_args()


def main():
    args = arguments()
    sets = {given: load(given, args) for given in args.sets}
    everything = [b for blocks in sets.values() for b in blocks]
    if args.folds:
        hold_out(sets, args)
    trees = fit(everything, args)
    for name, blocks in sets.items():
        measure(blocks, trees.scores(blocks), f"{name}, learnt from")
    if args.out:
        args.out.write_text(toml(trees))


if __name__ == "__main__":
    main()
