"""Which features a box selects, against GEOS (through OGR): random boxes of all sizes with a fixed seed, in degrees, with
latitudes first, and on the grid, where the box is cut into short edges and carried to degrees by PROJ. Also the texts that
QGIS writes for a zoomed view.
"""
import json
import os
import random
import subprocess
import sys

from served import EPSG_27700, EPSG_4326, Served, check, finish

SEED = 20
COUNT = 24


def ogr(path, box):
    done = subprocess.run(["ogrinfo", "-ro", "-al", "-geom=NO", "-spat", *["%.17g" % v for v in box], path],
                          capture_output=True, text=True, check=True)
    return sorted(line.split("=")[1].strip() for line in done.stdout.splitlines() if line.startswith("  code (String)"))


def carried(box):
    """The edges of a box on the grid as a polygon in degrees, by PROJ with the seven parameters."""
    west, south, east, north = box
    steps = [i / 50 for i in range(50)]
    ring = [(west + t * (east - west), south) for t in steps] + [(east, south + t * (north - south)) for t in steps]
    ring += [(east - t * (east - west), north) for t in steps] + [(west, north - t * (north - south)) for t in steps]
    source = ("+proj=tmerc +lat_0=49 +lon_0=-2 +k=0.9996012717 +x_0=400000 +y_0=-100000 +ellps=airy "
              "+towgs84=446.448,-125.157,542.06,0.15,0.247,0.842,-20.489")
    done = subprocess.run(["cs2cs", "-f", "%.12f", *source.split(), "+to", "+proj=longlat", "+datum=WGS84"],
                          input="".join("%.6f %.6f\n" % xy for xy in ring), capture_output=True, text=True, check=True)
    return [[float(word) for word in line.split()[:2]] for line in done.stdout.splitlines()]


def ogr_within(path, ring, work):
    clip = os.path.join(work, "clip.geojson")
    with open(clip, "w", encoding="utf-8") as file:
        json.dump({"type": "FeatureCollection", "features": [{"type": "Feature", "properties": {}, "geometry": {
            "type": "Polygon", "coordinates": [ring + ring[:1]]}}]}, file)
    sql = "SELECT w.code FROM wards w, '%s'.clip c WHERE ST_Intersects(w.geometry, c.geometry)" % clip
    done = subprocess.run(["ogrinfo", "-ro", "-dialect", "SQLite", "-sql", sql, path], capture_output=True, text=True,
                          check=False)
    if done.returncode != 0 or "ERROR" in done.stderr:
        return None
    return sorted(line.split("=")[1].strip() for line in done.stdout.splitlines() if line.startswith("  code (String)"))


def codes(page):
    return sorted(feature["id"] for feature in page["features"])


def main():
    for program in ("ogrinfo", "cs2cs"):
        if subprocess.run(["which", program], stdout=subprocess.DEVNULL, check=False).returncode != 0:
            print("skipped: there is no %s (tools/setup test)" % program)
            sys.exit(77)
    random.seed(SEED)
    print("seed %d" % SEED)
    with Served() as served:
        everything = served.items("wards-2023", "?limit=1000")
        path = os.path.join(served.work, "wards.geojson")
        with open(path, "w", encoding="utf-8") as file:
            json.dump({**everything, "name": "wards"}, file)
        some = 0
        for _ in range(COUNT):
            size = 10 ** random.uniform(-3, -0.5)
            west, south = random.uniform(-1.4, -0.9), random.uniform(54.46, 54.7)
            box = (west, south, west + size, south + size * random.uniform(0.2, 1))
            text = ",".join("%.17g" % v for v in box)
            want = ogr(path, box)
            got = codes(served.items("wards-2023", "?limit=1000&bbox=" + text))
            check(got == want, "bbox=%s: %s, OGR says %s" % (text, got, want))
            some += 0 < len(got) < 83
            turned = ",".join("%.17g" % box[i] for i in (1, 0, 3, 2))
            again = codes(served.items("wards-2023", "?limit=1000&bbox-crs=%s&bbox=%s" % (EPSG_4326, turned)))
            check(again == got, "latitudes first: " + turned)
            six = "%s,%s,-10,%s,%s,99" % tuple("%.17g" % v for v in box)
            check(codes(served.items("wards-2023", "?limit=1000&bbox=" + six)) == got, "with heights: " + six)
        for _ in range(COUNT // 4):
            size = 10 ** random.uniform(1, 4.3)
            west, south = random.uniform(440000, 480000), random.uniform(505000, 540000)
            box = (west, south, west + size, south + size)
            want = ogr_within(path, carried(box), served.work)
            if want is None:
                print("skipped: OGR has no SQLite dialect with ST_Intersects")
                break
            got = codes(served.items("wards-2023", "?limit=1000&bbox-crs=%s&bbox=%s" % (
                EPSG_27700, ",".join("%.6f" % v for v in box))))
            check(got == want, "on the grid %s: %s, OGR says %s" % (box, got, want))
        check(some > COUNT // 3, "only %d of %d boxes tell some wards from others" % (some, COUNT))
        # What QGIS 3.22 asked: seventeen figures after the point.
        for text in ("-1.30000000000000004,54.60000000000000142,-1.19999999999999996,54.70000000000000284",
                     "-1.300000000000000044408920985006,54.6000000000000014210854715202,-1.1999999999999999555910790,"
                     "54.7000000000000028421709430404"):
            found = served.items("bleed_cabinet", "?bbox=" + text)
            check(found["numberMatched"] == 4, "a zoomed view of QGIS: %d" % found["numberMatched"])
    finish()


main()
