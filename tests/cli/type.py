"""Run a program on a terminal and type into it: type.py ANSWERS PROGRAM WORD...; what it prints is
passed on, and its exit status."""
import os
import pty
import sys


def main():
    answers, words = sys.argv[1], sys.argv[2:]
    child, terminal = pty.fork()
    if child == 0:
        os.execv(words[0], words)
    os.write(terminal, answers.encode().decode("unicode_escape").encode())
    said = b""
    while True:
        try:
            piece = os.read(terminal, 65536)
        except OSError:
            break
        if not piece:
            break
        said += piece
    sys.stdout.write(said.decode(errors="replace").replace("\r\n", "\n"))
    sys.exit(os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]))


main()
