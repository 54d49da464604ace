#!/usr/bin/env python3
"""tools/schemas sees what it is there to see: faults planted in a copy of the schemas turn it red.

  test_faults.py PROJECT BUILD_DIR
"""
import json
import pathlib
import shutil
import subprocess
import sys
import tempfile

PROJECT, BUILD = pathlib.Path(sys.argv[1]), pathlib.Path(sys.argv[2]).resolve()


def without_member(schema):
    del schema["properties"]["on_boundary"]
    schema["required"].remove("on_boundary")


def with_member(schema):
    schema["properties"]["invented"] = {"type": "string"}


def other_type(schema):
    schema["properties"]["certain"] = {"type": "string"}


def other_choice(schema):
    schema["properties"]["match"]["enum"].remove("inside")


def needs_more(schema):
    schema["required"].append("invented")


def looser_type(schema):
    schema["properties"]["certain"] = {"type": ["boolean", "string"]}


FAULTS = [
    (looser_type, "Ward/certain: no answer is string here"),
    (without_member, 'add "on_boundary": {"type": "boolean"}'),
    (with_member, "Ward/invented: no answer has this member"),
    (other_type, "is boolean, the schema has string"),
    (other_choice, "'inside' is not one of"),
    (needs_more, 'has no "invented"'),
]


def main():
    with tempfile.TemporaryDirectory() as work:
        copy = pathlib.Path(work)
        (copy / "tools").mkdir()
        shutil.copy(PROJECT / "tools" / "schemas", copy / "tools" / "schemas")
        (copy / "tests" / "golden").mkdir(parents=True)
        (copy / "tests" / "golden" / "demo").symlink_to((PROJECT / "tests/golden/demo").resolve())
        for plant, told in FAULTS:
            shutil.rmtree(copy / "data", ignore_errors=True)
            shutil.copytree(PROJECT / "data" / "schemas", copy / "data" / "schemas")
            path = copy / "data" / "schemas" / "Ward.json"
            schema = json.loads(path.read_text(encoding="utf-8"))
            plant(schema)
            path.write_text(json.dumps(schema), encoding="utf-8")
            done = subprocess.run([sys.executable, str(copy / "tools" / "schemas"), str(BUILD)],
                                  capture_output=True, text=True, check=False)
            if done.returncode == 77:
                print("skipped: " + done.stdout)
                return 77
            if done.returncode != 1 or told not in done.stdout:
                print("FAILED %s is not told:\n%s" % (plant.__name__, done.stdout[-2000:]))
                return 1
        # What --update writes fits: a member that is missing comes back.
        without_member(schema := json.loads((PROJECT / "data/schemas/Ward.json").read_text()))
        path.write_text(json.dumps(schema), encoding="utf-8")
        subprocess.run([sys.executable, str(copy / "tools" / "schemas"), "--update", str(BUILD)], check=True)
        if json.loads(path.read_text())["properties"].get("on_boundary") != {"type": "boolean"}:
            print("FAILED --update does not write what is missing")
            return 1
    print("schemas: %d planted faults told" % len(FAULTS))
    return 0


sys.exit(main())
