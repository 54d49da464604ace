#!/usr/bin/env python3
"""Read a page of nearaid by a parser that is not ours, and say what is in it.

    read_page.py < PAGE       ITEM lines; status 1 if the page holds what no page of ours may hold

Lines: "id VALUE" for each data-id, "name TEXT" for each element of class name. Refused: elements
and attributes that are not listed here, a script or link to anywhere else, an element that is not
closed in its order, anything after </html>.
"""
import sys
from html.parser import HTMLParser

VOID = {"br", "hr", "input", "link", "meta"}
ELEMENTS = VOID | set(
    "html head title body header footer main nav section div form fieldset legend label span p h1 "
    "h2 h3 ul ol li dl dt dd table caption thead tbody tr th td a strong em button kbd details summary "
    "output progress script".split())
ATTRIBUTES = set(
    "lang charset name content rel href type src defer method action for id value maxlength "
    "autocomplete autofocus pattern title spellcheck class checked hidden role tabindex colspan scope "
    "color-scheme data-id data-state data-code".split())


class Reader(HTMLParser):
    def __init__(self):
        super().__init__(convert_charrefs=True)
        self.open = []
        self.faults = []
        self.lines = []
        self.name = None
        self.ended = False

    def fault(self, what):
        self.faults.append(f"line {self.getpos()[0]}: {what}")

    def check_attributes(self, tag, attributes):
        for name, value in attributes:
            if name not in ATTRIBUTES and not name.startswith("aria-"):
                self.fault(f"attribute {name} of {tag}")
            if name in ("href", "src", "action"):
                if not value or not value.startswith(("/", "#")) or value.startswith("//"):
                    self.fault(f"{name} leads to {value}")

    def handle_starttag(self, tag, attributes):
        if tag not in ELEMENTS or self.ended:
            self.fault(f"element {tag}")
        self.check_attributes(tag, attributes)
        found = dict(attributes)
        if tag == "script" and "src" not in found:
            self.fault("a script that is no file")
        if "data-id" in found:
            self.lines.append("id " + found["data-id"])
        if tag not in VOID:
            self.open.append(tag)
        if found.get("class") == "name":
            self.name = (len(self.open), "")

    def handle_startendtag(self, tag, attributes):
        self.fault(f"{tag} closed in itself")

    def handle_endtag(self, tag):
        if not self.open or self.open[-1] != tag:
            self.fault(f"{tag} closed out of order")
            return
        if self.name is not None and self.name[0] == len(self.open):
            self.lines.append("name " + self.name[1])
            self.name = None
        self.open.pop()
        self.ended = tag == "html"

    def handle_data(self, data):
        if self.name is not None:
            self.name = (self.name[0], self.name[1] + data)
        if self.ended and data.strip():
            self.fault("text after the end")

    def handle_comment(self, data):
        self.fault("a comment")

    def unknown_decl(self, data):
        self.fault("a declaration")

    def handle_pi(self, data):
        self.fault("a processing instruction")


def main():
    reader = Reader()
    reader.feed(sys.stdin.buffer.read().decode("utf-8"))
    reader.close()
    if reader.open or not reader.ended:
        reader.fault(f"not closed: {reader.open}")
    sys.stdout.reconfigure(encoding="utf-8")
    print("\n".join(reader.lines))
    for fault in reader.faults:
        print(fault, file=sys.stderr)
    return 1 if reader.faults else 0


if __name__ == "__main__":
    sys.exit(main())
