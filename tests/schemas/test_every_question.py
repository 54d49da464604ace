#!/usr/bin/env python3
"""What every question of the table has beside its answer: a schema, golden cases of it and of a refusal, its help
held, a page of docs that speaks of it, its part of the reference. If a new question lacks one, the test says which.

  test_every_question.py PROJECT BUILD_DIR
"""
import pathlib
import re
import subprocess
import sys

PROJECT, BUILD = pathlib.Path(sys.argv[1]), pathlib.Path(sys.argv[2])
DOCS = {path.name: path.read_text(encoding="utf-8") for path in (PROJECT / "docs").glob("*.md")}
CASES = (PROJECT / "tests/golden/demo.cases").read_text(encoding="utf-8").replace("\\\n", " ").splitlines()
HELD = PROJECT / "tests/golden/demo"
# Questions that hold nothing a caller can get wrong: no parameter, no word in the path.
NOT_REFUSED = {"datasets"}


def listed():
    text = subprocess.run([str(BUILD / "tools/nearaid_reference"), "--list"], check=True, capture_output=True,
                          text=True).stdout
    return [dict(zip(("name", "path", "command", "schema"), line.split("\t"))) for line in text.splitlines()]


def cases_of(question):
    """Names of the golden cases that ask it by its route or its subcommand."""
    route = re.sub(r"\\\{\w+\\\}", "[^/ '\"?]+", re.escape(question["path"]))
    by_route = re.compile(r"^([a-z0-9-]+): (?:@\w+ )?(?:GET|POST) ['\"]?%s(?:['\"]?$|['\"? ])" % route)
    by_command = re.compile(r"^([a-z0-9-]+): nearaid %s(?: |$)" % re.escape(question["command"]))
    for line in CASES:
        found = (question["path"] and by_route.match(line)) or (question["command"] and by_command.match(line))
        if found:
            yield found[1]


def refused(name):
    status = re.search(r"^=== status (\d+)", (HELD / (name + ".txt")).read_text(encoding="utf-8"), re.M)[1]
    return status not in ("0", "1", "200", "304")


def faults_of(question):
    names = list(cases_of(question))
    if all(refused(name) for name in names):
        yield "no golden case that answers it (tests/golden/demo.cases)"
    if question["name"] not in NOT_REFUSED and not any(refused(name) for name in names):
        yield "no golden case of a refusal (tests/golden/demo.cases)"
    if question["schema"] and not any((PROJECT / "data/schemas" / (question["schema"] + form + ".json")).exists()
                                      for form in ("", "GeoJson")):
        yield "no schema (data/schemas/%s.json; tools/schemas --update drafts it)" % question["schema"]
    told = [re.sub(r"\\\{\w+\\\}", r"\\{\\w+\\}", re.escape(question["path"]))] if question["path"] else []
    told += ["nearaid " + question["command"]] if question["command"] else []
    if not any(re.search(word + r"(?![\w/])", text) for name, text in DOCS.items() if name != "reference.md" for word in told):
        yield "no page of docs speaks of it: %s" % " or ".join(told)
    if "\n## %s\n" % question["name"] not in DOCS["reference.md"]:
        yield "not in docs/reference.md"
    if question["command"] and not (HELD / ("help-%s.txt" % question["command"])).exists():
        yield "its help is not held (help-%s in tests/golden/demo.cases)" % question["command"]


def main():
    questions = listed()
    faults = ["%s: %s" % (question["name"], fault) for question in questions for fault in faults_of(question)]
    # It would say if there were something.
    nobody = {"name": "nobody", "path": "/v1/nobody", "command": "nobody", "schema": "Nobody"}
    if len(list(faults_of(nobody))) != 6:
        faults.append("a question that has nothing is not told")
    for fault in faults:
        print("FAILED " + fault)
    print("questions: %d, %d faults" % (len(questions), len(faults)))
    return 1 if faults else 0


sys.exit(main())
