#!/usr/bin/env python3
"""Cut a corpus into slices, as days or months of crawling would have brought it.

Writes DIR/<slice>.jsonl, in the order of time by name, and DIR/whole.jsonl with the same records in the order of the
input. Both hold the same bytes of a record, so that a run over the slices and one over the whole see the same.

With --days N the input is cut into N runs of records of equal length; a record of the i-th gets the i-th day of March
2026 as its `date`. With --by-date the records keep their dates, and are cut by them; a record without one goes with the
dated record of its host that stands before it in the input, else with the dated record before it. A record without
`id` gets one. All input records must be JSON objects, one a line.
"""
import argparse
import datetime
import json
import os
import re

FIRST = datetime.date(2026, 3, 1)
WIDTH = {"month": 7, "day": 10}


def by_number(rows, days):
    """(slice, record) with the date of the slice."""
    for i, row in enumerate(rows):
        day = (FIRST + datetime.timedelta(days=i * days // len(rows))).isoformat()
        yield day, {**{k: v for k, v in row.items() if k != "date"}, "date": day}


def by_date(rows, unit):
    """(slice, record) by the record's own date."""
    latest, hosts = None, {}
    dated = [r.get("date") if re.match(r"\d{4}-\d\d-\d\d", str(r.get("date"))) else None for r in rows]
    earliest = min((d for d in dated if d), default="0000-00-00")
    for row, date in zip(rows, dated):
        if date:
            latest = hosts[row.get("host")] = date
        yield (date or hosts.get(row.get("host")) or latest or earliest)[: WIDTH[unit]], row


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("corpus", metavar="IN.jsonl")
    parser.add_argument("folder", metavar="DIR")
    how = parser.add_mutually_exclusive_group()
    how.add_argument("--days", type=int, default=10, metavar="N", help="cut into N parts of equal length (default: 10)")
    how.add_argument("--by-date", choices=sorted(WIDTH), help="cut by the dates of the records")
    args = parser.parse_args()
    os.makedirs(args.folder, exist_ok=True)
    with open(args.corpus, encoding="utf-8") as file:
        rows = [{"id": f"r{i:07}", **json.loads(line)} for i, line in enumerate(file) if line.strip()]
    cut = by_date(rows, args.by_date) if args.by_date else by_number(rows, args.days)
    parts = {}
    with open(os.path.join(args.folder, "whole.jsonl"), "w", encoding="utf-8") as whole:
        for name, row in cut:
            line = json.dumps(row, ensure_ascii=False, separators=(",", ":")) + "\n"
            whole.write(line)
            parts.setdefault(name, []).append(line)
    for name, lines in sorted(parts.items()):
        with open(os.path.join(args.folder, f"{name}.jsonl"), "w", encoding="utf-8") as file:
            file.writelines(lines)
        print(f"{name}: {len(lines)} records, {sum(map(len, lines)) / 1e6:.1f} million characters")


if __name__ == "__main__":
    main()
