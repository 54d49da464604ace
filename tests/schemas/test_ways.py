#!/usr/bin/env python3
"""One question, four ways in: GET, POST with a JSON body, the library's na_ask, the subcommand. Questions are
made at random of what /openapi.json says of their parameters, right and wrong ones; every way must give the
same bytes, or refuse with the same words, and every answer must fit its schema.

  test_ways.py PROJECT BUILD_DIR [COUNT [SEED]]

COUNT questions (default 250) of a fixed seed. The clock of the programs stands (tests/golden/clock.c).
Exit status: 0, 1 if something differs, 77 without python3-jsonschema.
"""
import ctypes
import glob
import http.client
import json
import os
import pathlib
import random
import re
import shutil
import subprocess
import sys
import tempfile
import urllib.parse

try:
    import jsonschema
except ImportError:
    print("skipped: there is no python3-jsonschema")
    sys.exit(77)

PROJECT, BUILD = pathlib.Path(sys.argv[1]), pathlib.Path(sys.argv[2]).resolve()
COUNT = int(sys.argv[3]) if len(sys.argv) > 3 else 250
SEED = int(sys.argv[4]) if len(sys.argv) > 4 else 20261121
NOON = 1795262400
TODAY = b"2026-11-21"
PLACES = [("lat", "54.6867"), ("lon", "-1.2080"), ("easting", "451160"), ("northing", "532697"),
          ("gridref", "NZ 511 326"), ("postcode", "TS24 8AY"), ("q", "orange box")]
# What is typed by mistake, for a parameter of any type.
WRONG = ["x", "1e400", "nan", "-0", "1,5", "0x10", "54.6867N", "  7 ", "9" * 90, "1.2.3", "../etc", "a|b", "%", "é",
         "' or 1=1", "<b>", "2026-02-30", "2026-13-01", "yes", "-1", "0", "100000000", "TS24", "\u22121.5", "a" * 1100,
         "54.6867,-1.2080", "NZ", "today"]
GOOD = {"kind": ["bleed_cabinet", "radio_premises", "reporting_centre", "cabinets"],
        "vintage": ["2023", "2020", "1066"],
        "as_at": ["2026-11-21", "2020-01-01", "2031-01-01"], "tag": ["scheme=pubwatch", "radio=apex", "=", "x="],
        "within": ["250", "1000", "1"], "ring": ["100,500", "0", "100,100"], "layer": ["patrols", "2023", "none"],
        "compare": ["2026-07-31,2026-08-01", "2026-08-01"], "q": ["orange box", "station", "TS24 8", "York Road", "nowhere"],
        "bbox": ["-1.3,54.6,-1.1,54.7", "-1.1,54.6,-1.3,54.7", "1,2,3"],
        "when": ["2026-11-21T20:00", "2026-11-21", "20:00"]}


class Param(ctypes.Structure):
    _fields_ = [("name", ctypes.c_char_p), ("value", ctypes.c_char_p)]


def error_fields():
    """The members of struct na_error, read from its header, so that they cannot go stale here."""
    text = (PROJECT / "include/nearaid/error.h").read_text(encoding="utf-8")
    body = re.search(r"struct na_error \{(.*?)\};", text, re.S)[1]
    fields = []
    for kind, name, size in re.findall(r"^\s*(enum na_code|int64_t|char) (\w+)(?:\[(\d+)\])?;", body, re.M):
        fields.append((name, ctypes.c_int if kind == "enum na_code" else ctypes.c_int64 if kind == "int64_t"
                       else ctypes.c_char * int(size)))
    return fields


class Error(ctypes.Structure):
    """struct na_error."""
    _fields_ = error_fields()


class Library:
    def __init__(self, snapshot):
        self.lib = ctypes.CDLL(str(BUILD / "libnearaid.so"))
        self.lib.na_code_slug.restype = ctypes.c_char_p
        self.lib.na_session_set_now.argtypes = [ctypes.c_void_p, ctypes.c_int64]
        self.lib.na_free.argtypes = [ctypes.c_void_p]
        opened, self.session = ctypes.c_void_p(), ctypes.c_void_p()
        assert self.lib.na_snapshot_open(str(snapshot).encode(), ctypes.byref(opened), None) == 0
        assert self.lib.na_session_new(opened, ctypes.byref(self.session), None) == 0
        self.lib.na_session_set_now(self.session, NOON)

    def ask(self, name, params):
        """(None, JSON) or (code, what is said)."""
        given = (Param * max(1, len(params)))(*[Param(key.encode(), value.encode()) for key, value in params])
        text, length, error = ctypes.c_void_p(), ctypes.c_size_t(), Error()
        code = self.lib.na_ask(self.session, name.encode(), given, ctypes.c_size_t(len(params)), TODAY,
                               ctypes.byref(text), ctypes.byref(length), ctypes.byref(error))
        if code != 0:
            return self.lib.na_code_slug(code).decode(), error.message.decode()
        answer = ctypes.string_at(text, length.value)
        self.lib.na_free(text)
        return None, answer


