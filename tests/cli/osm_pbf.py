"""An extract of OpenStreetMap as PBF, written from its XML, whole or changed inside its blocks.

    osm_pbf.py IN.osm OUT.osm.pbf [--plain] [--damage SEED]

--plain writes nodes one by one instead of densely. --damage unpacks a block, changes some bytes of it,
and packs it again, or lies about its size: what a reader meets after the checksum of zlib has passed.
"""
import argparse
import random
import struct
import sys
import xml.etree.ElementTree
import zlib

BLOCK = 8000  # elements of a block, as other programs write


def varint(value):
    out = bytearray()
    while True:
        out.append((value & 0x7F) | (0x80 if value > 0x7F else 0))
        value >>= 7
        if value == 0:
            return bytes(out)


def zigzag(value):
    return varint((value << 1) ^ (value >> 63) if value >= 0 else ((-value) << 1) - 1)


def field(number, payload):
    """A field of bytes."""
    return varint(number << 3 | 2) + varint(len(payload)) + payload


def number_field(number, value):
    return varint(number << 3) + varint(value)


def deltas(values):
    before, out = 0, bytearray()
    for value in values:
        out += zigzag(value - before)
        before = value
    return bytes(out)


class Strings:
    def __init__(self):
        self.texts, self.numbers = [b""], {b"": 0}

    def number(self, text):
        raw = text.encode()
        if raw not in self.numbers:
            self.numbers[raw] = len(self.texts)
            self.texts.append(raw)
        return self.numbers[raw]

    def bytes(self):
        return b"".join(field(1, text) for text in self.texts)


def e7(text):
    """Whole ten-millionths of a degree, without a float."""
    negative = text.startswith("-")
    whole, _, part = text.lstrip("+-").partition(".")
    value = int(whole or "0") * 10**7 + int((part + "0000000")[:7])
    return -value if negative else value


def tags_of(element):
    return [(tag.get("k"), tag.get("v")) for tag in element.iter("tag")]


def dense(nodes, strings):
    keys = bytearray()
    for node in nodes:
        for key, value in tags_of(node):
            keys += varint(strings.number(key)) + varint(strings.number(value))
        keys += varint(0)
    return field(2, field(1, deltas(int(n.get("id")) for n in nodes))
                 + field(8, deltas(e7(n.get("lat")) for n in nodes))
                 + field(9, deltas(e7(n.get("lon")) for n in nodes)) + field(10, bytes(keys)))


def plain(nodes, strings):
    out = b""
    for node in nodes:
        tags = [(strings.number(k), strings.number(v)) for k, v in tags_of(node)]
        out += field(1, varint(1 << 3) + zigzag(int(node.get("id")))
                     + field(2, b"".join(varint(k) for k, _ in tags))
                     + field(3, b"".join(varint(v) for _, v in tags))
                     + varint(8 << 3) + zigzag(e7(node.get("lat")))
                     + varint(9 << 3) + zigzag(e7(node.get("lon"))))
    return out


def ways(elements, strings):
    out = b""
    for way in elements:
        tags = [(strings.number(k), strings.number(v)) for k, v in tags_of(way)]
        out += field(3, number_field(1, int(way.get("id")))
                     + field(2, b"".join(varint(k) for k, _ in tags))
                     + field(3, b"".join(varint(v) for _, v in tags))
                     + field(8, deltas(int(nd.get("ref")) for nd in way.iter("nd"))))
    return out


def blob(kind, raw, claimed=None):
    body = number_field(2, len(raw) if claimed is None else claimed) + field(3, zlib.compress(raw))
    head = field(1, kind) + number_field(3, len(body))
    return struct.pack(">I", len(head)) + head + body


def blocks_of(root, make_nodes):
    for name, make in (("node", make_nodes), ("way", ways)):
        elements = root.findall(name)
        for first in range(0, len(elements), BLOCK):
            strings = Strings()
            group = make(elements[first:first + BLOCK], strings)
            yield field(1, strings.bytes()) + field(2, group)


def damaged(raw, chance):
    out = bytearray(raw)
    for _ in range(chance.randint(1, 6)):
        at = chance.randrange(len(out))
        way = chance.randrange(4)
        if way == 0:
            out[at] = chance.randrange(256)
        elif way == 1:
            out[at] ^= 1 << chance.randrange(8)
        elif way == 2:
            del out[at:at + chance.randint(1, 8)]
        else:
            out[at:at] = bytes(chance.randrange(256) for _ in range(chance.randint(1, 8)))
        if not out:
            return b"\0"
    return bytes(out)


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("source")
    parser.add_argument("target")
    parser.add_argument("--plain", action="store_true")
    parser.add_argument("--damage", type=int)
    options = parser.parse_args()
    root = xml.etree.ElementTree.parse(options.source).getroot()
    blocks = list(blocks_of(root, plain if options.plain else dense))
    header = field(4, b"OsmSchema-V0.6") + field(4, b"DenseNodes")
    claimed = [None] * len(blocks)
    if options.damage is not None:
        chance = random.Random(options.damage)
        which = chance.randrange(len(blocks))
        if chance.randrange(5) == 0:
            claimed[which] = chance.choice([0, 1, len(blocks[which]) // 2, 2**31 - 1, 2**32 - 1])
        else:
            blocks[which] = damaged(blocks[which], chance)
    with open(options.target, "wb") as file:
        file.write(blob(b"OSMHeader", header))
        for block, size in zip(blocks, claimed):
            file.write(blob(b"OSMData", block, size))
    return 0


if __name__ == "__main__":
    sys.exit(main())
