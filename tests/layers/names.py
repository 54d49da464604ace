#!/usr/bin/env python3
"""Every file and function that a comment of src, include or tests names must exist.

    names.py SOURCE_DIR

A comment that points to a file which has moved sends its reader astray, and no compiler sees it. So this reads
the comments of C, of JavaScript and of shell, and looks up in them
  - names of files (batch.h, query/batch.h, tests/layers/check.sh, csv_index_*.c), and
  - names written with underscores or with (): each must stand in the code of some file, or in its texts.
What belongs to other projects (GEOS, POSIX, ...) is in names_known.txt beside this file, a name a line.
Exit status 1 if anything is not there, 2 if there was nothing to read.
"""

import os
import re
import sys

READ = ("src", "include", "tests")
KNOWN_FOLDERS = ("src", "include", "tests", "tools", "web", "data", "docs", "debian", "python", ".ci")
CODE_SUFFIXES = (".c", ".h", ".h.in", ".mjs", ".js", ".sh", ".py")
SKIPPED = {"node_modules", "corpus", ".git", "artefacts"}

FILE_NAME = re.compile(r"(?<![\w*.-])((?:[\w.*-]+/)*[\w*-]+(?:\.[\w*-]+)*\.(?:c|h|sh|mjs|js|py|md|cmake))(?![\w/])")
CALL_NAME = re.compile(r"(?<![\w.])([A-Za-z_]\w{2,})\(\)")
WORD_NAME = re.compile(r"(?<![\w./-])([A-Za-z]\w*_\w+\*?)(?![\w/])")
INDEXED = re.compile(r"[A-Za-z]{1,3}_[a-z]{1,2}")  # d_i in a formula

C_LIKE = re.compile(
    r"""(?P<text>"(?:\\.|[^"\\\n])*"|'(?:\\.|[^'\\\n])*')|(?P<comment>/\*.*?\*/|(?<!:)//[^\n]*)""", re.S)
HASH_LIKE = re.compile(r"(?m)^\s*(?P<comment>#[^\n]*)")


def listed(root, folders):
    for folder in folders:
        for path, names, files in os.walk(os.path.join(root, folder)):
            names[:] = sorted(name for name in names if name not in SKIPPED)
            for name in sorted(files):
                yield os.path.relpath(os.path.join(path, name), root)


def read(root, path):
    with open(os.path.join(root, path), encoding="utf-8", errors="replace") as file:
        return file.read()


def split(path, text):
    """The comments as (line, text), and the text without them."""
    if not path.endswith(CODE_SUFFIXES):
        return [], text
    pattern = HASH_LIKE if path.endswith((".sh", ".py")) else C_LIKE
    comments = []
    rest = []
    end = 0
    for match in pattern.finditer(text):
        if match.group("comment") is None:
            continue
        comments.append((text.count("\n", 0, match.start("comment")) + 1, match.group("comment")))
        rest.append(text[end:match.start("comment")])
        end = match.end("comment")
    rest.append(text[end:])
    return comments, "\n".join(rest)


class Names:
    """What there is: files by path, and words of the code."""

    def __init__(self, root):
        self.paths = set()
        self.words = set()
        self.comments = []
        for path in listed(root, KNOWN_FOLDERS):
            self.paths.add(path)
            if os.path.getsize(os.path.join(root, path)) > 1 << 20:
                continue
            comments, code = split(path, read(root, path))
            if not path.endswith(".md"):
                self.words.update(re.findall(r"\w+", code))
            if path.split("/")[0] in READ:
                self.comments += [(path, line, text) for line, text in comments]
        self.paths.update(name for name in os.listdir(root) if os.path.isfile(os.path.join(root, name)))
        self.paths.update(path.removesuffix(".in") for path in list(self.paths) if path.endswith(".in"))
        self.files = {os.path.basename(path) for path in self.paths}
        with open(os.path.join(os.path.dirname(os.path.abspath(__file__)), "names_known.txt"), encoding="utf-8") as file:
            self.known = {line.split("#")[0].strip() for line in file} - {""}

    def has_file(self, name, user):
        """From the root, from src, include or tests, beside its user, or, without a folder, anywhere."""
        if name in self.known:
            return True
        beside = os.path.normpath(os.path.join(os.path.dirname(user), name))
        wanted = {name, beside} | {f"{folder}/{name}" for folder in READ}
        if "/" not in name:
            wanted = {name}
        held = self.files if "/" not in name else self.paths
        if "*" not in name:
            return not wanted.isdisjoint(held)
        patterns = [re.compile(re.escape(one).replace(r"\*", r"[\w-]*")) for one in wanted]
        return any(pattern.fullmatch(path) for pattern in patterns for path in held)

    def has_word(self, name):
        if name in self.known or name in self.words:
            return True
        # na_list_* and na_list_NAME stand for any of that beginning.
        stem = re.fullmatch(r"(\w+_)\*|([a-z_0-9]+_)[A-Z]+", name)
        return stem is not None and any(word.startswith(stem.group(1) or stem.group(2)) for word in self.words)


def faults_of(names):
    for path, line, text in names.comments:
        text = re.sub(r"https?://\S+", "", text)
        for match in FILE_NAME.finditer(text):
            if not names.has_file(match.group(1), path):
                yield path, line + text.count("\n", 0, match.start()), "no file " + match.group(1)
        text = FILE_NAME.sub(lambda match: " " * len(match.group(0)), text)
        for pattern in (CALL_NAME, WORD_NAME):
            for match in pattern.finditer(text):
                if INDEXED.fullmatch(match.group(1)) or (path.endswith((".sh", ".py")) and match.group(1).isupper()):
                    continue  # an index, or an argument of a script in its usage
                if not names.has_word(match.group(1)):
                    yield path, line + text.count("\n", 0, match.start()), "nothing is called " + match.group(1)


def main():
    names = Names(sys.argv[1])
    faults = list(faults_of(names))
    for path, line, what in faults:
        print(f"{path}:{line}: {what}")
    print(f"names: {len(names.comments)} comments read, {len(faults)} false names")
    if not names.comments:
        return 2
    return 1 if faults else 0


if __name__ == "__main__":
    sys.exit(main())
