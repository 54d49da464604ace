"""The ways of an OpenStreetMap XML as two files of GeoJSON lines: with the fields of Geofabrik's roads
(fabrik.geojson), and with those of RoadLink of OS Open Roads (links.geojson), a link a segment.

    osm_lines.py IN.osm FOLDER

Private ways are left out of both, as neither can say so. The ends of the last way's links have ids of
their own: links meet by ids alone.
"""
import json
import pathlib
import sys
import xml.etree.ElementTree


def main():
    root = xml.etree.ElementTree.parse(sys.argv[1]).getroot()
    folder = pathlib.Path(sys.argv[2])
    nodes = {n.get("id"): [float(n.get("lon")), float(n.get("lat"))] for n in root.iter("node")}
    fabrik, links = [], []
    for number, way in enumerate(root.iter("way")):
        tags = {t.get("k"): t.get("v") for t in way.iter("tag")}
        refs = [nd.get("ref") for nd in way.iter("nd")]
        if tags.get("access") == "private":
            continue
        fabrik.append({"type": "Feature", "geometry": {"type": "LineString", "coordinates": [nodes[r] for r in refs]},
                       "properties": {"osm_id": way.get("id"), "code": 5100, "fclass": tags["highway"],
                                      "name": tags.get("name"), "ref": None, "oneway": "B",
                                      "maxspeed": 113 if tags["highway"] == "trunk" else 0, "layer": 0,
                                      "bridge": "T" if "bridge" in tags else "F", "tunnel": "F"}})
        own = "-x" if tags["highway"] == "pedestrian" else ""
        for i in range(len(refs) - 1):
            trunk = tags["highway"] == "trunk"
            links.append({"type": "Feature",
                          "geometry": {"type": "LineString",
                                       "coordinates": [nodes[refs[i]], nodes[refs[i + 1]]]},
                          "properties": {"identifier": "L%d-%d" % (number, i),
                                         "class": "A Road" if trunk else "Unclassified",
                                         "function": "A Road" if trunk else "Local Road",
                                         "formOfWay": "Dual Carriageway" if trunk else "Single Carriageway",
                                         "length": 1, "startNode": refs[i] + own,
                                         "endNode": refs[i + 1] + own + ("%d" % i if own else "")}})
    for name, features in (("fabrik", fabrik), ("links", links)):
        (folder / (name + ".geojson")).write_text(
            json.dumps({"type": "FeatureCollection", "features": features}), encoding="utf-8")


if __name__ == "__main__":
    main()
