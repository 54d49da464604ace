"""Write an Excel workbook as other programs write them: book.py FILE, with JSON on standard input,
a list of sheets [name, hidden, rows], whose cells are texts, or numbers."""
import html
import json
import sys
import zipfile

MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
REL = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
PACKAGE = "http://schemas.openxmlformats.org/package/2006/relationships"


def cell(value):
    if isinstance(value, (int, float)):
        return "<c><v>%s</v></c>" % value
    return '<c t="inlineStr"><is><t>%s</t></is></c>' % html.escape(value or "")


def main():
    sheets = json.load(sys.stdin)
    with zipfile.ZipFile(sys.argv[1], "w") as book:
        book.writestr("[Content_Types].xml",
                      '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"/>')
        book.writestr("_rels/.rels", '<Relationships xmlns="%s"><Relationship Id="a" Type="%s/officeDocument" '
                      'Target="xl/workbook.xml"/></Relationships>' % (PACKAGE, REL))
        book.writestr("xl/workbook.xml", '<workbook xmlns="%s" xmlns:r="%s"><sheets>%s</sheets></workbook>' % (
            MAIN, REL, "".join('<sheet name="%s" sheetId="%d"%s r:id="s%d"/>' % (
                html.escape(name), i + 1, ' state="hidden"' if hidden else "", i)
                for i, (name, hidden, _) in enumerate(sheets))))
        book.writestr("xl/_rels/workbook.xml.rels", '<Relationships xmlns="%s">%s</Relationships>' % (
            PACKAGE, "".join('<Relationship Id="s%d" Type="%s/worksheet" Target="worksheets/sheet%d.xml"/>' % (
                i, REL, i + 1) for i in range(len(sheets)))))
        for i, (_, _, rows) in enumerate(sheets):
            data = "".join("<row>%s</row>" % "".join(map(cell, row)) for row in rows)
            book.writestr("xl/worksheets/sheet%d.xml" % (i + 1),
                          '<worksheet xmlns="%s"><sheetData>%s</sheetData></worksheet>' % (MAIN, data))


main()
