#!/usr/bin/env python3
"""Fits the points of src/classify/scorecard.toml to articles that a person has labelled line by line.

Takes finished runs of copydesk with the labels of some of their articles, gives a scorecard; with --folds also what
cards that never saw a host do on it. Evidence comes from `copydesk explain OUT --all`: what is fitted is what the
program sees. Needs numpy and scipy; README.md beside this file explains.
"""

import argparse
import json
import random
import re
import subprocess
import tomllib
from pathlib import Path
from typing import NamedTuple

import numpy as np
import scipy.sparse as sparse
from scipy.optimize import minimize

ROOT = Path(__file__).resolve().parents[2]
EVIDENCE = ROOT / "src/classify/evidence.rs"
SCORECARD = ROOT / "src/classify/scorecard.toml"

# Evidence that rests on the points of other blocks: fitted second. Kind, and where the other block stands.
NEIGHBOURS = {"before": -1, "after": 1, "before-2": -2, "after-2": 2}
NEIGHBOUR_LIMITS = [-3, -1, 1, 3]  # of the bins of its first points, as in src/classify/context.rs

# What a careful editor would say before seeing a single label. Zero where nothing stands. The penalty pulls towards
# these, so they decide where labels are few: cues in languages that nobody labelled, hosts of a size that is rare.
CUE = {"phrase": 3, "lead": 2.5, "delimited lead": 4, "line": 4.5,
       "phrase, long": 1.5, "lead, long": 1, "delimited lead, long": 2.5}
PRIORS = {
    # A wording tells by itself, most where it is the whole line, least inside a long one, and the longer the surer.
    **{f"cue-{label}": CUE for label in ("promo", "subscribe", "legal", "ui", "about")},
    "cue-length": {"3-4": 1, "5-6": 2.5, "7+": 3.5},
    # "Read the report, he said." is speech.
    "cue-sentence": {"lead": -3.5, "delimited lead": -0.5},
    # Repetition grows with the logarithm of the count.
    "host-line": {"3": 1.5, "4-5": 2, "6-9": 2.5, "10-19": 3, "20-49": 3.5, "50+": 4},
    "host-sentence": {"4-5": 1.5, "6-9": 2, "10-19": 3, "20-49": 3.5, "50+": 4},
    "station": {"head": 0.5, "foot": 0.5, "head, sentence": 1.5, "foot, sentence": 1.5, "anywhere, sentence": -0.5},
    "lead": {"5-9, delimited": 1, "10+, delimited": 1.5},
    "lead-titles": {"some": 1, "a fifth or more": 2},
    "frame": {"5-7 words": 2.5, "8+ words": 6},
    # Headlines in the wrong place.
    "own-title": {"first": -5, "again": 6},
    "other-title": {"line": 2, "filling": 2.5},
    "widget": {"headline above": 6, "headline below": 7, "teaser": 9},
    "follows-cue": {"promo": 2},
    "position": {"first": -0.5},
    "copyright": {"yes": 1},
    "code": {"yes": 2},
}


# Kinds of evidence with the names of their bins, in the order of evidence.rs; every bin is a column.
ROWS = re.findall(r'^    \w+ "([a-z0-9-]+)": ((?:"[^"]*" ?)+);', EVIDENCE.read_text(), re.M)
KINDS = {kind: re.findall(r'"([^"]*)"', bins) for kind, bins in ROWS}
INDEX = {name: i for i, name in enumerate(f"{kind}: {bin}" for kind, bins in KINDS.items() for bin in bins)}
PRIOR = np.zeros(len(INDEX))
for kind, bins in PRIORS.items():
    for bin, value in bins.items():
        PRIOR[INDEX[f"{kind}: {bin}"]] = value


class Block(NamedTuple):
    """One block of a labelled article."""
    article: tuple  # OUT and id
    host: str
    evidence: list  # columns, without those of neighbours
    label: str | None  # None: the article's own
    weight: float


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
            # Without the start, and without what rests on neighbours: that is fitted anew.
            seen = (e["what"] for e in block["evidence"][1:] if e["what"].split(": ")[0] not in NEIGHBOURS)
            evidence = [INDEX[name] for name in seen]
            blocks.append(Block((out, id), article["host"] or "", evidence, label, float(weight)))
    return blocks


def matrix(seen):
    """One row a block, one column a bin, ones where the bin was seen."""
    ends = np.cumsum([0] + [len(row) for row in seen])
    cells = np.fromiter((column for row in seen for column in row), dtype=int)
    return sparse.csr_matrix((np.ones(len(cells)), cells, ends), shape=(len(seen), len(INDEX)))


def neighbours(blocks, first):
    """The evidence of neighbours: the bin of the first points of the blocks around each, inside its article."""
    bins = 1 + np.digitize(first, NEIGHBOUR_LIMITS)

    def bin(at, article):
        return bins[at] if 0 <= at < len(blocks) and blocks[at].article == article else 0

    none = [(INDEX[f"{kind}: none"], step) for kind, step in NEIGHBOURS.items()]
    return matrix([[at + bin(i + step, b.article) for at, step in none] for i, b in enumerate(blocks)])


