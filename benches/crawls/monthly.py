#!/usr/bin/env python3
"""Score labelled articles as a crawl would have met them: month after month, with what the desk knew by then.

  BIN     the program
  CORPUS  articles with labels, JSON Lines (.zst is unpacked with `zstd`): id, text, host, date
  GOLD    the labels: {"id", "labels": {"<line number>": "<label>"}}

Cuts CORPUS by month (slices.py) and cleans every month in some of four ways: `desk`, with a desk that learnt the months
before; `alone`; `until`, with all months before read again, which is the most that a desk could know; `whole`, as part
of one clean of everything, later months too. The removals of all months go into one file a way, and SCORER judges each.
The first months know little, so the scores of the second half of the labelled articles, by month, stand beside those of
all. Only months with labelled articles are cleaned; the desk learns all.
"""
import argparse
import json
import os
import shutil
import subprocess
import sys

import days

HERE = os.path.dirname(os.path.abspath(__file__))
SCORER = os.path.join(HERE, "..", "..", "..", "shared", "eval", "score_boilerplate.py")
MARK = ["--duplicates", "mark"]


def unpacked(corpus, scratch):
    if not corpus.endswith(".zst"):
        return corpus
    plain = os.path.join(scratch, "corpus.jsonl")
    with open(plain, "wb") as file:
        subprocess.run(["zstd", "-dc", corpus], stdout=file, check=True)
    return plain


def gather(outs, target):
    """Removals of these articles in these OUTs, in one file."""
    with open(target, "w", encoding="utf-8") as file:
        for out, ids in outs:
            for row in days.agree.rows(os.path.join(out, "report", "removed.jsonl")):
                if row["id"] in ids:
                    file.write(json.dumps(row) + "\n")


def later_half(gold, labelled, target):
    """Labels of the articles in the second half, by month."""
    rows = {row["id"]: row for row in days.agree.rows(gold)}
    order = [name for source in sorted(labelled) for name in sorted(labelled[source])]
    with open(target, "w", encoding="utf-8") as file:
        file.writelines(json.dumps(rows[name]) + "\n" for name in order[len(order) // 2:])
    return target


def run_month(args, way, months, n, at):
    """OUT of the month, and seconds."""
    source, desk = months[n], at("desk")
    if way == "until":
        source = days.joined(months[: n + 1], at("until.jsonl"))
    out = at(way, os.path.basename(months[n]).removesuffix(".jsonl"))
    return out, days.clean(args.program, source, out, desk if way == "desk" and n else None, MARK)[0]


def score(args, corpus, gold, removed):
    said = subprocess.run([sys.executable, args.scorer, corpus, gold, removed], capture_output=True, text=True, check=True)
    told = json.loads(said.stdout.splitlines()[0])
    line, char = told["line"], told["char"]
    return (f"lines F1 {line['f1']:.4f} (precision {line['precision']:.4f}, recall {line['recall']:.4f}), "
            f"characters F1 {char['f1']:.4f}, of {told['articles']} articles")


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("program", metavar="BIN")
    parser.add_argument("corpus", metavar="CORPUS")
    parser.add_argument("gold", metavar="GOLD")
    parser.add_argument("--scratch", metavar="DIR", required=True, help="folder for slices, desk and OUTs")
    parser.add_argument("--scorer", metavar="FILE", default=SCORER, help="score_boilerplate.py")
    parser.add_argument("--only", metavar="WAYS", default="whole,until,desk,alone", help="some of whole,until,desk,alone")
    args = parser.parse_args()
    at = lambda *names: os.path.join(args.scratch, *names)
    os.makedirs(args.scratch, exist_ok=True)
    corpus = unpacked(args.corpus, args.scratch)
    if not os.path.exists(at("months", "whole.jsonl")):
        cut = [sys.executable, os.path.join(HERE, "slices.py"), corpus, at("months"), "--by-date", "month"]
        subprocess.run(cut, stdout=subprocess.DEVNULL, check=True)
    months = days.slices(at("months"))
    gold = {row["id"] for row in days.agree.rows(args.gold)}
    labelled = {source: {row["id"] for row in days.agree.rows(source)} & gold for source in months}
    half = later_half(args.gold, labelled, at("later.jsonl"))
    for way in args.only.split(","):
        shutil.rmtree(at("desk"), ignore_errors=True)
        outs, seconds = [], 0.0
        if way == "whole":
            seconds = days.clean(args.program, at("months", "whole.jsonl"), at(way), None, MARK)[0]
            outs.append((at(way), gold))
        for n, source in enumerate(months if way != "whole" else []):
            if labelled[source]:
                out, spent = run_month(args, way, months, n, at)
                seconds += spent
                outs.append((out, labelled[source]))
            if way == "desk":
                seconds += days.run([args.program, "learn", source, "--desk", at("desk"), "--quiet"])[0]
        removed = at(f"{way}.jsonl")
        gather(outs, removed)
        print(f"{way}: {score(args, corpus, args.gold, removed)}\n{'':6}later half: {score(args, corpus, half, removed)}"
              f"\n{'':6}{len(outs)} cleaned, {seconds:.1f} s", flush=True)


if __name__ == "__main__":
    main()
