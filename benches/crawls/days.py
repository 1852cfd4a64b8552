#!/usr/bin/env python3
"""Clean day after day with a desk that learns, and hold the last day against one clean of everything.

  BIN  the program
  DIR  what slices.py wrote

For each day in turn: `clean DAY --desk D`, then `learn DAY --desk D`, with seconds, peak memory and the size of the desk
after it. Then whole.jsonl is cleaned once without a desk (unless --whole names such an OUT), and agree.py compares.
With --alone no desk is used: how far is each day by itself from the whole? With --each every day is held against one
clean of all days up to it: what that day could know of. With --again every day is cleaned once more after the last was
learnt, and held against the whole. One run at a time. OUTs go to --scratch and stay there.
"""
import argparse
import glob
import json
import os
import shutil
import subprocess
import sys
import time

import agree


def run(words, source=None):
    """Seconds, core-seconds and peak megabytes of a command; ends with its message if it fails.

    What it reads from standard input is the file `source`; what it prints goes nowhere.
    """
    start = time.monotonic()
    stdin = open(source, "rb") if source else subprocess.DEVNULL
    pipes = {"stdin": stdin, "stdout": subprocess.DEVNULL, "stderr": subprocess.PIPE}
    with subprocess.Popen(words, text=True, **pipes) as process:
        said = process.stderr.read()
        _, status, used = os.wait4(process.pid, 0)
        process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode:
        sys.exit(f"{' '.join(words)}: exit code {process.returncode}\n{said}")
    return time.monotonic() - start, used.ru_utime + used.ru_stime, used.ru_maxrss * 1024 / 1e6


def told(name, cost):
    return f"{name} {cost[0]:.2f} s ({cost[1]:.1f} core-seconds, {cost[2]:.0f} MB)"


def weight(folder):
    """Bytes of the files in a folder."""
    return sum(os.path.getsize(os.path.join(at, f)) for at, _, files in os.walk(folder) for f in files)


def slices(folder):
    files = sorted(glob.glob(os.path.join(folder, "*.jsonl")))
    return [f for f in files if os.path.basename(f) != "whole.jsonl"]


def clean(program, source, out, desk, more):
    shutil.rmtree(out, ignore_errors=True)
    words = [program, "clean", source, "-o", out, "--quiet", *more]
    return run(words + (["--desk", desk] if desk else []))


def joined(files, target):
    """The records of several slices in one file, in order."""
    with open(target, "wb") as file:
        for name in files:
            with open(name, "rb") as part:
                shutil.copyfileobj(part, file)
    return target


def compared(whole, out, source, args):
    numbers, text = agree.held(whole, out, source, args.examples, args.program)
    name = os.path.basename(source)
    blocks, articles = numbers["blocks"], numbers["articles"]
    print(f"{name} agrees: lines {blocks['agree %']} %, of those that either removes "
          f"{blocks['agree of either %']} %; articles {articles['same both %']} %, of those in a cluster "
          f"{articles['same both of those in a cluster %']} %", flush=True)
    return numbers, text


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("program", metavar="BIN")
    parser.add_argument("folder", metavar="DIR")
    parser.add_argument("--scratch", metavar="DIR", required=True, help="folder for the desk and all OUTs")
    parser.add_argument("--whole", metavar="OUT", help="OUT of an earlier clean of whole.jsonl")
    parser.add_argument("--alone", action="store_true", help="without a desk")
    parser.add_argument("--again", action="store_true", help="clean all days once more with what the last taught")
    parser.add_argument("--each", action="store_true", help="hold every day against all up to it, not only the last")
    parser.add_argument("--examples", type=int, default=5, metavar="N")
    parser.add_argument("--json", metavar="FILE", help="write all numbers to FILE")
    parser.add_argument("more", nargs="*", metavar="FLAG", help="after --: flags for every run of clean")
    args = parser.parse_args()
    at = lambda *names: os.path.join(args.scratch, *names)
    os.makedirs(args.scratch, exist_ok=True)
    desk, days, results = None if args.alone else at("desk"), slices(args.folder), {}
    if not args.alone:
        shutil.rmtree(desk, ignore_errors=True)
    whole = args.whole or at("whole")
    if not args.whole:
        source = os.path.join(args.folder, "whole.jsonl")
        print(told("whole.jsonl: clean", clean(args.program, source, whole, None, args.more)), flush=True)
    for n, day in enumerate(days):
        name = os.path.basename(day).removesuffix(".jsonl")
        # There is nothing to know before the first day is learnt.
        known = desk if n else None
        line = [told(f"{name}: clean", clean(args.program, day, at(name), known, args.more))]
        if desk:
            line.append(told("learn", run([args.program, "learn", day, "--desk", desk, "--quiet"])))
            line.append(f"desk {weight(desk) / 1e6:.1f} MB")
        print(", ".join(line), flush=True)
        if n == len(days) - 1:
            results[name], text = compared(whole, at(name), day, args)
        elif args.each:
            clean(args.program, joined(days[: n + 1], at("until.jsonl")), at("until"), None, args.more)
            results[name], _ = compared(at("until"), at(name), day, args)
    print(f"\n{text}")
    if args.again and desk:
        print("\nonce more, with what all days taught")
        for day in days:
            name = os.path.basename(day).removesuffix(".jsonl")
            clean(args.program, day, at("again", name), desk, args.more)
            results[f"again {name}"], text = compared(whole, at("again", name), day, args)
        print(f"\n{text}")
    if args.json:
        with open(args.json, "w", encoding="utf-8") as file:
            json.dump(results, file, indent=1)


if __name__ == "__main__":
    main()
