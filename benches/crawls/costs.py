#!/usr/bin/env python3
"""What a desk costs: a crawl learnt, cleaned and filtered with desks of several sizes, beside the same without.

  BIN    the program
  CRAWL  JSON Lines that none of the desks knows
  DESK   one or more desks (they are not changed: each `learn` gets a copy, made of hard links)

One round is: scan, clean and filter of CRAWL without a desk, then for every desk learn, clean, filter and `filter --learn`
with it. Prints medians over the rounds with least and most, the ratio to the same without a desk, round by round
(learn: to scan), and peak memory. All OUTs go to --scratch; one process at a time.
"""
import argparse
import collections
import os
import shutil
import statistics

import days


def copy(desk, target):
    """A desk of hard links: files of a desk are never changed in place, but for the catalogue, which is replaced."""
    shutil.rmtree(target, ignore_errors=True)
    shutil.copytree(desk, target, copy_function=os.link)
    return target


def trials(args, at):
    """(name, command, name of the trial that it is held against), in the order of a round."""
    clean = [args.program, "clean", args.crawl, "-o", at("out"), "--force", "--quiet"]
    scan = [args.program, "scan", args.crawl, "-o", at("out"), "--force", "--quiet"]
    filtered = [args.program, "filter", "--quiet"]
    yield "scan", scan, None
    yield "clean", clean, None
    yield "filter", filtered, "clean"
    for desk in args.desks:
        name = os.path.basename(desk.rstrip("/"))
        yield f"learn {name}", [args.program, "learn", args.crawl, "--desk", copy(desk, at("desk")), "--quiet"], "scan"
        yield f"clean {name}", [*clean, "--desk", desk], "clean"
        yield f"filter {name}", [*filtered, "--desk", desk], "clean"
        yield f"filter --learn {name}", [*filtered, "--learn", "--desk", copy(desk, at("desk"))], "clean"


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("program", metavar="BIN")
    parser.add_argument("crawl", metavar="CRAWL")
    parser.add_argument("desks", metavar="DESK", nargs="*")
    parser.add_argument("--scratch", metavar="DIR", required=True, help="on the file system of the desks")
    parser.add_argument("--rounds", type=int, default=3, metavar="N")
    parser.add_argument("--only", metavar="VERB", help="only this verb with a desk, beside those without: learn, clean …")
    args = parser.parse_args()
    at = lambda *names: os.path.join(args.scratch, *names)
    os.makedirs(args.scratch, exist_ok=True)
    megabytes = os.path.getsize(args.crawl) / 1e6
    rounds = collections.defaultdict(list)
    ratios = collections.defaultdict(list)
    for _ in range(args.rounds):
        took = {}
        for name, words, beside in trials(args, at):
            if args.only and " " in name and not name.startswith(args.only):
                continue
            took[name] = days.run(words, args.crawl if words[1] == "filter" else None)
            rounds[name].append(took[name])
            if beside:
                ratios[name].append(took[name][0] / took[beside][0])
    print(f"{megabytes:.0f} MB, {args.rounds} rounds\n| command | seconds | MB/s | core-seconds | × without | peak MB |\n| --- | --- | --- | --- | --- | --- |")
    for name, costs in rounds.items():
        seconds = [cost[0] for cost in costs]
        middle = statistics.median(seconds)
        ratio = f"{statistics.median(ratios[name]):.2f}" if ratios[name] else ""
        cores = statistics.median(cost[1] for cost in costs)
        print(f"| {name} | {middle:.2f} ({min(seconds):.2f}–{max(seconds):.2f}) | {megabytes / middle:.0f} | {cores:.1f} | {ratio} | {max(cost[2] for cost in costs):.0f} |")
    shutil.rmtree(at("desk"), ignore_errors=True)


if __name__ == "__main__":
    main()
