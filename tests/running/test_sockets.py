"""Sockets that a service manager opened (LISTEN_FDS): they are served, all of them; what is no such socket is refused
with words; restarts with the sockets held lose no request. And root: a listener that other machines reach is refused.

  test_sockets.py NEARAIDD NEARAID PROJECT
"""
import http.client
import os
import re
import shutil
import socket
import subprocess
import sys
import tempfile
import threading
import time

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "support"))
from checks import check, finish  # noqa: E402

DAEMON, CLI, PROJECT = sys.argv[1:4]

def listening(port=0, kind=socket.SOCK_STREAM, listen=True):
    made = socket.socket(socket.AF_INET, kind)
    made.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEPORT, 1)
    made.bind(("127.0.0.1", port))
    if listen and kind == socket.SOCK_STREAM:
        made.listen(128)
    return made


class Started:
    """nearaidd with those sockets as descriptors from 3 on."""

    def __init__(self, snapshot, sockets, *options, said=None, pid="$$"):
        moves = " ".join("%d<&%d" % (3 + i, s.fileno() + 100) for i, s in enumerate(sockets))
        keep = [s.fileno() + 100 for s in sockets]
        for s in sockets:
            os.dup2(s.fileno(), s.fileno() + 100)
        self.said = said or tempfile.TemporaryFile("w+")
        self.process = subprocess.Popen(
            ["bash", "-c", '%s export LISTEN_PID=%s LISTEN_FDS=%d; exec "$@"' % (moves and "exec %s;" % moves, pid, len(sockets)),
             "bash", DAEMON, "--snapshot", snapshot, "--no-access-log", *options],
            stdout=subprocess.DEVNULL, stderr=self.said, pass_fds=keep)
        for fd in keep:
            os.close(fd)

    def words(self):
        self.said.seek(0)
        return self.said.read()

    def wait_for_words(self):
        while "listening on" not in self.words() and self.process.poll() is None:
            time.sleep(0.01)
        return self.words()

    def refused(self):
        return self.process.wait(), self.words()

    def end(self):
        self.process.terminate()
        return self.process.wait()


def ask(port, path="/v1/ward?lat=54.6867&lon=-1.2080"):
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=60)
    connection.request("GET", path)
    answer = connection.getresponse()
    body = answer.read()
    connection.close()
    return answer.status, body


def served(snapshot):
    for count, options in ((1, ()), (2, ()), (1, ("--threads", "3")), (2, ("--threads", "1"))):
        sockets = [listening()]
        port = sockets[0].getsockname()[1]
        sockets += [listening(port) for _ in range(count - 1)]
        daemon = Started(snapshot, sockets, *options)
        words = daemon.wait_for_words()
        check("listening on http://127.0.0.1:%d," % port in words, "%d sockets %s: %s" % (count, options, words))
        # Some 40 connections go to each of the sockets.
        check(all(ask(port)[0] == 200 for _ in range(40)), "%d sockets %s: an answer" % (count, options))
        check(ask(port, "/v1/coverage?kind=bleed_cabinet&within=500")[0] == 200, "a child without our sockets")
        check(daemon.end() == 0, "the end of %d sockets" % count)
        for s in sockets:
            s.close()


def refused(snapshot):
    good, other = listening(), listening()
    port = good.getsockname()[1]
    silent, datagram = listening(listen=False), listening(kind=socket.SOCK_DGRAM)
    for sockets, options, words in (
            ([good], ("--listen", "127.0.0.1:%d" % (port ^ 1)), "Leave listen out"),
            ([good, other], (), "one address and port"),
            ([silent], (), "does not listen"), ([datagram], (), "does not listen")):
        status, said = Started(snapshot, sockets, *options).refused()
        check(status == 2 and words in said, "%s: status %d, %s" % (words, status, said))
    same = Started(snapshot, [good], "--listen", "127.0.0.1:%d" % port)
    check("listening on" in same.wait_for_words(), "--listen of the same address")
    same.end()
    # Sockets of another process's environment are not ours.
    not_ours = Started(snapshot, [good], "--listen", "127.0.0.1:0", pid="1")
    check(":%d," % port not in not_ours.wait_for_words(), "the sockets of another process")
    not_ours.end()
    for s in (good, other, silent, datagram):
        s.close()


def restarts(snapshot):
    """Requests wait in the sockets, which we hold, while there is no daemon."""
    sockets = [listening()]
    port = sockets[0].getsockname()[1]
    sockets.append(listening(port))
    answers, over = [], threading.Event()

    def client():
        while not over.is_set():
            try:
                answers.append(ask(port)[0])
            except OSError as error:
                answers.append(repr(error))
    threads = [threading.Thread(target=client) for _ in range(4)]
    daemon = Started(snapshot, sockets)
    for thread in threads:
        thread.start()
    for _ in range(5):
        have = len(answers)
        while len(answers) < have + 60:
            time.sleep(0.005)
        check(daemon.end() == 0, "the end before a restart")
        daemon = Started(snapshot, sockets)
        daemon.wait_for_words()
    over.set()
    for thread in threads:
        thread.join()
    daemon.end()
    lost = [answer for answer in answers if answer != 200]
    check(not lost, "%d of %d lost: %s" % (len(lost), len(answers), lost[:3]))
    print("%d requests over 5 restarts, %d lost" % (len(answers), len(lost)))


def root(snapshot):
    if os.geteuid() != 0:
        print("not root: what root may not is left out")
        return
    for address in ("0.0.0.0:0", "[::]:0"):
        status, words = Started(snapshot, [], "--listen", address, "--allow-remote").refused()
        check(status == 2 and "runs as root" in words and "user of its own" in words, "root at %s: %s" % (address, words))
    daemon = Started(snapshot, [], "--listen", "127.0.0.1:0")
    port = int(re.search(r"127\.0\.0\.1:(\d+)", daemon.wait_for_words())[1])
    check(ask(port)[0] == 200, "root on loopback")
    daemon.end()
    check("runs as root" in daemon.words(), "root is warned")


def main():
    work = tempfile.mkdtemp(prefix="nearaid-sockets-")
    snapshot = os.path.join(work, "pack.nad")
    subprocess.run([CLI, "compile", os.path.join(PROJECT, "data/shapefiles/tees-demo"), "--no-grid", "-o", snapshot],
                   check=True, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    served(snapshot)
    refused(snapshot)
    restarts(snapshot)
    root(snapshot)
    shutil.rmtree(work)
    finish()


main()
