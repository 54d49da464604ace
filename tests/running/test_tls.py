"""TLS of the daemon itself: who speaks it is answered, old versions and plain words are not; the certificate is renewed
by SIGHUP, and a bad one changes nothing; what is wrong with the files is said.

  test_tls.py NEARAIDD NEARAID PROJECT
"""
import http.client
import os
import re
import shutil
import signal
import socket
import ssl
import subprocess
import sys
import tempfile
import threading
import warnings

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "support"))
from checks import check, finish  # noqa: E402

DAEMON, CLI, PROJECT = sys.argv[1:4]
DEMO = os.path.join(PROJECT, "data", "shapefiles", "tees-demo")

warnings.simplefilter("ignore", DeprecationWarning)  # old versions are asked for on purpose


def make(name, key="ec", key_options=("-pkeyopt", "ec_paramgen_curve:prime256v1"), days="90"):
    """NAME.crt and NAME.key, which signs itself."""
    subprocess.run(["openssl", "req", "-x509", "-newkey", key, *key_options, "-nodes", "-keyout", name + ".key", "-out",
                    name + ".crt", "-days", days, "-subj", "/CN=" + name, "-addext",
                    "subjectAltName=DNS:localhost,IP:127.0.0.1"], check=True, capture_output=True)
    os.chmod(name + ".key", 0o600)


class Started:
    """nearaidd, and what it says, line by line."""

    def __init__(self, *options):
        self.process = subprocess.Popen([DAEMON, "--snapshot", "demo.nad", "--listen", "127.0.0.1:0", *options],
                                        stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE)
        self.lines = []
        self.port = None
        self.changed = threading.Condition()
        self.reader = threading.Thread(target=self.read, daemon=True)
        self.reader.start()
        self.said("listening on https://")

    def read(self):
        for line in self.process.stderr:
            with self.changed:
                self.lines.append(line.decode())
                self.changed.notify_all()
        with self.changed:
            self.lines.append(None)
            self.changed.notify_all()

    def said(self, words, after=0):
        """How many lines there are once one from `after` on has the words, or it has ended."""
        with self.changed:
            self.changed.wait_for(lambda: any(line is None or words in line for line in self.lines[after:]))
            for line in self.lines:
                found = line and re.search(r"listening on https://127\.0\.0\.1:(\d+),", line)
                if found:
                    self.port = int(found.group(1))
            check(any(line and words in line for line in self.lines[after:]), "the daemon says " + words)
            return len(self.lines)

    def connect(self, trusted, **limits):
        context = ssl.create_default_context(cafile=trusted)
        for name, value in limits.items():
            setattr(context, name, value)
        return http.client.HTTPSConnection("localhost", self.port, context=context)

    def get(self, trusted, target, **limits):
        connection = self.connect(trusted, **limits)
        connection.request("GET", target)
        answer = connection.getresponse()
        body = answer.read()
        version = connection.sock.version() if connection.sock else None
        connection.close()
        return answer.status, body, version

    def end(self):
        self.process.send_signal(signal.SIGTERM)
        return self.process.wait()


def refuses(words, *options):
    done = subprocess.run([DAEMON, "--snapshot", "demo.nad", "--listen", "127.0.0.1:0", *options], capture_output=True,
                          stdin=subprocess.DEVNULL, check=False)
    check(done.returncode in (2, 3, 4) and words in done.stderr.decode(), "%s is refused: %r" % (options, done.stderr))