class Ways:
    """The programs over one pack."""

    def __init__(self, work, pack):
        clock = glob.glob(str(BUILD / "tests/golden/*golden_clock*.so"))[0]
        self.environment = {"PATH": os.environ["PATH"], "LD_PRELOAD": clock, "TMPDIR": "/tmp"}
        self.snapshot = work / (pack.name + ".nad")
        subprocess.run([str(BUILD / "nearaid"), "compile", str(pack), "--no-grid", "-o", str(self.snapshot)], check=True,
                       capture_output=True)
        self.library = Library(self.snapshot)
        self.daemon = subprocess.Popen(
            [str(BUILD / "nearaidd"), "--snapshot", str(self.snapshot), "--listen", "127.0.0.1:0", "--no-access-log"],
            stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True, env=self.environment)
        for line in self.daemon.stderr:
            found = re.search(r"listening on http://127\.0\.0\.1:(\d+)", line)
            if found:
                break
        self.port = int(found[1])

    def stop(self):
        self.daemon.terminate()
        self.daemon.wait()

    def request(self, method, target, body=None):
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=120)
        connection.request(method, target, body,
                           {"Content-Type": "application/json"} if body is not None else {})
        answer = connection.getresponse()
        content = answer.read()
        connection.close()
        if answer.status == 200:
            return None, content
        problem = json.loads(content)
        return problem["code"], problem["detail"]

    def get(self, path, params):
        return self.request("GET", path + ("?" + urllib.parse.urlencode(params) if params else ""))

    def post(self, path, params):
        body = {}
        for key, value in params:
            body.setdefault(key, []).append(value)
        return self.request("POST", path, json.dumps(
            {key: values[0] if len(values) == 1 else values for key, values in body.items()}))

    def command(self, words, params):
        options = ["--%s=%s" % (key.replace("_", "-"), value) for key, value in params]
        done = subprocess.run([str(BUILD / "nearaid"), words[0], "--snapshot", str(self.snapshot), "--json", *options,
                               *words[1:]], env=self.environment, capture_output=True, check=False)
        if done.returncode == 0:
            return None, done.stdout.removesuffix(b"\n")
        problem = json.loads(done.stdout)
        return problem["code"], problem["detail"]


