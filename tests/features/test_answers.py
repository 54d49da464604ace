"""OGC API Features as a program asks it: every link leads somewhere, pages are whole and disjoint, every parameter does
what the standard says, and what is no parameter is refused. Codes that open assets are in no answer.
"""
import json
import subprocess
import urllib.parse

from served import CRS84, EPSG_27700, EPSG_4326, Hrefs, PROJECT, Served, check, finish


def links_of(value):
    if isinstance(value, dict):
        if "href" in value and "rel" in value:
            yield value
        for item in value.values():
            yield from links_of(item)
    elif isinstance(value, list):
        for item in value:
            yield from links_of(item)


def crawl(served):
    """Follow every link from the landing page, each with the type that it names; pages by their hrefs."""
    todo, seen, bodies = [(served.base + "/", "application/json")], set(), []
    while todo:
        url, kind = todo.pop()
        if (url, kind) in seen or len(seen) > 2000:
            continue
        seen.add((url, kind))
        status, headers, body = served.ask(url, Accept=kind)
        got = headers.get("Content-Type", "")
        check(status == 200, "%s as %s: status %d" % (url, kind, status))
        check(got.split(";")[0] == kind.split(";")[0] or kind == "*/*", "%s: %s, not %s" % (url, got, kind))
        bodies.append(body)
        if "json" in got and "openapi" not in got and "/openapi.json" not in url:
            todo += [(link["href"], link["type"]) for link in links_of(json.loads(body))]
        elif got.startswith("text/html"):
            page = Hrefs()
            page.feed(body.decode())
            for href in page.found:
                whole = urllib.parse.urljoin(url, href)
                check(whole.startswith(served.base), "%s: a link that leaves: %s" % (url, href))
                if "/collections" in whole or href.startswith("/web/"):
                    html = "/items" not in whole and "/queryables" not in whole and "/web/" not in whole
                    todo.append((whole, "text/html" if html else "*/*"))
    return seen, bodies


def pages(served, collection, size):
    """Every feature of a collection, page after page by the links."""
    found, url = [], "/collections/%s/items?limit=%d" % (collection, size)
    while url:
        page = served.json(url)
        check(page["numberReturned"] == len(page["features"]) <= size, "numberReturned of " + url)
        found += page["features"]
        matched = page["numberMatched"]
        url = next((link["href"] for link in page["links"] if link["rel"] == "next"), None)
    check(len(found) == matched, "%s by %d: %d of %d" % (collection, size, len(found), matched))
    ids = [feature["id"] for feature in found]
    check(ids == sorted(set(ids)), "%s: ids in order, each once" % collection)
    return found


def types_are_stable(served, collection):
    queryables = served.json("/collections/%s/queryables" % collection)
    named = [name for name in queryables["properties"] if name != "geometry"]
    for feature in pages(served, collection, 1000):
        check(list(feature["properties"]) == named, "%s: properties as queryables say" % feature["id"])
        for name, value in feature["properties"].items():
            kind = queryables["properties"][name]["type"]
            fits = value is None or isinstance(value, str if kind == "string" else (int, float))
            check(fits, "%s/%s: %r is no %s" % (feature["id"], name, value, kind))
        one = served.json("/collections/%s/items/%s" % (collection, urllib.parse.quote(feature["id"], safe="")))
        check({k: one[k] for k in feature} == feature, "%s alone" % feature["id"])


def coordinates(geometry):
    def walk(value):
        if isinstance(value[0], (int, float)):
            yield tuple(value)
        else:
            for item in value:
                yield from walk(item)
    return list(walk(geometry["coordinates"]))


def systems(served):
    """Latitude first, and metres as PROJ has them by the same seven parameters."""
    for collection in ("wards-2023", "bleed_cabinet"):
        plain = served.items(collection, "?limit=1000")
        for system, uri in (("4326", EPSG_4326), ("27700", EPSG_27700), ("84", CRS84)):
            target = "/collections/%s/items?limit=1000&crs=%s" % (collection, urllib.parse.quote(uri, safe=""))
            status, headers, body = served.ask(target)
            check(status == 200 and headers["Content-Crs"] == "<%s>" % uri, "Content-Crs of " + target)
            other = json.loads(body)
            want = [xy for f in plain["features"] for xy in coordinates(f["geometry"])]
            got = [xy for f in other["features"] for xy in coordinates(f["geometry"])]
            if system == "4326":
                want = [(lat, lon) for lon, lat in want]
            elif system == "27700":
                want = to_grid(want)
                if want is None:
                    print("skipped: no cs2cs here")
                    continue
            far = max(max(abs(a - b) for a, b in zip(p, q)) for p, q in zip(want, got))
            check(len(want) == len(got) and far < (0.02 if system == "27700" else 1e-12),
                  "%s in %s: %g apart" % (collection, system, far))
    check(served.ask("/collections")[1].get("Content-Crs") is None, "Content-Crs of what has no coordinates")


