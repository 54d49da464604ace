#!/usr/bin/env python3
"""A pack of made wards, to see how compiling grows with their vertices.

    make_wards.py CELLS VERTICES FOLDER [SLIVERS [grid]]

CELLS by CELLS wards of four sides, each of VERTICES vertices that neighbours share; of SLIVERS in a hundred sides (50)
one vertex is off by 0.1 m on one side, as in real layers. In degrees as GeoJSON; with "grid" on the National Grid as a
shapefile, which makes two indexes. Then: time nearaid compile FOLDER --no-grid -o FOLDER.nad
"""
import os
import random
import struct
import sys

STEP_DEG = 0.01


def main():
    cells, vertices, folder = int(sys.argv[1]), int(sys.argv[2]), sys.argv[3]
    slivers = float(sys.argv[4]) / 100 if len(sys.argv) > 4 else 0.5
    chance = random.Random(5)
    corners = {}
    sides = {}

    def corner(at):
        if at not in corners:
            corners[at] = tuple(base + STEP_DEG * (i + chance.uniform(-0.2, 0.2)) for base, i in zip((-2.0, 53.0), at))
        return corners[at]

    def side(a, b):
        if (b, a) in sides:
            points = sides[b, a][::-1]
            if chance.random() < slivers:
                i = chance.randrange(1, vertices)
                points[i] = (points[i][0] + 1e-6, points[i][1] + 1e-6)
            return points
        (x, y), (to_x, to_y) = corner(a), corner(b)
        wide = 0.015 * STEP_DEG / vertices
        points = [(x, y)]
        for i in range(1, vertices):
            part = i / vertices
            points.append((x + (to_x - x) * part + chance.uniform(-wide, wide),
                           y + (to_y - y) * part + chance.uniform(-wide, wide)))
        points.append((to_x, to_y))
        sides[a, b] = points
        return points

    def ring(number):
        i, j = divmod(number, cells)
        around = [(i, j), (i + 1, j), (i + 1, j + 1), (i, j + 1)]
        points = [point for s in range(4) for point in side(around[s], around[(s + 1) % 4])[:-1]]
        return points + points[:1]

    os.makedirs(folder, exist_ok=True)
    is_grid = sys.argv[5:] == ["grid"]
    with open(os.path.join(folder, "pack.ini"), "w", encoding="utf-8") as ini:
        ini.write("[pack]\ntitle = Made wards\nissued = 2026-01-01\nindicative = yes\n"
                  "[wards.2023]\nfile = made_BFC.%s\nvalid_from = 2023-05-04\n" %
                  ("shp\ncrs = EPSG:27700\nencoding = UTF-8" if is_grid else "geojson"))
    if is_grid:
        return shapefile(os.path.join(folder, "made_BFC"), [ring(number) for number in range(cells * cells)])
    with open(os.path.join(folder, "made_BFC.geojson"), "w", encoding="utf-8") as layer:
        layer.write('{"type":"FeatureCollection","features":[')
        for number in range(cells * cells):
            text = ",".join("[%.9f,%.9f]" % point for point in ring(number))
            layer.write('%s\n{"type":"Feature","properties":{"WD23CD":"E05%06d","WD23NM":"W%d"},"geometry":'
                        '{"type":"Polygon","coordinates":[[%s]]}}' % ("," if number else "", number, number, text))
        layer.write("]}\n")


def on_grid(point):
    """About a metre for 1e-5 degrees, to the millimetre."""
    return (round(400000 + (point[0] + 2.0) * 65000, 3), round(100000 + (point[1] - 53.0) * 111000, 3))


def shapefile(path, rings):
    """The three files of a layer of polygons of one ring each."""
    records, offset, index = [], 50, []
    for number, ring in enumerate(rings):
        points = [on_grid(point) for point in reversed(ring)]
        xs, ys = [x for x, _ in points], [y for _, y in points]
        body = struct.pack("<i4diii", 5, min(xs), min(ys), max(xs), max(ys), 1, len(points), 0)
        body += b"".join(struct.pack("<2d", *point) for point in points)
        index.append(struct.pack(">ii", offset, len(body) // 2))
        records.append(struct.pack(">ii", number + 1, len(body) // 2) + body)
        offset += 4 + len(body) // 2
    for extension, parts in (("shp", records), ("shx", index)):
        size = 50 + sum(len(part) for part in parts) // 2
        with open(path + "." + extension, "wb") as out:
            out.write(struct.pack(">i20xi", 9994, size) + struct.pack("<ii8d", 1000, 5, 0, 0, 700000, 1300000, 0, 0, 0, 0))
            out.writelines(parts)
    fields = [(b"WD23CD", 9), (b"WD23NM", 16)]
    with open(path + ".dbf", "wb") as out:
        out.write(struct.pack("<BBBBIHH20x", 3, 126, 1, 1, len(rings), 32 * len(fields) + 33, 26))
        for name, width in fields:
            out.write(struct.pack("<11sc4xBB14x", name, b"C", width, 0))
        out.write(b"\r")
        for number in range(len(rings)):
            out.write(b" " + (b"E05%06d" % number) + (b"W%d" % number).ljust(16))


main()
