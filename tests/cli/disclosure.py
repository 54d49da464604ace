#!/usr/bin/env python3
"""Attacks on rounded tables, each of which must fail.

    disclosure.py NEARAID SNAPSHOT DATA

The attacker knows the program, the published tables, and the exact total of every authority and kind
of offence in every period; not the key. A count of 1 to 4 is worked back when what is known leaves
one value for it, and nearly when it leaves two that are next to each other.

  box and sum   a figure says that its count is at most 4 away; the counts of a group add up to its
                total
  linked        the same over three months and the quarter, whose counts add up: what is left of each
                count is found exactly, as flows in a network (no linear programme finds more)
  replay        the tables made again with another key: how often the same figures come out
  constancy     one ward in one month has one figure in all tables that it is in: rows in another
                order, gzip, joined before
  bytes         no exact figure in any form
"""
import collections
import csv
import gzip
import io
import json
import os
import random
import re
import subprocess
import sys

nearaid, snapshot, data = sys.argv[1:4]
MONTHS = ["2025-01", "2025-02", "2025-03"]
KEYS = 3
failures = []


def fail(text):
    failures.append(text)
    print("FAILED", text)


def file_of(month):
    return os.path.join(data, "offences", month + "-cleveland-street.csv")


def key_of(number):
    name = "key%d" % number
    if not os.path.exists(name):
        with open(os.open(name, os.O_WRONLY | os.O_CREAT, 0o600), "wb") as file:
            file.write(random.Random(number).randbytes(32))
    return name


def table(files, *words):
    done = subprocess.run([nearaid, "table", "--snapshot", snapshot, *words, "-i", *files],
                          stdin=subprocess.DEVNULL, capture_output=True, check=True)
    return done.stdout.decode(), done.stderr.decode()


def counts_of(files, *words):
    """By (authority, kind): {ward: figure}; and the groups that are not listed."""
    text, _ = table(files, "--by", "ward,crime-type", "--format", "json", *words)
    found, groups = collections.defaultdict(dict), set()
    parsed = json.loads(text)
    for row in parsed["rows"]:
        ward = row["by"]["ward"]
        found[ward["authority_code"], row["by"]["crime-type"]][ward["code"]] = row["count"]
    for group in parsed["groups_not_listed"]:
        groups.add((group["by"]["authority"]["code"], group["by"]["crime-type"]))
    return found, groups


def wards_of():
    text, _ = table([file_of(MONTHS[0])], "--by", "ward", "--format", "json")
    wards = collections.defaultdict(list)
    for row in json.loads(text)["rows"]:
        wards[row["by"]["ward"]["authority_code"]].append(row["by"]["ward"]["code"])
    return wards


def narrow(low, high, total):
    """Intervals of counts that add up to `total`, as narrow as that makes them."""
    changed = False
    sum_low, sum_high = sum(low.values()), sum(high.values())
    for ward in low:
        new_low = max(low[ward], total - (sum_high - high[ward]))
        new_high = min(high[ward], total - (sum_low - low[ward]))
        changed = changed or new_low != low[ward] or new_high != high[ward]
        sum_low += new_low - low[ward]
        sum_high += new_high - high[ward]
        low[ward], high[ward] = new_low, new_high
    return changed


def box(shown, wards):
    return ({w: max(0, shown.get(w, 0) - 4) for w in wards},
            {w: shown.get(w, 0) + 4 for w in wards})


def judge(exact, low, high, wards):
    """How many small counts are known, nearly known, and there."""
    known = nearly = small = 0
    for ward in wards:
        count = exact.get(ward, 0)
        assert low[ward] <= count <= high[ward]
        if 1 <= count <= 4:
            small += 1
            known += low[ward] == high[ward]
            nearly += high[ward] - low[ward] == 1
    return known, nearly, small


