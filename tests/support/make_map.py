#!/usr/bin/env python3
"""Make the vector tiles of an invented town, in the layout of OS Open Zoomstack, for tests.

    make_map.py FILE.mbtiles LON LAT [SEED [METRES]]

The town lies about LON LAT: bent streets with names, an A road, a railway, a river, a park, houses,
a boundary and the sea in the east. Nothing of it is real. The same arguments give the same bytes.
"""
import gzip
import math
import random
import sqlite3
import sys

EXTENT, BUFFER = 4096, 80
ZOOMS = range(11, 15)
FIRST = ("Abbey Acorn Alma Beacon Birch Brook Castle Cedar Chapel Cliff Dale Dock Ferry Fountain Garden Grange Harbour Hawthorn "
         "Hill Ivy Jubilee Kiln Lark Laurel Lime Manor Maple Market Mill Moor Nelson North Oak Orchard Park Priory Quay Raby "
         "River Rose Rowan School Sea Station Thorn Tower Union Victoria Walnut Water Well West Willow York").split()
LAST = "Street Road Lane Avenue Terrace Close Grove Crescent".split()


def varint(n):
    out = b""
    while n > 127:
        out += bytes([n & 127 | 128])
        n >>= 7
    return out + bytes([n])


def field(number, data):
    return varint(number << 3 | 2) + varint(len(data)) + data


def zigzag(n):
    return n << 1 if n >= 0 else (-n << 1) - 1


def world(lon, lat):
    lat = math.radians(lat)
    return (lon + 180) / 360, (1 - math.asinh(math.tan(lat)) / math.pi) / 2


def cut_ring(points, low, high):
    for axis in (0, 1):
        for sign, edge in ((1, low), (-1, -high)):
            out = []
            for i, b in enumerate(points):
                a = points[i - 1]
                inside_a, inside_b = sign * a[axis] >= edge, sign * b[axis] >= edge
                if inside_a != inside_b:
                    t = (sign * edge - a[axis]) / (b[axis] - a[axis])
                    out.append((a[0] + t * (b[0] - a[0]), a[1] + t * (b[1] - a[1])))
                if inside_b:
                    out.append(b)
            points = out
    return points


def cut_line(points, low, high):
    runs, run = [], []
    for a, b in zip(points, points[1:]):
        t0, t1 = 0.0, 1.0
        for axis in (0, 1):
            d = b[axis] - a[axis]
            for p, q in ((-d, a[axis] - low), (d, high - a[axis])):
                if p == 0:
                    t1 = t1 if q >= 0 else -1
                elif p < 0:
                    t0 = max(t0, q / p)
                else:
                    t1 = min(t1, q / p)
        if t0 > t1:
            if run:
                runs.append(run)
            run = []
            continue
        at = [(a[0] + t * (b[0] - a[0]), a[1] + t * (b[1] - a[1])) for t in (t0, t1)]
        run = run + at[1:] if run and t0 == 0 else at
        if t1 < 1:
            runs.append(run)
            run = []
    return runs + ([run] if run else [])


def geometry(kind, parts):
    out, x, y = [], 0, 0
    for part in parts:
        whole = []
        for px, py in part:
            if not whole or whole[-1] != (round(px), round(py)):
                whole.append((round(px), round(py)))
        if len(whole) > 1 and kind == 3 and whole[0] == whole[-1]:
            whole.pop()
        if len(whole) < kind:
            continue
        for i, (px, py) in enumerate(whole):
            if i == 0:
                out.append(9)
            elif i == 1:
                out.append(2 | (len(whole) - 1) << 3)
            out += [zigzag(px - x), zigzag(py - y)]
            x, y = px, py
        if kind == 3:
            out.append(15)
    return out


