"""A made country of streets as an extract of OpenStreetMap (PBF, dense nodes, blocks of zlib): crooked streets on a
grid with some blocks closed, paths between, curves, names, tags; no personal data.

    make_streets.py OUT.osm.pbf EDGES [SEED] [PART]    about so many streets from junction to junction

PART 0 or 1 writes the western or the eastern half: a strip of ways in the middle stands in both, as in neighbouring
extracts. An asset for every 10,000 streets is printed as CSV.
"""
import math
import pathlib
import random
import sys

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[1] / "cli"))
from osm_pbf import Strings, blob, deltas, field, number_field, varint  # noqa: E402

CURVES = 2  # points between two junctions
RUN = 6  # junctions that a way leads over
BLOCK = 8000
KINDS = ("residential", "residential", "residential", "service", "footway", "path", "tertiary", "unclassified", "cycleway", "primary")


class Country:
    """Junction r, c has the id r * side + c + 1; the points of curves come after all junctions."""

    def __init__(self, edges, seed):
        self.random = random.Random(seed)
        self.side = max(4, round(math.sqrt(edges / 2 / 0.9)))
        self.next_id = self.side * self.side + 1
        self.lat, self.lon, self.ways, self.order = {}, {}, [], []
        chance = self.random.random
        for r in range(self.side):
            for c in range(self.side):
                number = r * self.side + c + 1
                self.lat[number] = 520000000 + r * 7000 + int(chance() * 3000)
                self.lon[number] = -20000000 + c * 11000 + int(chance() * 5000)
        for first in range(self.side):
            self.line([first * self.side + c + 1 for c in range(self.side)], f"Row {first}")
            self.line([r * self.side + first + 1 for r in range(self.side)], f"Line {first}")

    def line(self, junctions, name):
        """Ways along a line of junctions, some blocks left out."""
        refs = []
        for before, after in zip(junctions, junctions[1:]):
            if self.random.random() < 0.1 or len(refs) > RUN * (CURVES + 1):
                self.end(refs, name)
                refs = []
                if self.random.random() < 0.5:
                    continue
            refs = refs or [before]
            for i in range(1, CURVES + 1):
                part = i / (CURVES + 1)
                number, self.next_id = self.next_id, self.next_id + 1
                self.lat[number] = int(self.lat[before] * (1 - part) + self.lat[after] * part) + self.random.randrange(-500, 500)
                self.lon[number] = int(self.lon[before] * (1 - part) + self.lon[after] * part) + self.random.randrange(-500, 500)
                refs.append(number)
            refs.append(after)
        self.end(refs, name)

    def end(self, refs, name):
        if refs:
            kind = KINDS[self.random.randrange(len(KINDS))]
            tags = [("highway", kind), ("surface", "asphalt"), ("lit", "yes")]
            self.ways.append((refs, tags + ([("name", name)] if kind not in ("service", "path", "footway") else [])))


def node_blocks(country, numbers):
    for first in range(0, len(numbers), BLOCK):
        some = numbers[first:first + BLOCK]
        group = (field(1, deltas(some)) + field(8, deltas(country.lat[n] for n in some))
                 + field(9, deltas(country.lon[n] for n in some)) + field(10, bytes(len(some))))
        yield field(1, Strings().bytes()) + field(2, field(2, group))


def way_blocks(ways):
    for first in range(0, len(ways), BLOCK):
        strings, out = Strings(), bytearray()
        for number, (refs, tags) in ways[first:first + BLOCK]:
            pairs = [(strings.number(k), strings.number(v)) for k, v in tags]
            out += field(3, number_field(1, number) + field(2, b"".join(varint(k) for k, _ in pairs))
                         + field(3, b"".join(varint(v) for _, v in pairs)) + field(8, deltas(refs)))
        yield field(1, strings.bytes()) + field(2, bytes(out))


def main():
    target, edges = sys.argv[1], int(sys.argv[2])
    country = Country(edges, int(sys.argv[3]) if len(sys.argv) > 3 else 1)
    part = int(sys.argv[4]) if len(sys.argv) > 4 else None
    ways = list(enumerate(country.ways, 1))
    middle = -20000000 + country.side * 11000 // 2
    if part is not None:
        def is_here(refs):
            west = min(country.lon[n] for n in refs) < middle + 40000
            east = max(country.lon[n] for n in refs) > middle - 40000
            return west if part == 0 else east
        ways = [way for way in ways if is_here(way[1][0])]
    used = sorted({n for _, (refs, _) in ways for n in refs})
    with open(target, "wb") as file:
        file.write(blob(b"OSMHeader", field(4, b"OsmSchema-V0.6") + field(4, b"DenseNodes")))
        for block in list(node_blocks(country, used)) + list(way_blocks(ways)):
            file.write(blob(b"OSMData", block))
    print("id,name,lat,lon,position_quality,accuracy_m")
    chance = random.Random(7)
    for i in range(max(3, edges // 10000)):
        n = used[chance.randrange(len(used))]
        print(f"b{i},Box {i},{country.lat[n] / 1e7:.7f},{country.lon[n] / 1e7:.7f},surveyed,1")


if __name__ == "__main__":
    main()
