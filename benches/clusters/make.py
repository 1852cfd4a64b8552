#!/usr/bin/env python3
"""Make a corpus of copies alone: CLUSTERS stories with SIZE copies each, every copy with its own edits.

usage: make.py CLUSTERS SIZE RATE OUT.jsonl
  RATE   share of words that are edited in each copy, 0 for equal copies; a word is replaced, dropped or one is put in
All words are invented. The same arguments give the same bytes. For time and memory, not for quality.
"""
import json
import random
import sys

ON, VOWELS, ENDS = "b c d f g h k l m n p r s t v br cl gr pl sh st tr".split(), "a e i o u ai ou ea".split(), ["", "n", "r", "s", "t", "nd", "ck"]
STOPS = "the of to and a in is that for it was on with he as his at by be from said has had not are but".split()


def main(clusters, size, rate, out):
    dice = random.Random(1)
    word = lambda: "".join(dice.choice(ON) + dice.choice(VOWELS) + dice.choice(ENDS) for _ in range(dice.choice([1, 2, 2, 3])))
    words = [word() for _ in range(20_000)]
    any_word = lambda: dice.choice(STOPS) if dice.random() < 0.4 else dice.choice(words)
    bodies = [[[any_word() for _ in range(dice.randrange(30, 60))] for _ in range(7)] for _ in range(clusters)]

    def edited(body):
        for paragraph in body:
            copy = []
            for w in paragraph:
                dart = dice.random()
                if dart >= rate:
                    copy.append(w)
                elif dart < 0.6 * rate:
                    copy.append(any_word())
                elif dart < 0.8 * rate:
                    copy += [w, any_word()]
            yield copy

    with open(out, "w", encoding="utf-8") as file:
        for n in range(clusters * size):
            body = bodies[n % clusters]
            lines = [" ".join(p).capitalize() + "." for p in (edited(body) if rate else body)]
            host, day = dice.randrange(200), dice.randrange(1, 29)
            article = {"id": f"a{n}", "host": f"h{host}.example", "date": f"2025-03-{day:02}", "title": f"Story number {n % clusters} and all its copies", "text": "\n\n".join(lines)}
            file.write(json.dumps(article) + "\n")


if __name__ == "__main__":
    if len(sys.argv) != 5:
        sys.exit(__doc__)
    main(int(sys.argv[1]), int(sys.argv[2]), float(sys.argv[3]), sys.argv[4])
