#!/usr/bin/env python3
"""/openapi.json as it is served: whole in itself, without an error of redocly's recommended rules, and good
enough for a typed client, to which a wrong member is an error.

  test_openapi.py PROJECT NEARAIDD NEARAID

The two checks by tools of npm are left out, with a word, where tests/schemas/node_modules is not there
(tools/setup test fetches it).
"""
import json
import pathlib
import re
import subprocess
import sys
import tempfile
import urllib.request

PROJECT = pathlib.Path(sys.argv[1])
MODULES = pathlib.Path(__file__).resolve().parent / "node_modules"
METHODS = ("get", "post", "put", "delete", "patch")
CLIENT = """
import type { paths } from "./api";
type Answer = paths["/v1/ward"]["get"]["responses"][200]["content"]["application/json"];
type Wards = paths["/v1/wards"]["get"]["responses"][200]["content"]["application/geo+json"];
type Refusal = paths["/v1/ward"]["get"]["responses"]["4XX"]["content"]["application/problem+json"];
export function code(answer: Answer): string | null {
    return answer.ward === null ? null : answer.ward.code;
}
export function lines(answer: Answer): string[] {
    return answer.warnings.map((warning) => warning.text);
}
export function names(wards: Wards): string[] {
    return wards.features.map((feature) => feature.properties.name ?? feature.id);
}
export function remedy(refusal: Refusal): string | undefined {
    return refusal.hint;
}
"""
WRONG = [
    ("answer.ward.kode", CLIENT.replace("answer.ward.code", "answer.ward.kode")),
    ("warning.txt", CLIENT.replace("warning.text", "warning.txt")),
    ("properties.title", CLIENT.replace("properties.name", "properties.title")),
    ("a ward that may be null", CLIENT.replace("answer.ward === null ? null : ", "")),
]


def served(work):
    """The document, and the one of OpenAPI 3.0.3, of a daemon that serves the demonstration pack."""
    data = work / "demo.nad"
    subprocess.run([sys.argv[3], "compile", str(PROJECT / "data/shapefiles/tees-demo"), "--no-grid", "-o",
                    str(data)], check=True, capture_output=True)
    daemon = subprocess.Popen([sys.argv[2], "--snapshot", str(data), "--listen", "127.0.0.1:0"],
                              stderr=subprocess.PIPE, text=True)
    try:
        for line in daemon.stderr:
            found = re.search(r"listening on (http://[0-9.:]+)", line)
            if found:
                break
        else:
            sys.exit("nearaidd does not listen")
        documents = []
        for path in ("/openapi.json", "/api"):
            with urllib.request.urlopen(found[1] + path, timeout=60) as answer:
                documents.append(json.load(answer))
        return documents
    finally:
        daemon.terminate()
        daemon.wait()


def operations(document):
    for path, item in document["paths"].items():
        for method in METHODS:
            if method in item:
                yield "%s %s" % (method.upper(), path), item[method]


def faults_of(document):
    text = json.dumps(document)
    for reference in sorted(set(re.findall(r'"\$ref": "#/components/schemas/([^"]+)"', text))):
        if reference not in document["components"]["schemas"]:
            yield "there is no schema %s" % reference
    if '"default": "today"' in text or '"default": "now"' in text:
        yield "a word is given as the default of a day"
    if not document.get("servers") or not document.get("tags"):
        yield "there are no servers or no tags"
    tags = {tag["name"] for tag in document["tags"]}
    for name, operation in operations(document):
        if not set(operation["tags"]) <= tags:
            yield "%s: a tag that is not described" % name
        content = operation["responses"]["200"]["content"]
        for media, what in content.items():
            if "json" in media and "$ref" not in what["schema"] and \
                    not name.endswith(("/openapi.json", "/api", "/queryables")):  # schemas themselves
                if media != "application/x-ndjson":
                    yield "%s: %s has no schema" % (name, media)
    if document["paths"]["/v1/assets/{id}/access"]["get"].get("security") != [{"token": []}]:
        yield "the route of codes does not say that it needs a token"


def lint(work, path):
    """Redocly's recommended rules, with no file that leaves anything out."""
    done = subprocess.run([str(MODULES / ".bin/redocly"), "lint", str(path), "--extends=recommended",
                           "--format=json"], cwd=work, capture_output=True, text=True, check=False,
                          env={"PATH": "/usr/bin:/bin:/usr/local/bin", "REDOCLY_TELEMETRY": "off",
                               "REDOCLY_SUPPRESS_UPDATE_NOTICE": "true", "HOME": str(work)})
    report = json.loads(done.stdout)
    for problem in report["problems"]:
        at = problem["location"][0].get("pointer", "")
        print("redocly: %s: %s: %s %s" % (problem["severity"], problem["ruleId"], problem["message"], at))
    if report["totals"]["errors"] > 0:
        yield "redocly finds %d errors" % report["totals"]["errors"]


def lint_sees(work, document):
    """It would say if there were something."""
    twice = json.loads(json.dumps(document))
    twice["paths"]["/v1/here"]["get"]["operationId"] = twice["paths"]["/v1/ward"]["get"]["operationId"]
    path = work / "twice.json"
    path.write_text(json.dumps(twice), encoding="utf-8")
    if not list(lint(work, path)):
        yield "redocly does not see an operationId that stands twice"


def compiles(work, source):
    (work / "client.ts").write_text(source, encoding="utf-8")
    done = subprocess.run([str(MODULES / ".bin/tsc"), "--strict", "--noEmit", "--skipLibCheck", "false",
                           "--target", "es2022", "--module", "es2022", "--moduleResolution", "bundler",
                           "client.ts"], cwd=work, capture_output=True, text=True, check=False)
    return done.returncode == 0, done.stdout


def client(work, path):
    subprocess.run([str(MODULES / ".bin/openapi-typescript"), str(path), "-o", str(work / "api.d.ts")],
                   cwd=work, check=True, capture_output=True)
    good, said = compiles(work, CLIENT)
    if not good:
        yield "the typed client does not compile:\n" + said
    for what, source in WRONG:
        if compiles(work, source)[0]:
            yield "%s is no error to the compiler" % what


def main():
    with tempfile.TemporaryDirectory() as name:
        work = pathlib.Path(name)
        document, older = served(work)
        path = work / "openapi.json"
        path.write_text(json.dumps(document), encoding="utf-8")
        faults = list(faults_of(document))
        if MODULES.is_dir():
            faults += lint(work, path)
            (work / "api.json").write_text(json.dumps(older), encoding="utf-8")
            faults += lint(work, work / "api.json")
            faults += lint_sees(work, document)
            faults += client(work, path)
        else:
            print("left out: redocly and the typed client: no %s" % MODULES)
        for fault in faults:
            print("FAILED " + fault)
        print("openapi: %d operations, %d schemas, %d faults" %
              (len(list(operations(document))), len(document["components"]["schemas"]), len(faults)))
        return 1 if faults else 0


sys.exit(main())