def attack_box(wards, exact):
    sums = [0, 0, 0]
    for number in range(KEYS):
        for month in MONTHS:
            shown, hidden = counts_of([file_of(month)], "--round", "5", "--key", key_of(number))
            for group, counts in exact[month].items():
                total = sum(counts.values())
                if (group in hidden) != (total < 10):
                    fail("group %s of %d rows" % (group, total))
                if group in hidden:
                    continue
                low, high = box(shown[group], wards[group[0]])
                while narrow(low, high, total):
                    pass
                sums = [a + b for a, b in zip(sums, judge(counts, low, high, wards[group[0]]))]
    print("box and sum: %d exact, %d nearly of %d small counts" % tuple(sums))
    if sums[0] or sums[1] or not sums[2]:
        fail("a small count is worked back from one table")


def room(moves, start, goal, most):
    """How many units, up to `most`, can be moved from one node to another; `moves` are used up."""
    for moved in range(most):
        before, queue = {start: None}, collections.deque([start])
        while queue and goal not in before:
            node = queue.popleft()
            for to, units in moves[node].items():
                if units > 0 and to not in before:
                    before[to] = node
                    queue.append(to)
        if goal not in before:
            return moved
        node = goal
        while before[node] is not None:
            moves[before[node]][node] -= 1
            moves[node][before[node]] += 1
            node = before[node]
    return most


def linked_range(counts, boxes, ward, month):
    """How far the count of a ward in a month may be from the true one, down and up, up to 2 each,
    when every figure of three months and of the quarter is known and every total of the months.

    Counts of wards by months with given sums are flows in a network, and what may be moved in it
    around a cell without breaking a box or a sum is exactly what cannot be told: for whole numbers,
    so no linear programme finds more."""
    ranges = []
    for up in (False, True):
        moves = collections.defaultdict(lambda: collections.defaultdict(int))
        for w in boxes[0][0]:
            for m in range(3):
                if (w, m) != (ward, month):
                    moves[w][m] += boxes[m][1][w] - counts[m].get(w, 0)
                    moves[m][w] += counts[m].get(w, 0) - boxes[m][0][w]
            quarter = sum(counts[m].get(w, 0) for m in range(3))
            moves[w]["slack"] += quarter - boxes[3][0][w]
            moves["slack"][w] += boxes[3][1][w] - quarter
        own = counts[month].get(ward, 0)
        limit = boxes[month][1][ward] - own if up else own - boxes[month][0][ward]
        ends = (month, ward) if up else (ward, month)
        ranges.append(room(moves, *ends, min(2, limit)))
    return ranges


def attack_linked(wards, exact):
    known = nearly = small = 0
    periods = [[month] for month in MONTHS] + [MONTHS]
    for number in range(KEYS):
        shown = [counts_of([file_of(m) for m in period], "--round", "5", "--key", key_of(number))
                 for period in periods]
        for group in exact[MONTHS[0]]:
            if any(group in hidden for _, hidden in shown):
                continue
            counts = [exact[month][group] for month in MONTHS]
            boxes = [box(figures[group], wards[group[0]]) for figures, _ in shown]
            for ward in wards[group[0]]:
                for month in range(3):
                    if 1 <= counts[month].get(ward, 0) <= 4:
                        down, up = linked_range(counts, boxes, ward, month)
                        small += 1
                        known += down + up == 0
                        nearly += down + up == 1
    print("linked months: %d exact, %d nearly of %d small counts" % (known, nearly, small))
    if known or nearly or not small:
        fail("a small count is worked back from linked months")


def attack_replay(exact):
    """With another key the figures of small counts differ about as often as coins do."""
    one, _ = counts_of([file_of(MONTHS[0])], "--round", "5", "--key", key_of(0))
    two, _ = counts_of([file_of(MONTHS[0])], "--round", "5", "--key", key_of(1))
    same = small = 0
    for group, counts in exact[MONTHS[0]].items():
        for ward, count in counts.items():
            if count % 5 and group in one and group in two:
                small += 1
                same += one[group].get(ward, 0) == two[group].get(ward, 0)
    # Up with the chance (count mod 5) / 5, twice alike: 0.68 or 0.52.
    print("replay: %d of %d figures are the same under another key" % (same, small))
    if not 0.45 * small < same < 0.72 * small:
        fail("another key gives the same figures")