def value_for(spec, chance):
    """A value of a parameter: likely a right one."""
    schema = spec["schema"].get("items", spec["schema"])
    if chance.random() < 0.12:
        return chance.choice(WRONG)
    if spec["name"] in GOOD and chance.random() < 0.8:
        return chance.choice(GOOD[spec["name"]])
    if "enum" in schema:
        return chance.choice(schema["enum"])
    if schema["type"] in ("number", "integer"):
        low, high = schema["minimum"], schema["maximum"]
        pick = chance.choice([low, high, low - 1, high + 1, None, None, None, None])
        near = min(high, max(low, 10))
        return "%g" % (pick if pick is not None else chance.choice([near, (low + near) // 2, near / 3]))
    example = spec.get("example", "x")
    return example[0] if isinstance(example, list) else str(example)


def question_for(operation, chance):
    """Parameters of one asking."""
    specs = [spec for spec in operation.get("parameters", []) if spec["in"] == "query" and spec["name"] != "f"]
    names = {spec["name"] for spec in specs}
    params = []
    if "easting" in names and chance.random() < 0.9:
        pairs = [[PLACES[0], PLACES[1]], [PLACES[2], PLACES[3]], [PLACES[4]], [PLACES[5]], [PLACES[6]],
                 [("lat", "%.5f" % chance.uniform(54.4, 54.8)), ("lon", "%.5f" % chance.uniform(-1.5, -0.8))],
                 [("easting", "%d" % chance.randint(440000, 480000)), ("northing", "%d" % chance.randint(505000, 540000))],
                 [PLACES[0]], [PLACES[1], PLACES[4]], [("lat", "-1.2"), ("lon", "54.7")], [("lat", "451160"), ("lon", "532697")]]
        params += chance.choice(pairs)
    for spec in specs:
        if spec["required"] and chance.random() < 0.95:
            params.append((spec["name"], value_for(spec, chance)))
    others = [spec for spec in specs if not spec["required"] and spec["name"] not in dict(PLACES)]
    for spec in chance.sample(others, min(len(others), chance.choice([0, 0, 1, 1, 2, 3]))):
        for _ in range(chance.choice([1, 1, 1, 1, 2])):
            params.append((spec["name"], value_for(spec, chance)))
    if chance.random() < 0.04:
        params.append((chance.choice(["kinds", "latitude", "x", "LAT"]), "1"))
    chance.shuffle(params)
    return params


def listed():
    listing = subprocess.run([str(BUILD / "tools/nearaid_reference"), "--list"], check=True, capture_output=True,
                             text=True).stdout
    rows = [line.split("\t") for line in listing.splitlines()]
    return {name: {"path": path, "command": command, "schema": schema} for name, path, command, schema in rows}


def refusals_agree(one, other, is_command):
    """Codes are the same, and so are the words; on the command line an option is not a parameter."""
    if one[0] != other[0]:
        return False
    return is_command or one[1] == other[1]


class Run:
    def __init__(self):
        self.faults, self.answers, self.refusals, self.codes = [], 0, 0, set()
        self.validators = {}

    def fault(self, name, params, text):
        self.faults.append("%s %s\n    %s" % (name, params, text))

    def fits(self, schema, document, name, params, answer):
        if schema not in self.validators:
            self.validators[schema] = jsonschema.Draft202012Validator(
                {"$ref": "#/components/schemas/" + schema, "components": document["components"]},
                format_checker=jsonschema.FormatChecker())
        for error in list(self.validators[schema].iter_errors(json.loads(answer)))[:2]:
            self.fault(name, params, "does not fit %s: at %s: %s" % (
                schema, "/".join(str(step) for step in error.absolute_path), error.message[:200]))

    def compare(self, name, params, first, way, other, is_command=False):
        if first[0] is None and other[0] is None:
            if first[1] != other[1]:
                at = next((i for i, (a, b) in enumerate(zip(first[1], other[1])) if a != b), 0)
                self.fault(name, params, "%s says otherwise: %r, not %r" % (
                    way, other[1][max(0, at - 40):at + 60], first[1][max(0, at - 40):at + 60]))
        elif not refusals_agree(first, other, is_command):
            self.fault(name, params, "%s: %s, not %s" % (way, str(other)[:200], str(first)[:200]))

    def one(self, ways, document, name, question, chance):
        path, command = question["path"], question["command"]
        operation = document["paths"][path]["get"]
        params = question_for(operation, chance)
        words, asked = [command], list(params)
        if "{" in path:
            parameter = next(spec for spec in operation["parameters"] if spec["in"] == "path")
            value = chance.choice([str(parameter["example"]), str(parameter["example"]), "nothing", "E05013038", "TS24 8AY", "x y"])
            asked = params + [(parameter["name"], value)]
            path = re.sub(r"\{\w+\}", urllib.parse.quote(value), path)
            words.append(value)
        first = ways.get(path, params)
        self.answers += first[0] is None
        self.refusals += first[0] is not None
        self.codes.add(first[0])
        if first[0] is None:
            self.fits(question["schema"], document, name, params, first[1])
        self.compare(name, params, first, "na_ask", ways.library.ask(name, asked))
        once = {spec["name"] for spec in operation["parameters"] if spec["schema"]["type"] != "array"}
        again = [key for key, _ in params if key in once and [given for given, _ in params].count(key) > 1]
        # A list in a body is refused before any value is looked at.
        if "post" in document["paths"][question["path"]] and not again:
            self.compare(name, params, first, "POST", ways.post(path, params))
        # A word is an argument there, and an unknown option no parameter.
        has_word = command != "locate" or "q" in dict(params)
        if command and has_word and not any(key in ("kinds", "latitude", "x", "LAT") for key, _ in params):
            self.compare(name, params, first, "nearaid " + command, ways.command(words, params), True)


def packs(work):
    """The demonstration pack, and one with codes, barriers and two vintages over it."""
    demo = PROJECT / "data/shapefiles/tees-demo"
    shutil.copytree(demo, work / "plus")
    shutil.copytree(PROJECT / "tests/golden/packs/plus", work / "plus", dirs_exist_ok=True)
    (work / "plus/codes.csv").chmod(0o600)
    return [demo, work / "plus"]


def main():
    chance = random.Random(SEED)
    run = Run()
    print("seed %d" % SEED)
    with tempfile.TemporaryDirectory() as name:
        work = pathlib.Path(name)
        for pack in packs(work):
            ways = Ways(work, pack)
            try:
                _, text = ways.request("GET", "/openapi.json")
                document = json.loads(text)
                questions = {name: question for name, question in listed().items()
                             if question["path"].startswith("/v1/") and question["schema"] and
                             name != "assetAccess"}
                for number in range(COUNT // 2):
                    name = sorted(questions)[number % len(questions)]
                    run.one(ways, document, name, questions[name], chance)
            finally:
                ways.stop()
    for fault in run.faults[:40]:
        print("FAILED " + fault)
    print("ways: %d answers, %d refusals of %d kinds, %d faults" %
          (run.answers, run.refusals, len(run.codes) - 1, len(run.faults)))
    if run.answers < COUNT // 4 or run.refusals < COUNT // 10:
        print("FAILED too few answers or refusals: the questions made are no test")
        return 1
    return 1 if run.faults else 0


sys.exit(main())