def regress(x, y, weights, penalty, centre, offset):
    """Logistic regression, L2 towards `centre`, over `offset` points that are given. Gives points and bias."""
    transposed = x.T.tocsr()

    def loss(theta):
        points, bias = theta[:-1], theta[-1]
        z = x @ points + bias + offset
        away = points - centre
        error = weights * (1 / (1 + np.exp(-z)) - y)
        value = (weights * (np.logaddexp(0, z) - y * z)).sum() + penalty / 2 * (away**2).sum()
        return value, np.append(transposed @ error + penalty * away, error.sum())

    fitted = minimize(loss, np.append(centre, 0), jac=True, method="L-BFGS-B", options={"maxiter": 500}).x
    return fitted[:-1], fitted[-1]


class Card(NamedTuple):
    """A scorecard: points of all bins, and the two starts."""
    points: np.ndarray
    bias: float
    context_bias: float

    def scores(self, blocks):
        """The points of every block, as the program adds them up."""
        first = matrix([b.evidence for b in blocks]) @ self.points + self.bias
        return first + neighbours(blocks, first) @ self.points + self.context_bias


def fit(blocks, args):
    """Fits a scorecard in the two steps in which the program uses it."""
    judged = np.array([b.label != "neutral" for b in blocks])
    y = np.array([b.label is not None for b in blocks], dtype=float)[judged]
    weights = np.array([b.weight for b in blocks])[judged]
    x = matrix([b.evidence for b in blocks])
    alone, bias = regress(x[judged], y, weights, args.l2, PRIOR, np.zeros(len(y)))
    first = x @ alone + bias
    x, none = neighbours(blocks, first), np.zeros(len(INDEX))
    more, context_bias = regress(x[judged], y, weights, args.l2_context, none, first[judged])
    return Card(alone + more, bias, context_bias - args.cut)


def measure(blocks, scores, name):
    """Prints precision, recall and F1 of the blocks that are cut, neutral ones left aside."""
    cut, gold = np.array([(s >= 0, b.label is not None) for b, s in zip(blocks, scores) if b.label != "neutral"]).T
    right = (cut & gold).sum()
    precision, recall, f1 = right / max(1, cut.sum()), right / max(1, gold.sum()), 2 * right / (cut.sum() + gold.sum())
    print(f"{name}: {len(cut)} blocks, precision {precision:.3f}, recall {recall:.3f}, F1 {f1:.3f}")


def hold_out(sets, args):
    """Prints what cards that never saw a host do on it."""
    hosts = sorted({b.host for blocks in sets.values() for b in blocks})
    random.Random(3).shuffle(hosts)
    scores = {name: np.zeros(len(blocks)) for name, blocks in sets.items()}
    for fold in range(args.folds):
        held = set(hosts[fold::args.folds])
        card = fit([b for blocks in sets.values() for b in blocks if b.host not in held], args)
        for name, blocks in sets.items():
            test = np.array([b.host in held for b in blocks])
            scores[name][test] = card.scores(blocks)[test]
    for name, blocks in sets.items():
        measure(blocks, scores[name], f"{name}, held out")


def toml(card):
    """The file, in the order of evidence.rs."""
    head = SCORECARD.read_text().splitlines()[0]
    text = f"{head}\nbias = {card.bias:.2f}\ncontext_bias = {card.context_bias:.2f}\n\n[points]\n"
    points = iter(card.points)
    for kind, bins in KINDS.items():
        text += f"{kind} = [{', '.join(f'{next(points):.2f}' for _ in bins)}]\n"
    return text


def pad():
    """Zeros for kinds that are new in evidence.rs or have other bins now, so that the program starts again."""
    card = tomllib.loads(SCORECARD.read_text())
    rows = [(card["points"].get(kind, []), [0] * len(bins)) for kind, bins in KINDS.items()]
    points = np.concatenate([old if len(old) == len(zeros) else zeros for old, zeros in rows])
    SCORECARD.write_text(toml(Card(points, card["bias"], card["context_bias"])))


def arguments():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("sets", metavar="OUT=LABELS[=WEIGHT]", nargs="*", help="a finished run, labels, their weight")
    parser.add_argument("-o", "--out", type=Path, help="write the scorecard here")
    parser.add_argument("--pad", action="store_true", help="only make scorecard.toml fit evidence.rs, with zeros")
    for flag, default, words in [
        ("--folds", 0, "fit without every FOLDS-th host in turn, and test on it"),
        ("--cut", 1.2, "points that zero is moved up by"),
        ("--l2", 1.0, "penalty of evidence without neighbours"),
        ("--l2-context", 2.0, "penalty of evidence of neighbours"),
        ("--text-field", "text", "field of the input with the text"),
        ("--copydesk", str(ROOT / "target/release/copydesk"), "the program"),
    ]:
        parser.add_argument(flag, type=type(default), default=default, help=f"{words} [{default}]")
    return parser.parse_args()


def main():
    args = arguments()
    if args.pad:
        return pad()
    sets = {given: load(given, args) for given in args.sets}
    everything = [b for blocks in sets.values() for b in blocks]
    if not everything:
        raise SystemExit("which runs? OUT=LABELS[=WEIGHT]; see --help")
    if args.folds:
        hold_out(sets, args)
    card = fit(everything, args)
    for name, blocks in sets.items():
        measure(blocks, card.scores(blocks), f"{name}, learnt from")
    if args.out:
        args.out.write_text(toml(card))


if __name__ == "__main__":
    main()