def to_grid(points):
    # Without the grid, degrees come from the metres of the pack by these parameters (EPSG:1314).
    target = ("+proj=tmerc +lat_0=49 +lon_0=-2 +k=0.9996012717 +x_0=400000 +y_0=-100000 +ellps=airy "
              "+towgs84=446.448,-125.157,542.06,0.15,0.247,0.842,-20.489")
    text = "".join("%.10f %.10f\n" % point for point in points)
    try:
        done = subprocess.run(["cs2cs", "-f", "%.4f", "+proj=longlat", "+datum=WGS84", "+to", *target.split()],
                              input=text, capture_output=True, text=True, check=True)
    except FileNotFoundError:
        return None
    return [tuple(float(word) for word in line.split()[:2]) for line in done.stdout.splitlines()]


def filters(served):
    everything = served.items("radio_premises", "?limit=1000")["features"]
    for name in ("status", "postcode", "scheme", "accuracy_m", "name"):
        values = {f["properties"].get(name) for f in everything if name in f["properties"]} - {None}
        for value in values:
            found = served.items("radio_premises", "?limit=1000&" + urllib.parse.urlencode({name: value}))
            want = [f["id"] for f in everything if f["properties"][name] == value]
            check([f["id"] for f in found["features"]] == want, "%s=%s" % (name, value))
    day = "2024-09-01"

    def valid(feature):
        properties = feature["properties"]
        return (properties["valid_from"] or day) <= day <= (properties["valid_to"] or day)
    want = [f["id"] for f in everything if valid(f)]
    for text in (day, day + "T12:00:00Z", "%s/%s" % (day, day), "2024-08-31T23:30:00Z"):
        found = served.items("radio_premises", "?limit=1000&datetime=" + text)
        check([f["id"] for f in found["features"]] == want, "datetime=" + text)
    check(0 < len(want) < len(everything) + 1, "the day tells some from others")
    for text, count in (("../..", 3), ("../2023-09-30", 0), ("2025-04-01/..", 0), ("/2023-10-01", 3)):
        found = served.items("patrols", "?datetime=" + text)["numberMatched"]
        check((found == 0) == (count == 0), "patrols of datetime=%s: %d" % (text, found))
    check(served.items("wards-2023", "?limit=99999999999999999999999")["numberReturned"] == 83,
          "a limit over what is allowed means the most there is")
    check(served.items("wards-2023", "?offset=4294967295")["numberReturned"] == 0, "an offset after the last")


HOSTILE = [
    "limit=0", "limit=-1", "limit=1.5", "limit=", "limit=1&limit=2", "limit=1e3", "offset=-1", "offset=4294967296",
    "bbox=", "bbox=1", "bbox=1,2,3", "bbox=1,2,3,4,5", "bbox=1,2,3,4,5,6,7", "bbox=a,b,c,d", "bbox=1,2,,4", "bbox=nan,0,1,1",
    "bbox=inf,0,1,1", "bbox=0,1,1,0", "bbox=0,-91,1,1", "bbox=-181,0,1,1", "bbox=,,,", "bbox-crs=" + CRS84,
    "bbox=0,0,1,1&bbox-crs=EPSG:4326", "crs=", "crs=EPSG:27700", "crs=" + CRS84 + "&crs=" + CRS84, "datetime=",
    "datetime=now", "datetime=2026-13-01", "datetime=2026-02-30", "datetime=2026-01-02/2026-01-01", "datetime=/",
    "datetime=2026-01-01/2026-01-02/2026-01-03", "datetime=2026", "f=xml", "f=html", "properties=name", "unknown=1",
    "name%00=x", "name=%00", "name=%ff", "%=1", "a", "geometry=x", "last_checked=2026-2-1", "accuracy_m=far",
    "filter=name='x'", "access_code=1", "&".join("name=%d" % i for i in range(70)),
    "bbox=" + "9" * 101 + ",0,1,1", "name=" + "x" * 5000,
]


