"""Programs that know the standard read the collections: GDAL (ogrinfo, ogr2ogr) and OWSLib. What is not on the machine
is said and left out.
"""
import json
import os
import shutil
import subprocess
import sys

from served import Served, check, finish

COUNTS = {"wards-2020": 83, "wards-2023": 83, "patrols": 3, "bleed_cabinet": 4, "radio_premises": 90,
          "reporting_centre": 10}


def run(*words):
    done = subprocess.run(words, capture_output=True, text=True, check=False)
    check(done.returncode == 0 and "ERROR" not in done.stderr, "%s: %s" % (" ".join(words), done.stderr[:300]))
    return done.stdout


def gdal(served):
    listed = run("ogrinfo", "-ro", "OAPIF:" + served.base)
    for name in COUNTS:
        check(name in listed, "ogrinfo lists " + name)
    for name, count in COUNTS.items():
        out = os.path.join(served.work, name + ".gpkg")
        run("ogr2ogr", "-f", "GPKG", out, "OAPIF:" + served.base, name)
        told = run("ogrinfo", "-ro", "-al", "-so", out)
        check("Feature Count: %d\n" % count in told, "%s of ogr2ogr: %s" % (name, told[:400]))
        check("Geometry: %s\n" % ("Point" if "_" in name else "Multi Polygon") in told, "geometry of " + name)
    told = run("ogrinfo", "-ro", "-al", "-geom=NO", "-where", "status = 'in_service'", "OAPIF:" + served.base,
               "bleed_cabinet")
    check(told.count("OGRFeature") > 0, "a filter of ogrinfo")
    out = os.path.join(served.work, "zoomed.geojson")
    run("ogr2ogr", "-f", "GeoJSON", "-spat", "-1.30000000000000004", "54.60000000000000142", "-1.2", "54.7", out,
        "OAPIF:" + served.base, "bleed_cabinet")
    with open(out, encoding="utf-8") as file:
        check(len(json.load(file)["features"]) == 4, "the features of a box by ogr2ogr")


def owslib(served):
    from owslib.ogcapi.features import Features
    features = Features(served.base + "/")
    check(features.conformance()["conformsTo"][0].endswith("/conf/core"), "conformance by OWSLib")
    check(features.api()["openapi"] == "3.0.3", "the document by OWSLib")
    check(sorted(features.feature_collections()) == sorted(COUNTS), "collections by OWSLib")
    for name, count in COUNTS.items():
        check(features.collection(name)["id"] == name, "a collection by OWSLib")
        check(features.collection_queryables(name)["type"] == "object", "queryables by OWSLib")
        page = features.collection_items(name, limit=5)
        check(page["numberMatched"] == count, "items by OWSLib")
        one = features.collection_item(name, page["features"][0]["id"])
        check(one["id"] == page["features"][0]["id"], "an item by OWSLib")
    page = features.collection_items("bleed_cabinet", bbox=[-1.30000000000000004, 54.60000000000000142, -1.2, 54.7])
    check(page["numberReturned"] == 4, "a box by OWSLib")


def main():
    left = []
    with Served() as served:
        if shutil.which("ogr2ogr"):
            gdal(served)
        else:
            left.append("gdal-bin")
        try:
            import owslib as _  # noqa: F401
            owslib(served)
        except ImportError:
            left.append("python3-owslib")
    for package in left:
        print("skipped: there is no %s here (tools/setup test)" % package)
    if len(left) == 2:
        sys.exit(77)
    finish()


main()