def check_constancy():
    name = file_of(MONTHS[1])
    with open(name, encoding="utf-8", newline="") as file:
        lines = file.read().splitlines()
    head, rows = lines[0], lines[1:]
    random.Random(5).shuffle(rows)
    with open("shuffled.csv", "w", encoding="utf-8") as file:
        file.write("\r\n".join([head] + rows) + "\r\n")
    with gzip.open("shuffled.csv.gz", "wt", encoding="utf-8") as file:
        file.write("\n".join([head] + rows) + "\n")
    with open("joined.csv", "wb") as file:
        subprocess.run([nearaid, "join", "--snapshot", snapshot, name], stdout=file,
                       stderr=subprocess.DEVNULL, check=True)
    rounding = ["--round", "5", "--key", key_of(0)]
    wanted = counts_of([name], *rounding)
    for other in ("shuffled.csv", "shuffled.csv.gz", "joined.csv"):
        if counts_of([other], *rounding) != wanted:
            fail("%s gives other figures" % other)
    text, _ = table([file_of(month) for month in MONTHS], "--by", "ward,crime-type,month",
                    "--format", "csv", *rounding)
    again = collections.defaultdict(dict)
    csv.field_size_limit(1 << 24)
    for row in csv.DictReader(io.StringIO(text)):
        if row["month"] == MONTHS[1] and row["ward_code"]:
            again[row["authority_name"], row["crime-type"]][row["ward_code"]] = int(row["count"])
    figures = {(ward, group[1]): count for group, counts in wanted[0].items()
               for ward, count in counts.items()}
    for (_, kind), counts in again.items():
        for ward, count in counts.items():
            if figures.get((ward, kind), 0) != count:
                fail("%s, %s: %d in one table, %d in another" %
                     (ward, kind, figures.get((ward, kind), 0), count))
    print("constancy: %d figures, 4 other tables" % len(figures))


def check_bytes():
    """Every number of people's that is printed is a multiple of 5."""
    name = file_of(MONTHS[1])
    rounding = ["--round", "5", "--key", key_of(0)]
    for words in ([], ["--top", "3"], ["--where", "Crime type=Drugs"]):
        text, said = table([name], *words, "--format", "json", *rounding)
        parsed = json.loads(text)
        numbers = [row["count"] for row in parsed["rows"]] + list(parsed["rows_read"].values())
        numbers += [parsed["placed"], parsed["all"], parsed["others"]["count"]]
        numbers += [group["count"] for group in parsed["groups_not_listed"]]
        if any(number % 5 for number in numbers):
            fail("an exact figure in JSON: %s" % numbers)
        exact = json.loads(table([name], *words, "--format", "json")[0])["rows_read"]
        forms = [said]
        for form in ("text", "csv", "markdown"):
            forms += table([name], *words, "--format", form, "--svg", "a.svg", *rounding)
        with open("a.svg", encoding="utf-8") as file:
            # What is written there, not the coordinates.
            forms.append(" ".join(re.findall(r">([^<>]*)<", file.read())))
        for value in exact.values():
            if value % 5 and value > 99:
                for form in forms:
                    if re.search(r"(?<![\d.,])%s(?![\d])" % "{:,}".format(value), form):
                        fail("the exact figure %d is printed" % value)
    print("bytes: no exact figure in any form")


def main():
    wards = wards_of()
    exact = {}
    for month in MONTHS:
        exact[month] = collections.defaultdict(dict)
        for group, counts in counts_of([file_of(month)])[0].items():
            exact[month][group] = counts
    attack_box(wards, exact)
    attack_linked(wards, exact)
    attack_replay(exact)
    check_constancy()
    check_bytes()
    return 1 if failures else 0


sys.exit(main())
