"""Ways on foot for two programs: an OpenStreetMap XML of plain streets, and what pgRouting needs of it.

    pgrouting.py town SEED OUT.osm        a made town of crooked streets, some closed
    pgrouting.py plain IN.osm OUT.osm     only ways that anybody walks, without tags that could forbid
    pgrouting.py ask IN.osm SEED FOLDER   boxes.csv, questions.csv (node, lat, lon), net.sql
    pgrouting.py compare FOLDER           ours.tsv and theirs.tsv; exit status 1 if they differ

Boxes and questions stand exactly on nodes, so that both programs measure the same way. Ours has one
decimal of a metre: the two may differ by half of it and by 20 mm.
"""
import pathlib
import random
import sys
import xml.etree.ElementTree as ET

WALKED = {"footway", "pedestrian", "path", "steps", "living_street", "residential", "unclassified", "tertiary",
          "secondary", "primary", "service", "track", "cycleway"}
SIDE, BOXES, QUESTIONS = 45, 12, 30
NEAR_M = 0.05 + 0.02


def town(seed, out):
    random.seed(seed)
    lines = ['<osm version="0.6">']
    for number in range(SIDE * SIDE):
        lines.append('<node id="%d" lat="%.7f" lon="%.7f"/>' % (
            number + 1, 54.6 + number // SIDE * 0.001 + random.random() * 4e-4,
            -1.3 + number % SIDE * 0.0016 + random.random() * 6e-4))
    way = 0
    for number in range(SIDE * SIDE):
        for to, there in ((number + 1, number % SIDE + 1 < SIDE), (number + SIDE, number + SIDE < SIDE * SIDE)):
            if there and random.random() < 0.72:
                way += 1
                lines.append('<way id="%d"><nd ref="%d"/><nd ref="%d"/><tag k="highway" v="residential"/></way>' % (
                    way, number + 1, to + 1))
    pathlib.Path(out).write_text("\n".join(lines + ["</osm>"]), encoding="utf-8")


def plain(source, out):
    root = ET.parse(source).getroot()
    lines = ['<osm version="0.6">']
    for node in root.iter("node"):
        lines.append('<node id="%s" lat="%s" lon="%s"/>' % (node.get("id"), node.get("lat"), node.get("lon")))
    for way in root.iter("way"):
        tags = {t.get("k"): t.get("v") for t in way.iter("tag")}
        if tags.get("highway") in WALKED and tags.get("indoor") != "yes":
            refs = "".join('<nd ref="%s"/>' % nd.get("ref") for nd in way.iter("nd"))
            lines.append('<way id="%s">%s<tag k="highway" v="%s"/></way>' % (way.get("id"), refs, tags["highway"]))
    pathlib.Path(out).write_text("\n".join(lines + ["</osm>"]), encoding="utf-8")


def ask(source, seed, folder):
    random.seed(seed)
    folder = pathlib.Path(folder)
    root = ET.parse(source).getroot()
    nodes = {n.get("id"): (n.get("lat"), n.get("lon")) for n in root.iter("node")}
    pieces = set()
    for way in root.iter("way"):
        refs = [nd.get("ref") for nd in way.iter("nd") if nd.get("ref") in nodes]
        pieces.update((a, b) for a, b in zip(refs, refs[1:]) if a != b)
    used = sorted({end for piece in pieces for end in piece}, key=int)
    chosen = random.sample(used, BOXES + QUESTIONS)
    boxes, questions = chosen[:BOXES], chosen[BOXES:]
    (folder / "boxes.csv").write_text("id,name,lat,lon,accuracy_m\n" + "".join(
        "%s,Box %s,%s,%s,1\n" % (n, n, *nodes[n]) for n in boxes), encoding="utf-8")
    (folder / "questions.csv").write_text("".join("%s %s %s\n" % (n, *nodes[n]) for n in questions), encoding="utf-8")
    sql = ["CREATE EXTENSION postgis; CREATE EXTENSION pgrouting;",
           "CREATE TABLE piece (id serial, source bigint, target bigint, a geography, b geography, cost float);",
           "COPY piece (source, target, a, b) FROM stdin;"]
    point = "SRID=4326;POINT(%s %s)"
    for a, b in sorted(pieces):
        sql.append("%s\t%s\t%s\t%s" % (a, b, point % nodes[a][::-1], point % nodes[b][::-1]))
    sql += ["\\.", "UPDATE piece SET cost = ST_Distance(a, b);",
            "SELECT start_vid, end_vid, agg_cost FROM pgr_dijkstraCost("
            "'SELECT id, source, target, cost FROM piece', ARRAY[%s]::bigint[], ARRAY[%s]::bigint[], false);" % (
                ",".join(questions), ",".join(boxes))]
    (folder / "net.sql").write_text("\n".join(sql) + "\n", encoding="utf-8")


def compare(folder):
    folder = pathlib.Path(folder)
    theirs = {}
    for line in (folder / "theirs.tsv").read_text(encoding="utf-8").splitlines():
        start, end, cost = line.split("\t")
        theirs[start, end] = float(cost)
    pairs = faults = 0
    longest = worst = 0.0
    for line in (folder / "ours.tsv").read_text(encoding="utf-8").splitlines():
        start, end, walk = line.split("\t")
        cost = theirs.get((start, end), 0.0 if start == end else None)
        pairs += 1
        if (walk == "null") != (cost is None):
            print("%s to %s: ours %s, theirs %s" % (start, end, walk, cost))
            faults += 1
        elif cost is not None:
            longest, worst = max(longest, cost), max(worst, abs(cost - float(walk)))
            if abs(cost - float(walk)) > NEAR_M:
                print("%s to %s: ours %s, theirs %.4f" % (start, end, walk, cost))
                faults += 1
    print("%d pairs, the longest %.0f m; they differ by at most %.0f mm, one decimal of a metre with it" % (
        pairs, longest, worst * 1000))
    sys.exit(1 if faults or pairs < BOXES * QUESTIONS // 2 else 0)


if __name__ == "__main__":
    {"town": lambda seed, out: town(int(seed), out), "plain": plain,
     "ask": lambda source, seed, folder: ask(source, int(seed), folder), "compare": compare}[sys.argv[1]](*sys.argv[2:])