class Town:
    def __init__(self, lon, lat, seed, metres):
        self.random = random.Random(seed)
        self.lon, self.lat, self.metres = lon, lat, metres
        self.features = []  # layer, kind, least zoom, words, points in metres
        self.make()

    def add(self, layer, kind, zoom, words, points):
        self.features.append((layer, kind, zoom, words, points))

    def bend(self, x, y):
        r = self.metres
        return (x + 60 * math.sin(y / r * 5) + 25 * math.sin(x / 170), y + 55 * math.sin(x / r * 4 + 1) + 20 * math.cos(y / 190))

    def make(self):
        rand, r = self.random, self.metres
        names = [f"{a} {b}" for a in FIRST for b in LAST]
        rand.shuffle(names)
        step = 90
        count = int(2 * r / step)
        for i in range(count + 1):
            at = -r + i * step
            for swap in (False, True):
                cuts = sorted(rand.sample(range(count), rand.randint(1, 3))) if count > 3 else []
                edges = [0] + cuts + [count]
                for a, b in zip(edges, edges[1:]):
                    if b - a < 1 or rand.random() < 0.12:
                        continue
                    along = [-r + (a + (b - a) * k / 12) * step for k in range(13)]
                    points = [self.bend(at, s) if swap else self.bend(s, at) for s in along]
                    kind = "Local" if i % 5 else ("A Road" if i == 5 * (count // 10) else "Minor")
                    zoom = {"Local": 13, "Minor": 12, "A Road": 11}[kind]
                    words = {"type": kind, "name": names.pop() if names else "", "level": 0}
                    if kind == "A Road":
                        words["number"] = "A179"
                    self.add("roads", 2, zoom, words, points)
                    for k in range(0, 12, 2):
                        if kind != "Local":
                            break
                        (x, y), (x2, y2) = points[k], points[k + 1]
                        d = math.hypot(x2 - x, y2 - y) or 1
                        ox, oy = (y - y2) / d, (x2 - x) / d
                        box = [(x + 10 * ox + u * (x2 - x) / d + v * ox, y + 10 * oy + u * (y2 - y) / d + v * oy)
                               for u, v in ((0, 0), (12, 0), (12, 9), (0, 9))]
                        self.add("buildings", 3, 13, {}, box)
        self.add("rail", 2, 11, {"type": "Multi Track"}, [(-r * 1.3 + k * r / 8, -r * 1.2 + k * r / 7 + 40 * math.sin(k)) for k in range(20)])
        river = [(-r * 1.4 + k * r / 8, r * 0.35 + 70 * math.sin(k / 2.5)) for k in range(24)]
        self.add("waterlines", 2, 12, {"type": "Local"}, river)
        self.add("greenspaces", 3, 12, {"type": "Public Park Or Garden"}, [self.bend(x, y) for x, y in ((-r / 3, 100), (-r / 8, 100), (-r / 8, r / 3), (-r / 3, r / 3))])
        self.add("woodland", 3, 12, {}, [(-r * 1.5, -r * 0.6), (-r * 1.05, -r * 0.6), (-r * 1.1, 0), (-r * 1.5, 0.1 * r)])
        self.add("surfacewater", 3, 12, {}, [(0.3 * r + 60 * math.cos(a / 4), -0.4 * r + 45 * math.sin(a / 4)) for a in range(25)])
        self.add("sea", 3, 11, {}, [(r * 1.25, -r * 2)] + [(r * 1.25 + 60 * math.sin(k), -r * 2 + k * r / 5) for k in range(21)] + [(r * 4, r * 2), (r * 4, -r * 2)])
        self.add("sites", 3, 12, {"type": "Education"}, [self.bend(x, y) for x, y in ((r / 4, r / 4), (r / 2, r / 4), (r / 2, r / 2), (r / 4, r / 2))])
        self.add("boundaries", 2, 11, {"type": "District"}, [(-r * 2, -r * 0.9), (0, -r * 0.95), (r * 2, -r * 0.7)])
        self.add("etl", 2, 12, {}, [(-r, -r), (r, r)])
        for kind, name, x, y in (("Town", "Invented Town", 0, 60), ("Suburban Area", "Easter Side", r * 0.6, r * 0.6), ("Village", "Little Made", -r * 1.2, r * 0.8),
                                 ("Hamlet", "Nowhere", r * 0.9, -r * 1.1), ("Water", "Made Pond", 0.3 * r, -0.4 * r), ("Greenspace", "Jubilee Park", -r / 4, r / 4),
                                 ("Sites", "Invented School", r * 0.37, r * 0.37)):
            self.add("names", 1, 12, {"type": kind, "name1": name}, [(x, y)])
        self.add("railwaystations", 1, 12, {"type": "Railway Station", "name": "Invented Station"}, [(-r * 0.2, -r * 0.2)])

    def place(self, x, y):
        up = 111320.0
        return world(self.lon + x / up / math.cos(math.radians(self.lat)), self.lat + y / up)

    def tiles(self):
        tiles = {}
        for layer, kind, zoom, words, points in self.features:
            at = [self.place(*p) for p in points]
            for z in (z for z in ZOOMS if z >= zoom):
                side = 2 ** z
                xs, ys = [p[0] * side for p in at], [p[1] * side for p in at]
                edge = BUFFER / EXTENT
                for tx in range(int(min(xs) - edge), int(max(xs) + edge) + 1):
                    for ty in range(int(min(ys) - edge), int(max(ys) + edge) + 1):
                        inside = [((a - tx) * EXTENT, (b - ty) * EXTENT) for a, b in zip(xs, ys)]
                        low, high = -BUFFER, EXTENT + BUFFER
                        if kind == 1:
                            parts = [p for p in ([inside]) if 0 <= p[0][0] < EXTENT and 0 <= p[0][1] < EXTENT]
                        else:
                            parts = cut_line(inside, low, high) if kind == 2 else [cut_ring(inside, low, high)]
                        commands = geometry(kind, parts)
                        if commands:
                            tiles.setdefault((z, tx, ty), {}).setdefault(layer, []).append((kind, words, commands))
        return tiles


def layer_bytes(name, features):
    keys, values, out = [], [], field(1, name.encode())
    for kind, words, commands in features:
        tags = []
        for key, value in words.items():
            if value == "":
                continue
            for item, known in ((key, keys), (value, values)):
                if item not in known:
                    known.append(item)
                tags.append(known.index(item))
        body = (field(2, b"".join(map(varint, tags))) if tags else b"") + varint(3 << 3) + varint(kind)
        out += field(2, body + field(4, b"".join(map(varint, commands))))
    for key in keys:
        out += field(3, key.encode())
    for value in values:
        out += field(4, field(1, value.encode()) if isinstance(value, str) else varint(4 << 3) + varint(value))
    return field(3, out + varint(5 << 3) + varint(EXTENT) + varint(15 << 3) + varint(2))


def main():
    path, lon, lat = sys.argv[1], float(sys.argv[2]), float(sys.argv[3])
    seed = int(sys.argv[4]) if len(sys.argv) > 4 else 1
    metres = float(sys.argv[5]) if len(sys.argv) > 5 else 900.0
    with sqlite3.connect(path) as db:
        db.execute("create table metadata (name text, value text)")
        db.execute("create table tiles (zoom_level integer, tile_column integer, tile_row integer, tile_data blob, "
                   "unique (zoom_level, tile_column, tile_row))")
        for pair in (("name", "Invented town"), ("format", "pbf"), ("minzoom", str(ZOOMS[0])), ("maxzoom", str(ZOOMS[-1])),
                     ("attribution", "Made for tests; <b>no place</b> is real")):
            db.execute("insert into metadata values (?, ?)", pair)
        for (z, x, y), layers in sorted(Town(lon, lat, seed, metres).tiles().items()):
            body = b"".join(layer_bytes(name, features) for name, features in layers.items())
            db.execute("insert into tiles values (?, ?, ?, ?)", (z, x, 2 ** z - 1 - y, gzip.compress(body, mtime=0)))


if __name__ == "__main__":
    main()