def hostile(served):
    for query in HOSTILE:
        for path in ("/collections/bleed_cabinet/items?", ):
            status, _, body = served.ask(path + query)
            may_pass = query == "datetime=/"
            check(status in (400, 414) or (may_pass and status == 200), "%s: status %d" % (query[:60], status))
            if status == 400:
                problem = json.loads(body)
                check(problem["code"] and problem["detail"] and problem["status"] == 400, "problem of " + query[:60])
    for path in ("/collections/", "/collections//items", "/collections/x/items", "/collections/bleed_cabinet/items/",
                 "/collections/bleed_cabinet/items/a/b", "/collections/bleed_cabinet/item", "/conformance/",
                 "/collections/%2e%2e/items", "/collections/bleed_cabinet/items/%2F", "/collections/wards-2019"):
        status, _, body = served.ask(path)
        check(status == 404 and json.loads(body)["code"], "%s: status %d" % (path, status))
    for path in ("/collections", "/conformance", "/collections/bleed_cabinet/items"):
        for method in ("POST", "PUT", "DELETE"):
            status, headers, _ = served.ask(path, method)
            check(status == 405 and "GET" in headers["Allow"], "%s %s: status %d" % (method, path, status))
        status, _, body = served.ask(path, "HEAD")
        check(status == 200 and body == b"", "HEAD " + path)
    check(served.ask("/collections/%ff")[0] == 400, "an id that is no UTF-8")
    wide = served.items("wards-2023", "?bbox=170,-90,-170,90")
    check(wide["numberMatched"] == 0, "across the meridian of 180 degrees")
    wide = served.items("wards-2023", "?bbox=-2,-90,-3,90")
    check(wide["numberMatched"] == 83, "around the world but for a strip")


def kept(served):
    """May be kept and is asked for again; what differs has another tag."""
    tags = set()
    for headers in ({}, {"Host": "localhost"}, {"X_Forwarded_Proto": "https"}):
        status, got, body = served.ask("/collections", Accept="application/json", **headers)
        check(got["Cache-Control"] == "no-cache" and "Accept" in got["Vary"], "headers of /collections")
        status, _, again = served.ask("/collections", Accept="application/json", If_None_Match=got["ETag"], **headers)
        check(status == 304 and again == b"", "304 of /collections")
        tags.add(got["ETag"])
        for link in links_of(json.loads(body)):
            scheme = "https" if headers.get("X_Forwarded_Proto") else "http"
            host = headers.get("Host", "127.0.0.1:%d" % served.port)
            check(link["href"].startswith("%s://%s/" % (scheme, host)), "%s of %s" % (link["href"], headers))
    check(len(tags) == 3, "other links, another tag")
    check(served.ask("/collections", Host="evil.example")[0] in (400, 421), "a Host that is not ours")
    check(served.ask("/collections", Accept="image/png")[0] == 406, "a form that there is not")
    check(served.ask("/collections", Accept="text/html")[1]["Content-Type"].startswith("text/html"), "a page")
    check(served.ask("/collections/wards-2023/items", Accept="text/html,*/*;q=0.8")[0] == 200, "items in a browser")
    check("default-src" in served.ask("/collections", Accept="text/html")[1]["Content-Security-Policy"],
          "the page's policy")


def secrets():
    """With a token of the role control, too, no code is in any answer here."""
    import hashlib
    import os
    plus = PROJECT / "tests" / "golden" / "packs" / "plus"
    with Served(over=[plus]) as served:
        tokens = os.path.join(served.work, "tokens")
        with open(tokens, "w", encoding="utf-8") as file:
            file.write("room:control:%s\n" % hashlib.sha256(b"secret").hexdigest())
        codes = [line.split(",")[1] for line in (plus / "codes.csv").read_text().splitlines()[1:]]
        _, bodies = crawl(served)
        status, _, body = served.ask("/collections/cabinet/items", Authorization="Bearer secret")
        check(status == 200, "items with a token")
        check(len(codes) == 2 and not any(code.encode() in text for code in codes for text in [*bodies, body]),
              "a code is in an answer")
        types_are_stable(served, "cabinet")


def main():
    with Served() as served:
        seen, _ = crawl(served)
        check(len(seen) > 25, "the crawler saw %d targets" % len(seen))
        for entry in served.json("/collections")["collections"]:
            for size in (1, 7, 10000):
                pages(served, entry["id"], size)
            types_are_stable(served, entry["id"])
        systems(served)
        filters(served)
        hostile(served)
        kept(served)
    secrets()
    finish()


main()
