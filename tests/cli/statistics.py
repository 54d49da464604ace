#!/usr/bin/env python3
"""The figures of hotspots and compare against expected ones that were made apart from the program.

    statistics.py NEARAID SNAPSHOT DATA

DATA is the folder that holds offences/ and statistics/ (its README gives the tolerances). Only the
standard library is used. Prints what was compared; exit status 1 when anything differs.
"""
import csv
import functools
import glob
import io
import json
import math
import os
import subprocess
import sys
from random import Random

nearaid, snapshot, data = sys.argv[1:4]
expected = os.path.join(data, "statistics")
months = sorted(glob.glob(os.path.join(data, "offences", "*-street.csv")))
failures = []


def fail(text):
    failures.append(text)
    print("FAILED", text)


@functools.lru_cache(maxsize=None)
def run(*words):
    done = subprocess.run([nearaid, *words, "--snapshot", snapshot], stdin=subprocess.DEVNULL,
                          capture_output=True, check=False)
    if done.returncode != 0:
        fail(" ".join(words) + ": " + done.stderr.decode())
        return ""
    return done.stdout.decode()


def rows_of(text):
    csv.field_size_limit(1 << 24)
    return list(csv.DictReader(io.StringIO(text)))


def read(name):
    with open(os.path.join(expected, name), encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def near(ours, theirs, relative=1e-9):
    ours, theirs = float(ours), float(theirs)
    return abs(ours - theirs) <= relative * max(abs(ours), abs(theirs), 1e-300)


def where(kind):
    return [] if kind in ("*", "all") else ["--where", "Crime type=" + kind]


def find(size, kind, *more):
    return run("hotspots", "--by", "grid:%s" % size, "--bandwidth", "300", "--shifts", "0",
               *where(kind), *more, "-i", *months)


def check_cells(size, kind, name):
    """Gi* and the random labelling, cell by cell."""
    cells = {row["code"]: row for row in rows_of(find(size, kind, "--all", "--format", "csv"))}
    left = dict(cells)
    wrong = 0
    theirs = read("gi_%s_%s.csv" % (size, name))
    for row in theirs:
        ours = left.pop(row["code"])
        wrong += not (near(ours["count"], row["count"]) and near(ours["gi_p"], row["p"]) and
                      near(ours["gi_q"], row["q"]))
    wrong += sum(not (row["gi_p"] == "1" and row["gi_q"] == "1") for row in left.values())
    label = os.path.join(expected, "label_%s_%s.csv" % (size, name))
    labels = read(os.path.basename(label)) if os.path.exists(label) else []
    for row in labels:
        ours = cells[row["code"]]
        wrong += not (near(ours["all_rows"], row["all_rows"]) and near(ours["label_p"], row["p"]) and
                      near(ours["location_quotient"], row["lq"]) and near(ours["label_q"], row["q"]))
    print("%s m, %s: %d cells, %d against all rows" % (size, name, len(theirs), len(labels)))
    if wrong:
        fail("%s m, %s: %d cells differ" % (size, name, wrong))


def check_concentration(row):
    size, kind = row["size"], row["type"]
    found = json.loads(find(size, kind, "--format", "json", "--share", "25%"))
    held, random = found["concentration"], found["concentration"]["random"]
    mean_off = 0.01 if size == "150" else 0.02
    pairs = [("cells25", held["cells"], 0), ("gini", held["gini"], 1e-8),
             ("gini_gen", held["generalised_gini"], 1e-8), ("rand25_mean", random["cells"], mean_off),
             ("rand25_lo", random["cells_low"], 0.03), ("rand25_hi", random["cells_high"], 0.03),
             ("exact_q05", found["gi_star"]["cells_in_patches"], 0)]
    for name, ours, off in pairs:
        # Limits are whole cells: of 30 of them 3% is less than one.
        step = 1 if off == 0.03 else 0
        if abs(float(ours) - float(row[name])) > off * float(row[name]) + step:
            fail("%s m, %s: %s is %s, wanted %s" % (size, kind, name, ours, row[name]))
    general = float(row["gini_gen_rand"])
    if abs(random["generalised_gini"] - general) > 3 * float(row["gini_gen_rand_sd"]):
        fail("%s m, %s: a random generalised Gini of %s" % (size, kind, random["generalised_gini"]))


def check_months(size, kind, name):
    cells = {row["code"]: row for row in rows_of(find(size, kind, "--all", "--format", "csv"))}
    theirs = read("persistence_%s_%s.csv" % (size, name))
    wrong = sum(cells[row["code"]]["months_in_top"] != row["months_in_top"] for row in theirs)
    if wrong:
        fail("%s m, %s: %d cells are at the top of other months" % (size, kind, wrong))


def check_later(row):
    train = [file for file in months if os.path.basename(file)[:7] in row["train"].split("+") or
             os.path.basename(file)[:7] == row["test"]]
    rule = ["--top", row["rule"][3:]] if row["rule"].startswith("top") else \
        ["--share", row["rule"][5:] + "%"]
    found = json.loads(run("hotspots", "--by", "grid:" + row["size"], "--shifts", "0", "--test",
                           row["test"], *rule, *where(row["type"]), "--format", "json", "-i",
                           *train) or "{}")
    if not found:
        return
    lasts = found["lasts"]
    pairs = {"n_test": lasts["rows"], "cells_top": found["top_set"]["cells"], "hits": lasts["hits"],
             "hit_rate": lasts["hit_rate"], "hit_lo": lasts["hit_rate_low"],
             "hit_hi": lasts["hit_rate_high"], "PAI": lasts["pai"], "PEI_star": lasts["pei_star"],
             "train_share": lasts["share_before"], "RRI": lasts["share_remains"],
             "n_train": found["placed"]}
    for name, ours in pairs.items():
        if not near(ours, row[name], 1e-8):
            fail("%s, %s, %s: %s is %s, wanted %s" %
                 (row["size"], row["type"], row["rule"], name, ours, row[name]))


def check_change(name):
    """compare: the exact test against the rest of the authority, and the E-test of the ward."""
    side_a, side_b, kind = name[7:-4].split("_", 2)
    sides = [side[:7] + ".." + side[8:] for side in (side_a, side_b)]
    text = run("compare", *sides, *where(kind.replace("_", " ")), "--format", "csv",
               "-i", *months)
    ours = {row["ward_code"]: row for row in rows_of(text)}
    for row in read(name):
        mine = ours[row["ward"]]
        same = mine["count_a"] == row["a"] and mine["count_b"] == row["b"]
        if row["p_relative"] and mine["p_relative"]:
            same = same and near(mine["p_relative"], row["p_relative"])
        if row["p_etest"] and mine["p_own"]:
            same = same and abs(float(mine["p_own"]) - float(row["p_etest"])) <= 1e-6
        if row["ratio_of_ratios"] and mine["ratio_of_ratios"]:
            same = same and near(mine["ratio_of_ratios"], row["ratio_of_ratios"], 1e-8)
        if not same:
            fail("%s: %s %s" % (name, row, {k: mine[k] for k in list(mine)[:12]}))
            return
    print("compare %s: %d wards" % (name, len(ours)))


def check_smoothed():
    """Empirical Bayes rates of ready counts and populations, both of the expected file."""
    expected_rows = read("eb_rate.csv")
    names = {row["ward_code"]: (row["ward_name"], row["authority_name"]) for row in
             rows_of(run("table", "--format", "csv", "-i", *months))}
    with open("eb_counts.csv", "w", encoding="utf-8", newline="") as file:
        out = csv.writer(file)
        out.writerow(["ward", "local_authority", "count"])
        out.writerows([*names[row["ward"]], row["count"]] for row in expected_rows)
    with open("eb_people.csv", "w", encoding="utf-8") as file:
        file.write("ward_code,population\n")
        file.writelines("%s,%s\n" % (row["ward"], row["population"]) for row in expected_rows)
    found = json.loads(run("table", "--counts", "eb_counts.csv", "--rate", "eb_people.csv",
                           "--format", "json") or '{"rows":[]}')
    ours = {row["by"]["ward"]["code"]: row for row in found["rows"]}
    wrong = sum(row["ward"] not in ours or
                not near(ours[row["ward"]]["rate_smoothed"], row["eb"], 1e-8)
                for row in expected_rows)
    print("%d smoothed rates" % len(expected_rows))
    if wrong:
        fail("%d smoothed rates differ" % wrong)


def check_random():
    calls = 0
    files = sorted(glob.glob(os.path.join(expected, "random", "*.csv")))
    for file in files:
        for size in ("150", "500"):
            found = json.loads(run("hotspots", "--by", "grid:" + size, "--shifts", "0", "--format",
                                   "json", "-i", file))
            calls += found["gi_star"]["cells_in_patches"]
    print("%d sets of random points: %d cells called" % (len(files), calls))
    if calls:
        fail("%d cells are called in random points" % calls)


def points(name):
    with open(os.path.join(expected, "random", name), encoding="utf-8", newline="") as file:
        return [(float(row["easting"]), float(row["northing"])) for row in csv.DictReader(file)]


def check_planted():
    """Five patches of five points each in about 400 even ones: nine in ten must be found. A patch is
    three squares by three: a lone full square is not one."""
    random = Random(20)
    even, places = points("s1_397.csv"), points("s1_7000.csv")
    found = planted = away = called = 0
    for turn in range(8):
        planted_file = "planted%d.csv" % turn
        centres = random.sample(places, 5)
        rows = list(even)
        for east, north in centres:
            for _ in range(5):
                # Anywhere in the square of a place and the eight around it.
                rows.append(tuple(150 * (at // 150) + random.uniform(-150, 300)
                                  for at in (east, north)))
        with open(planted_file, "w", encoding="utf-8") as file:
            file.write("easting,northing\n")
            file.writelines("%.1f,%.1f\n" % row for row in rows)
        cells = [row for row in
                 rows_of(run("hotspots", "--by", "grid:150", "--shifts", "0", "--all", "--format",
                             "csv", "-i", planted_file)) if row["in_patch"] == "yes"]
        near = [min(math.dist(centre, (float(row["easting_m"]), float(row["northing_m"])))
                    for centre in centres) for row in cells]
        away += sum(distance > 450 for distance in near)
        called += len(cells)
        planted += len(centres)
        found += sum(any(math.dist(centre, (float(row["easting_m"]), float(row["northing_m"]))) < 300
                         for row in cells) for centre in centres)
    print("%d of %d planted patches found; %d of %d calls far from any" %
          (found, planted, away, called))
    if found < 0.9 * planted or away > 0.05 * called:
        fail("planted patches are not found")


def main():
    check_planted()
    for row in read("concentration.csv"):
        check_concentration(row)
    for file in sorted(glob.glob(os.path.join(expected, "gi_*.csv"))):
        name = os.path.basename(file)[3:-4]
        size, kind = name.split("_", 1)
        check_cells(size, kind.replace("_", " "), kind)
    for file in sorted(glob.glob(os.path.join(expected, "persistence_*.csv"))):
        size, kind = os.path.basename(file)[12:-4].split("_", 1)
        check_months(size, kind.replace("_", " "), kind)
    for row in read("prediction.csv"):
        check_later(row)
    check_random()
    check_smoothed()
    for file in sorted(glob.glob(os.path.join(expected, "change_*.csv"))):
        check_change(os.path.basename(file))
    print("%d differences" % len(failures))
    return 1 if failures else 0


sys.exit(main())
