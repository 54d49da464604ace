#!/usr/bin/env python3
"""The premises with radios of the demonstration pack, all invented, from streets.csv.

  make_premises.py STREETS.csv OUT.csv

Each row of STREETS.csv is a stretch of a street with the names that stand along it, evenly and on
either side by turns. The facts are the numbers: 35 Pubwatch premises, ten of them with a hired
radio, 55 Shopwatch premises with a subscription of two years, 38 memberships of Schemelink, one
with five Licensing SAVI stars. In Hartlepool what pays for the Pubwatch radios ends in July 2026.
"""
import csv
import sys

FIELDS = ("id", "name", "address", "easting_m", "northing_m", "position_quality", "opening_hours",
          "status", "last_checked", "valid_from", "valid_to", "scheme", "radio", "hired",
          "schemelink", "savi_stars")
SIDE_M = 12  # how far from the middle of its street a door is
FUNDED_TO = {"Hartlepool": "2026-07-31"}
PUB_HOURS = ("Mo-Su 11:00-23:00", "Mo-Th 12:00-23:00; Fr-Sa 12:00-01:00; Su 12:00-22:30",
             "Mo-Su 10:00-24:00")
NOT_IN_SERVICE = {"Marina Bar": "out_of_service", "Riverside Bar": "unknown",
                  "Foundry": "out_of_service", "Heron": "unknown", "Tailor": "unknown"}
NO_SCHEMELINK = {"Marina Bar", "Music Hall", "Sea View"}
SHOPS_WITH_SCHEMELINK = {"Department Store", "Food Store", "Supermarket", "Sports Shop",
                         "Phone Shop", "Perfume Shop"}


def places_along(row):
    """(name, easting, northing) of each of a row's names, in whole metres."""
    names = row["names"].split("|")
    e0, n0, e1, n1 = (int(row[end + axis]) for end in ("from_", "to_")
                      for axis in ("easting_m", "northing_m"))
    length = ((e1 - e0) ** 2 + (n1 - n0) ** 2) ** 0.5
    for i, name in enumerate(names):
        share = i / (len(names) - 1) if len(names) > 1 else 0
        side = (SIDE_M if i % 2 else -SIDE_M) / length if length else 0
        yield (name, round(e0 + share * (e1 - e0) - side * (n1 - n0)),
               round(n0 + share * (n1 - n0) + side * (e1 - e0)))


def pub_columns(row, name, number):
    return {"opening_hours": PUB_HOURS[number % 3], "valid_from": "2024-08-01",
            "last_checked": "2026-05-%02d" % (4 + number % 25),
            "valid_to": FUNDED_TO.get(row["council"], ""), "hired": "yes" if number % 7 in (3, 5) else "no",
            "schemelink": "no" if name in NO_SCHEMELINK else "yes",
            "savi_stars": "5" if name == "Arms" else ""}


def shop_columns(name, number):
    return {"opening_hours": "Mo-Sa 09:00-17:30", "valid_from": "2025-01-06",
            "last_checked": "2026-06-%02d" % (1 + number % 28), "valid_to": "2027-01-05",
            "hired": "no", "schemelink": "yes" if name in SHOPS_WITH_SCHEMELINK else "no"}


def premises(rows):
    numbers = {"pubwatch": 0, "shopwatch": 0}
    for row in rows:
        for name, easting, northing in places_along(row):
            number = numbers[row["scheme"]] = numbers[row["scheme"]] + 1
            yield {"id": "example-premises-%02d" % sum(numbers.values()), "name": "Example " + name,
                   "address": "%s, %s" % (row["street"], row["locality"]),
                   "easting_m": easting, "northing_m": northing, "position_quality": "approximate",
                   "status": NOT_IN_SERVICE.get(name, "in_service"), "scheme": row["scheme"],
                   "radio": "apex",
                   **(pub_columns(row, name, number) if row["scheme"] == "pubwatch"
                      else shop_columns(name, number))}


def main():
    with open(sys.argv[1], encoding="utf-8", newline="") as file:
        made = list(premises(csv.DictReader(file)))
    with open(sys.argv[2], "w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, FIELDS, lineterminator="\n")
        writer.writeheader()
        writer.writerows(made)


if __name__ == "__main__":
    main()
