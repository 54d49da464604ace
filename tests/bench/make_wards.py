#!/usr/bin/env python3
"""A pack of made wards, to see how compiling grows with their vertices.

    make_wards.py CELLS VERTICES FOLDER [SLIVERS]

CELLS by CELLS wards of four sides, each of VERTICES vertices that neighbours share; of SLIVERS in a hundred sides (50)
one vertex is off by 0.1 m on one side, as in real layers. Then: time nearaid compile FOLDER --no-grid -o FOLDER.nad
"""
import os
import random
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

    os.makedirs(folder, exist_ok=True)
    with open(os.path.join(folder, "pack.ini"), "w", encoding="utf-8") as ini:
        ini.write("[pack]\ntitle = Made wards\nissued = 2026-01-01\nindicative = yes\n"
                  "[wards.2023]\nfile = made_BFC.geojson\nvalid_from = 2023-05-04\n")
    with open(os.path.join(folder, "made_BFC.geojson"), "w", encoding="utf-8") as layer:
        layer.write('{"type":"FeatureCollection","features":[')
        for number in range(cells * cells):
            i, j = divmod(number, cells)
            around = [(i, j), (i + 1, j), (i + 1, j + 1), (i, j + 1)]
            ring = [point for s in range(4) for point in side(around[s], around[(s + 1) % 4])[:-1]]
            text = ",".join("[%.9f,%.9f]" % point for point in ring + ring[:1])
            layer.write('%s\n{"type":"Feature","properties":{"WD23CD":"E05%06d","WD23NM":"W%d"},"geometry":'
                        '{"type":"Polygon","coordinates":[[%s]]}}' % ("," if number else "", number, number, text))
        layer.write("]}\n")


main()
