#!/usr/bin/env python3
"""What is in a folder of Debian packages, as SPDX 2.3 in JSON: name, version, source, supplier, digest, and who depends on
whom. Leaflet, which the daemon has in it, is named too.

  sbom.py FOLDER >sbom.spdx.json
"""
import datetime
import hashlib
import json
import os
import pathlib
import re
import subprocess
import sys

FIELDS = ("Package", "Version", "Architecture", "Maintainer", "Homepage", "Source", "Depends", "Description")


def fields_of(path):
    text = subprocess.run(["dpkg-deb", "-f", str(path), *FIELDS], check=True, capture_output=True, text=True).stdout
    found, name = {}, None
    for line in text.splitlines():
        if line[:1] in " \t" and name:
            found[name] += "\n" + line
        elif ":" in line:
            name, _, value = line.partition(":")
            found[name] = value.strip()
    return found


def identifier(name):
    return "SPDXRef-" + re.sub(r"[^A-Za-z0-9.-]", "-", name)


def package_of(path, fields):
    maintainer = fields.get("Maintainer", "")
    match = re.fullmatch(r"(.*) <(.*)>", maintainer)
    return {
        "SPDXID": identifier("Package-" + fields["Package"]),
        "name": fields["Package"],
        "versionInfo": fields["Version"],
        "packageFileName": path.name,
        "supplier": "Organization: %s (%s)" % match.groups() if match else "NOASSERTION",
        "downloadLocation": "NOASSERTION",
        "homepage": fields.get("Homepage", "NOASSERTION") or "NOASSERTION",
        "sourceInfo": "built from the source package %s" % fields.get("Source", fields["Package"]),
        "filesAnalyzed": False,
        "checksums": [{"algorithm": "SHA256", "checksumValue": hashlib.sha256(path.read_bytes()).hexdigest()}],
        "licenseConcluded": "NOASSERTION",
        "licenseDeclared": "MIT" if "nearaid" in fields["Package"] else "NOASSERTION",
        "copyrightText": "NOASSERTION",
        "summary": fields.get("Description", "").splitlines()[0] if fields.get("Description") else "",
        "externalRefs": [{"referenceCategory": "PACKAGE-MANAGER", "referenceType": "purl",
                          "referenceLocator": "pkg:deb/debian/%s@%s?arch=%s" % (
                              fields["Package"], fields["Version"], fields["Architecture"])}],
    }


def leaflet():
    asked = subprocess.run(["dpkg-query", "-W", "-f", "${Version}", "libjs-leaflet"], capture_output=True, text=True,
                           check=False)
    return {"SPDXID": identifier("Package-leaflet"), "name": "leaflet",
            "versionInfo": asked.stdout.strip() or "NOASSERTION",
            "downloadLocation": "NOASSERTION", "filesAnalyzed": False, "licenseConcluded": "BSD-2-Clause",
            "licenseDeclared": "BSD-2-Clause", "copyrightText": "NOASSERTION",
            "sourceInfo": "taken from Debian's libjs-leaflet when nearaidd was built"}


def relations_of(fields, names):
    for clause in fields.get("Depends", "").split(","):
        for choice in clause.split("|"):
            name = re.sub(r"[ (:].*", "", choice.strip())
            if name in names:
                yield {"spdxElementId": identifier("Package-" + fields["Package"]), "relationshipType": "DEPENDS_ON",
                       "relatedSpdxElement": identifier("Package-" + name)}
                break


def main():
    folder = pathlib.Path(sys.argv[1])
    all_fields = {path: fields_of(path) for path in sorted(folder.glob("*.deb"))}
    names = {fields["Package"] for fields in all_fields.values()}
    packages = [package_of(path, fields) for path, fields in all_fields.items()] + [leaflet()]
    relations = [{"spdxElementId": "SPDXRef-DOCUMENT", "relationshipType": "DESCRIBES",
                  "relatedSpdxElement": package["SPDXID"]} for package in packages[:-1]]
    for fields in all_fields.values():
        relations += relations_of(fields, names)
    relations.append({"spdxElementId": identifier("Package-nearaidd"), "relationshipType": "CONTAINS",
                      "relatedSpdxElement": identifier("Package-leaflet")})
    digest = hashlib.sha256("".join(p["checksums"][0]["checksumValue"] for p in packages[:-1]).encode()).hexdigest()
    when = int(os.environ.get("SOURCE_DATE_EPOCH", datetime.datetime.now().timestamp()))
    document = {
        "spdxVersion": "SPDX-2.3", "dataLicense": "CC0-1.0", "SPDXID": "SPDXRef-DOCUMENT", "name": "nearaid medium",
        "documentNamespace": "https://github.com/nearaid/nearaid/sbom/" + digest,
        "creationInfo": {"created": datetime.datetime.fromtimestamp(when, datetime.timezone.utc).strftime(
            "%Y-%m-%dT%H:%M:%SZ"), "creators": ["Tool: nearaid-sbom"]},
        "packages": packages, "relationships": relations}
    json.dump(document, sys.stdout, indent=1)
    print()


main()
