#!/usr/bin/env python3
"""What a point costs through the library, as a Python program calls it: no text, arrays in and out.

  tests/bench/bench_library.py LIBRARY SNAPSHOT [POINTS] [VINTAGE]

LIBRARY is libnearaid.so of a Release build, SNAPSHOT a file of `nearaid compile`. Prints nanoseconds of
the processor a point (the best of 15 runs; two threads by the clock on the wall), how many points were in a ward, and the seed. Points are uniform in
the box of the wards' first and last hit of a coarse lattice, so that a fair part lies in none.
"""
import ctypes
import random
import sys
import threading
import time
from array import array

SEED = 12


class Points(ctypes.Structure):
    _fields_ = [("size", ctypes.c_size_t), ("count", ctypes.c_size_t), ("lat", ctypes.c_void_p),
                ("lon", ctypes.c_void_p), ("stride", ctypes.c_size_t)]


class Wards(ctypes.Structure):
    _fields_ = [("size", ctypes.c_size_t), ("vintage", ctypes.c_char_p), ("as_at", ctypes.c_char_p)]


def main():
    library = ctypes.CDLL(sys.argv[1])
    count = int(sys.argv[3]) if len(sys.argv) > 3 else 1000000
    snapshot, session = ctypes.c_void_p(), ctypes.c_void_p()
    if library.na_snapshot_open(sys.argv[2].encode(), ctypes.byref(snapshot), None) != 0:
        sys.exit("the snapshot does not open")
    library.na_session_new(snapshot, ctypes.byref(session), None)
    wards = Wards(ctypes.sizeof(Wards), sys.argv[4].encode() if len(sys.argv) > 4 else None, None)

    def ask(lat, lon, out, match=None, boundary=None):
        n = len(lat)
        points = Points(ctypes.sizeof(Points), n, lat.buffer_info()[0], lon.buffer_info()[0], 0)
        code = library.na_ward_many(session, ctypes.byref(points), ctypes.byref(wards),
                                    ctypes.c_void_p(out.buffer_info()[0]), match, boundary, None)
        if code != 0:
            sys.exit("na_ward_many: %d" % code)

    # Where are the wards?
    lattice = [(49.5 + 11.5 * i / 1500, -8 + 10 * j / 1500) for i in range(1500) for j in range(1500)]
    lat = array("d", (p[0] for p in lattice))
    lon = array("d", (p[1] for p in lattice))
    found = array("I", bytes(4 * len(lattice)))
    ask(lat, lon, found)
    hits = [lattice[i] for i, ward in enumerate(found) if ward != 0xFFFFFFFF]
    if not hits:
        sys.exit("no ward was found on the lattice")
    south, north = min(p[0] for p in hits), max(p[0] for p in hits)
    west, east = min(p[1] for p in hits), max(p[1] for p in hits)

    source = random.Random(SEED)
    lat = array("d", (source.uniform(south, north) for _ in range(count)))
    lon = array("d", (source.uniform(west, east) for _ in range(count)))
    found = array("I", bytes(4 * count))
    match = (ctypes.c_uint8 * count)()
    print("seed %d, %d points in %.3f..%.3f, %.3f..%.3f" % (SEED, count, south, north, west, east))
    for name, extra in (("ward", None), ("ward and match", match)):
        best = min(timed(lambda extra=extra: ask(lat, lon, found, extra)) for _ in range(15))
        hit = sum(1 for ward in found if ward != 0xFFFFFFFF)
        print("%-15s %6.1f ns a point, %d in a ward" % (name, best / count * 1e9, hit))

    def halves():
        middle = count // 2
        parts = [(lat[:middle], lon[:middle]), (lat[middle:], lon[middle:])]
        outs = [array("I", bytes(4 * len(part[0]))) for part in parts]
        threads = [threading.Thread(target=ask, args=(*part, out)) for part, out in zip(parts, outs)]
        start = time.perf_counter()
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        spent = time.perf_counter() - start
        if outs[0] + outs[1] != found:
            sys.exit("two threads found other wards")
        return spent

    print("%-15s %6.1f ns a point" % ("two threads", min(halves() for _ in range(7)) / count * 1e9))


def timed(call):
    """The processor's time: what else runs on the machine counts less."""
    start = time.process_time()
    call()
    return time.process_time() - start


main()
