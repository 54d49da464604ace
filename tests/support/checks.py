"""Checks of the tests that are one Python program: each says what should hold, a false one is printed and counted, and the
program goes on, so that one run shows all that is wrong. `finish` ends it with exit status 1 if anything was.
"""
import sys

checks = 0
faults = 0


def check(holds, what):
    global checks, faults
    checks += 1
    if not holds:
        faults += 1
        print("FAILED " + what)


def finish():
    print("%d checks, %d failed" % (checks, faults))
    sys.exit(1 if faults else 0)
