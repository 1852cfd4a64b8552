#!/usr/bin/env python3
"""Hold what a day was cleaned to against what one run over everything makes of the same articles.

  WHOLE_OUT  OUT of one `clean` of the whole corpus
  DAY_OUT    OUT of `clean SLICE --desk D`, where D had learnt the days before (or of any other run over SLICE)
  SLICE      the day's articles, JSON Lines with id and text

Blocks are the non-blank lines of the day's articles. A line is removed where at least half of its bytes that are no
white space are; lines that both runs keep or both remove, but not with the same bytes, are told apart as `cut
differently`. Agreement is told over all lines, and over those that either run removes: most lines are prose, on
which it is easy to agree. Lines of an article count whether the article itself is dropped or not.

Partners of an article are the articles it shares a cluster with. A day's run need not name all earlier ones: partners
are the same where those of the day are the same, an earlier one is named if and only if the whole run has one, and
those named are partners in the whole run. Exit status 0; --json FILE writes the numbers.
"""
import argparse
import collections
import json
import os
import re
import subprocess

SIZES = [10, 30, 100, 300, 1000]
BLANK = b" \t\r\n\x0b\x0c"


def rows(path):
    if os.path.exists(path):
        with open(path, encoding="utf-8") as file:
            for line in file:
                if line.strip():
                    yield json.loads(line)


def removals(out, ids):
    found = collections.defaultdict(list)
    for row in rows(os.path.join(out, "report", "removed.jsonl")):
        if row["id"] in ids:
            found[row["id"]].append((row["start"], row["end"], row["label"], row["reason"]))
    return found


def clusters(out, ids):
    """By article of `ids`: kept, ids of all partners, the article's own row."""
    members, own = collections.defaultdict(set), {}
    for row in rows(os.path.join(out, "report", "duplicates.jsonl")):
        members[row["cluster"]].add(row["id"])
        for earlier in filter(None, [row.get("duplicate_of"), row.get("earlier")]):
            members[row["cluster"]].add(earlier)
        if row["id"] in ids:
            own[row["id"]] = row
    return {name: (row["kept"], members[row["cluster"]] - {name}, row) for name, row in own.items()}


def blocks(text):
    """(start, end, bytes that are no white space) of every non-blank line."""
    at = 0
    for line in text.encode("utf-8", "surrogatepass").split(b"\n"):
        solid = len(line.translate(None, BLANK))
        if solid:
            yield at, at + len(line), solid
        at += len(line) + 1


def cut(raw, start, end, spans):
    """(bytes that are no white space and go, the removal that takes most of them)."""
    gone, most, why = 0, 0, None
    for span in spans:
        a, b = max(start, span[0]), min(end, span[1])
        if a < b:
            taken = len(raw[a:b].translate(None, BLANK))
            gone += taken
            if taken > most:
                most, why = taken, span
    return gone, why


def evidence(reason, host):
    """The kind of a sentence: without figures and names."""
    kind = reason.split("; ")[0]
    kind = kind.replace(f"of {host}", "of HOST").replace(f"on {host}", "on HOST") if host else kind
    kind = re.sub(r"“.*?”|\".*?\"", "“…”", kind)
    return re.sub(r"\d[\d,]*", "#", kind)


def size(count):
    return next((f"under {n}" for n in SIZES if count < n), f"{SIZES[-1]} and more")


def share(part, whole):
    return round(100 * part / whole, 3) if whole else 100.0


def hosts(folder_or_file):
    """Articles by host, of the whole run."""
    try:
        with open(os.path.join(folder_or_file, "report", "summary.json"), encoding="utf-8") as file:
            table = json.load(file).get("hosts", [])
    except OSError:
        return {}
    return {row.get("host"): row.get("articles", 0) for row in table} if isinstance(table, list) else {}


def by_block(slice_rows, whole, day, sizes):
    """Counts of lines, what differs by kind, and the lines that differ."""
    count, kinds, differing = collections.Counter(), collections.Counter(), []
    for row in slice_rows:
        raw, host = row["text"].encode("utf-8", "surrogatepass"), row.get("host")
        for start, end, solid in blocks(row["text"]):
            w, why_w = cut(raw, start, end, whole[row["id"]])
            d, why_d = cut(raw, start, end, day[row["id"]])
            in_w, in_d = 2 * w >= solid, 2 * d >= solid
            count["all"] += 1
            count["either"] += in_w or in_d
            count["both removed"] += in_w and in_d
            count["both kept"] += not in_w and not in_d
            count["cut differently"] += in_w == in_d and w != d
            if in_w and in_d and why_w[2] != why_d[2]:
                count["other label"] += 1
                kinds["label", f"{why_w[2]} → {why_d[2]}", "", ""] += 1
            if in_w != in_d:
                side, why = ("only in the whole", why_w) if in_w else ("only on the day", why_d)
                count[side] += 1
                kinds[side, why[2], evidence(why[3], host), size(sizes.get(host, 0))] += 1
                differing.append((row["id"], side, start, end, why, raw[start:end].decode("utf-8", "replace")))
    return count, kinds, differing


