"""What is answered against the standard's own schemas (../shared/data/conformance/ogc), and /api against what OpenAPI 3.0
allows in a schema.
"""
import json
import re
import sys

from served import EPSG_27700, SHARED, Served, check, finish

try:
    import jsonschema
    import yaml
except ImportError:
    print("skipped: there is no python3-jsonschema or python3-yaml (tools/setup test)")
    sys.exit(77)

FOLDER = SHARED / "conformance" / "ogc"
# Where the schemas are as their references to each other need it; nothing is fetched.
ORIGIN = "http://localhost/"


def read(path):
    # The standard's files write type: null, which YAML takes for no value at all.
    text = re.sub(r"(?m)^(\s*(?:- )?(?:type: )?)null\s*$", r"\1'null'", path.read_text(encoding="utf-8"))
    return nullable(yaml.safe_load(text))


def nullable(value):
    """OpenAPI's nullable as JSON Schema says it."""
    if isinstance(value, list):
        return [nullable(item) for item in value]
    if not isinstance(value, dict):
        return value
    out = {key: nullable(item) for key, item in value.items() if key != "nullable"}
    if value.get("nullable") and isinstance(value.get("type"), str):
        out["type"] = [value["type"], "null"]
    return out


def validator(path):
    class Resolver(jsonschema.RefResolver):
        def resolve_remote(self, uri):
            if uri.startswith(ORIGIN):
                return read(FOLDER / uri[len(ORIGIN):])
            return read(FOLDER / "core" / "openapi" / "schemas" / uri.rsplit("/", 1)[1])
    uri = ORIGIN + str(path.relative_to(FOLDER))
    schema = read(path)
    return jsonschema.Draft7Validator(schema, resolver=Resolver(uri, schema))


def against(served, target, path):
    faults = list(validator(FOLDER / path).iter_errors(served.json(target)))
    check(not faults, "%s by %s: %s" % (target, path, [fault.message[:200] for fault in faults[:3]]))


def standard(served):
    core, crs = "core/openapi/schemas/", "extensions/crs/openapi/schemas/"
    against(served, "/", core + "landingPage.yaml")
    against(served, "/conformance", core + "confClasses.yaml")
    against(served, "/collections", core + "collections.yaml")
    against(served, "/collections", crs + "collections.yaml")
    for entry in served.json("/collections")["collections"]:
        target = "/collections/" + entry["id"]
        against(served, target, core + "collection.yaml")
        against(served, target, crs + "collection.yaml")
        for query in ("", "?limit=1", "?bbox=0,0,1,1", "?limit=3&crs=" + EPSG_27700):
            against(served, target + "/items" + query, core + "featureCollectionGeoJSON.yaml")
        for feature in served.json(target + "/items?limit=3")["features"]:
            against(served, target + "/items/" + feature["id"], core + "featureGeoJSON.yaml")
    status, _, body = served.ask("/collections/nothing")
    problem = json.loads(body)
    faults = list(validator(FOLDER / (core + "exception.yaml")).iter_errors(problem))
    check(status == 404 and not faults, "a refusal by exception.yaml: %s" % faults)
    bad = served.json("/collections/patrols")
    del bad["links"]
    check(list(validator(FOLDER / (core + "collection.yaml")).iter_errors(bad)), "the schemas find a fault")


# Keywords of a schema in OpenAPI 3.0.3 (section "Schema Object").
KEYWORDS = {"title", "multipleOf", "maximum", "exclusiveMaximum", "minimum", "exclusiveMinimum", "maxLength", "minLength",
            "pattern", "maxItems", "minItems", "uniqueItems", "maxProperties", "minProperties", "required", "enum", "type",
            "allOf", "oneOf", "anyOf", "not", "items", "properties", "additionalProperties", "description", "format",
            "default", "nullable", "readOnly", "writeOnly", "example", "deprecated", "$ref"}


def schema_of_30(schema, where, names):
    extra = {key for key in schema if key not in KEYWORDS and not key.startswith("x-")}
    check(not extra, "%s: 3.0.3 knows no %s" % (where, sorted(extra)))
    kind = schema.get("type")
    check(kind is None or kind in ("string", "number", "integer", "boolean", "array", "object"),
          "%s: type %s" % (where, kind))
    check(kind != "array" or "items" in schema, "%s: an array without items" % where)
    if "$ref" in schema:
        check(schema["$ref"].replace("#/components/schemas/", "") in names, "%s: %s" % (where, schema["$ref"]))
    for key, part in schema.get("properties", {}).items():
        schema_of_30(part, where + "/" + key, names)
    for key in ("items", "additionalProperties", "not"):
        if isinstance(schema.get(key), dict):
            schema_of_30(schema[key], where + "/" + key, names)
    for key in ("allOf", "oneOf", "anyOf"):
        for part in schema.get(key, []):
            schema_of_30(part, where + "/" + key, names)


def document(served):
    old, new = served.json("/api"), served.json("/openapi.json")
    check(old["openapi"] == "3.0.3" and new["openapi"] == "3.1.0", "versions of the documents")
    check(sorted(old["paths"]) == sorted(new["paths"]), "both documents have the same paths")
    names = old["components"]["schemas"]
    check(sorted(names) == sorted(new["components"]["schemas"]), "both documents have the same schemas")
    for name, schema in names.items():
        schema_of_30(schema, name, names)
    for path, methods in old["paths"].items():
        in_path = set(re.findall(r"{(\w+)}", path))
        for method, operation in methods.items():
            where = "%s %s" % (method, path)
            parameters = operation.get("parameters", [])
            check({p["name"] for p in parameters if p["in"] == "path"} == in_path, where + ": parameters of the path")
            for parameter in parameters:
                schema_of_30(parameter["schema"], where + "/" + parameter["name"], names)
                check(parameter["in"] != "path" or parameter["required"], where + ": a path wants its parameters")
            for status, answer in operation["responses"].items():
                check("description" in answer, "%s: %s has no description" % (where, status))
                for media in answer.get("content", {}).values():
                    schema_of_30(media["schema"], where, names)
    limit = next(p for p in old["paths"]["/collections/{collectionId}/items"]["get"]["parameters"]
                 if p["name"] == "limit")["schema"]
    check((limit["minimum"], limit["maximum"], limit["default"]) == (1, 10000, 100), "limit as the standard has it")


def main():
    with Served() as served:
        document(served)
        if not FOLDER.is_dir():
            print("skipped: there is no %s" % FOLDER)
            sys.exit(77)
        standard(served)
    finish()


main()