def try_answers(daemon):
    for version in (ssl.TLSVersion.TLSv1_2, ssl.TLSVersion.TLSv1_3):
        status, body, spoken = daemon.get("one.crt", "/v1/ward?easting=450770&northing=532587", minimum_version=version,
                                          maximum_version=version)
        check(status == 200 and b'"ward"' in body, "a ward by %s" % spoken)
    status, body, _ = daemon.get("one.crt", "/v1/coverage?kind=bleed_cabinet&within=500")
    check(status == 200 and b'"areas"' in body, "an answer of a child")
    connection = daemon.connect("one.crt")
    rows = b"id,easting,northing\n" + b"1,450770,532587\n" * 20000
    connection.request("POST", "/v1/batch/ward", rows, {"Content-Type": "text/csv"})
    answer = connection.getresponse()
    check(answer.status == 200 and answer.read().count(b",inside") == 20000, "a batch of 20,000 rows")
    connection.request("GET", "/", headers={"Accept": "application/json"})
    landing = connection.getresponse().read()
    check(b"https://localhost:%d" % daemon.port in landing and b"http://" not in landing.replace(b"http://www", b""),
          "links are by https")
    connection.close()


def try_strangers(daemon):
    for version in ("TLSv1", "TLSv1_1"):
        try:
            daemon.get("one.crt", "/healthz", minimum_version=ssl.TLSVersion.TLSv1,
                       maximum_version=getattr(ssl.TLSVersion, version))
            check(False, version + " is spoken")
        except (ssl.SSLError, ConnectionError, ValueError):
            check(True, "")
    with socket.create_connection(("127.0.0.1", daemon.port)) as plain:
        plain.sendall(b"GET /healthz HTTP/1.1\r\nHost: localhost\r\n\r\n")
        got = plain.recv(4096)
        check(not got.startswith(b"HTTP/"), "plain words are answered by %r" % got[:40])
    # Many that never end their handshake keep nobody out.
    held = [socket.create_connection(("127.0.0.1", daemon.port)) for _ in range(40)]
    for one in held:
        one.sendall(b"\x16\x03\x01")
    check(daemon.get("one.crt", "/healthz")[0] == 200, "answers beside 40 handshakes that hang")
    for one in held:
        one.close()


def try_renewal(daemon):
    shutil.copy("two.crt", "live.crt")
    # Between the two copies the pair does not fit: the former stays.
    at = len(daemon.lines)
    daemon.process.send_signal(signal.SIGHUP)
    daemon.said("the former certificate stays: ", at)
    check(daemon.get("one.crt", "/healthz")[0] == 200, "the former certificate still shows")
    shutil.copy("two.key", "live.key")
    at = len(daemon.lines)
    daemon.process.send_signal(signal.SIGHUP)
    daemon.said("the certificate ends in", at)
    daemon.said("reloaded", at)
    check(daemon.get("two.crt", "/healthz")[0] == 200, "the new certificate shows")
    try:
        daemon.get("one.crt", "/healthz")
        check(False, "the old certificate shows still")
    except ssl.SSLError:
        check(True, "")


def main():
    home = os.getcwd()
    with tempfile.TemporaryDirectory() as folder:
        os.chdir(folder)
        subprocess.run([CLI, "compile", DEMO, "--no-grid", "-o", "demo.nad"], check=True, capture_output=True)
        make("one")
        make("two", key="rsa:2048", key_options=(), days="20")
        shutil.copy("one.crt", "live.crt")
        shutil.copy("one.key", "live.key")
        daemon = Started("--tls-cert", "live.crt", "--tls-key", "live.key")
        daemon.said("the certificate is good for")
        try_answers(daemon)
        try_strangers(daemon)
        try_renewal(daemon)
        check(daemon.end() == 0, "ends well")
        refuses("TLS needs a certificate and its key", "--tls-cert", "one.crt")
        refuses("does not belong to the certificate", "--tls-cert", "one.crt", "--tls-key", "two.key")
        refuses("The certificate cannot be read", "--tls-cert", "one.key", "--tls-key", "one.key")
        os.chmod("two.crt", 0o600)
        refuses("The private key cannot be read", "--tls-cert", "one.crt", "--tls-key", "two.crt")
        refuses("nowhere.key", "--tls-cert", "one.crt", "--tls-key", "nowhere.key")
        os.chmod("one.key", 0o644)
        refuses("one.key", "--tls-cert", "one.crt", "--tls-key", "one.key")
        os.chdir(home)
    finish()


main()