def by_article(ids, whole, day):
    """Counts of articles, and those that differ."""
    count, differing = collections.Counter(), []
    for name in ids:
        kept_w, all_w, row_w = whole.get(name, (True, set(), None))
        kept_d, all_d, row_d = day.get(name, (True, set(), None))
        early_w, early_d = all_w - ids, all_d - ids
        fate = kept_w == kept_d
        partners = all_w & ids == all_d & ids and bool(early_w) == bool(early_d) and early_d <= early_w
        count["all"] += 1
        count["in a cluster"] += bool(all_w or all_d)
        count["same fate"] += fate
        count["dropped by either"] += not (kept_w and kept_d)
        count["dropped by both"] += not kept_w and not kept_d
        count["same partners"] += partners
        count["same both"] += fate and partners
        count["same in a cluster"] += fate and partners and bool(all_w or all_d)
        count["earlier partners of the whole"] += len(early_w)
        count["earlier partners named"] += len(early_w & early_d)
        count["same relation"] += bool(row_w and row_d and row_w["relation"] == row_d["relation"])
        count["in a cluster of both"] += bool(row_w and row_d)
        if not (fate and partners):
            differing.append((name, row_w, row_d, sorted(all_w ^ all_d)))
    return count, differing


def explained(program, out, name, start):
    """What the run says of the line that begins at `start`."""
    if not program:
        return "kept"
    asked = subprocess.run([program, "explain", out, name, "--json"], capture_output=True, text=True, check=False)
    try:
        told = json.loads(asked.stdout)["blocks"]
    except (ValueError, KeyError):
        return "kept"
    near = [b for b in told if b.get("start", -1) <= start < b.get("end", -1)]
    return f"kept: {near[0].get('reason', '')} (score {near[0].get('score')})" if near else "kept"


def held(whole_out, day_out, slice_file, examples=0, program=None, wanted=12):
    """Everything as data, and as text."""
    articles = list(rows(slice_file))
    ids = {row["id"] for row in articles}
    whole, day = removals(whole_out, ids), removals(day_out, ids)
    lines, kinds, lines_differ = by_block(articles, whole, day, hosts(whole_out))
    fates, fates_differ = by_article(ids, clusters(whole_out, ids), clusters(day_out, ids))
    agreed = lines["both removed"] + lines["both kept"]
    numbers = {
        "blocks": {
            **lines,
            "agree %": share(agreed, lines["all"]),
            "agree with label and bytes %": share(agreed - lines["other label"] - lines["cut differently"], lines["all"]),
            "agree of either %": share(lines["both removed"], lines["either"]),
        },
        "articles": {
            **fates,
            "same fate %": share(fates["same fate"], fates["all"]),
            "same partners %": share(fates["same partners"], fates["all"]),
            "same both %": share(fates["same both"], fates["all"]),
            "same both of those in a cluster %": share(fates["same in a cluster"], fates["in a cluster"]),
            "same drops of either %": share(fates["dropped by both"], fates["dropped by either"]),
        },
    }
    text = [f"{part:9}" + ", ".join(f"{k} {v}" for k, v in told.items()) for part, told in numbers.items()]
    if kinds:
        text.append(f"\ndiffering lines, the {wanted} kinds with most (host size: its articles in the whole)")
        text += [f"{n:7}  {side}: {label:10} host {where or '-':14} {why}"
                 for (side, label, why, where), n in kinds.most_common(wanted)]
    for name, side, start, _, why, line in lines_differ[:examples]:
        other = explained(program, day_out if side == "only in the whole" else whole_out, name, start)
        text.append(f"\n{name} {side}: {line[:90]!r}\n  removed: {why[2]}: {why[3]}\n  {other}")
    for name, row_w, row_d, which in fates_differ[:examples]:
        text.append(f"\n{name}\n  whole: {brief(row_w)}\n  day:   {brief(row_d)}\n  partners of one only: {' '.join(which[:8])}")
    return numbers, "\n".join(text)


def brief(row):
    if not row:
        return "alone"
    fate = "kept" if row["kept"] else f"dropped for {row['duplicate_of']}"
    return f"{fate}, {row['relation']}, jaccard {row['jaccard']:.3f}, containment {row['containment']:.3f}"


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("whole", metavar="WHOLE_OUT")
    parser.add_argument("day", metavar="DAY_OUT")
    parser.add_argument("slice", metavar="SLICE")
    parser.add_argument("--examples", type=int, default=5, metavar="N", help="lines and articles to show (default: 5)")
    parser.add_argument("--kinds", type=int, default=12, metavar="N", help="kinds of differing lines to show (default: 12)")
    parser.add_argument("--program", metavar="BIN", help="ask `BIN explain` why a line was kept")
    parser.add_argument("--json", metavar="FILE", help="write the numbers to FILE")
    args = parser.parse_args()
    numbers, text = held(args.whole, args.day, args.slice, args.examples, args.program, args.kinds)
    print(text)
    if args.json:
        with open(args.json, "w", encoding="utf-8") as file:
            json.dump(numbers, file, indent=1)


if __name__ == "__main__":
    main()
