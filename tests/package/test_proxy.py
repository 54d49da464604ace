"""The recipe for nginx (docs/operating/nginx.conf), run: TLS, a password, links that lead back to the proxy, a batch, and
what the recipe keeps from others. Paths and ports are those of the test; the rest of the recipe is as it is.

  test_proxy.py NEARAIDD NEARAID PROJECT
"""
import base64
import http.client
import json
import os
import pathlib
import re
import shutil
import socket
import ssl
import subprocess
import sys
import tempfile
import time

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "support"))
from checks import check, finish  # noqa: E402

DAEMON, CLI, PROJECT = sys.argv[1], sys.argv[2], pathlib.Path(sys.argv[3])
NGINX = shutil.which("nginx") or shutil.which("nginx", path="/usr/sbin")

def free_port():
    with socket.socket() as made:
        made.bind(("127.0.0.1", 0))
        return made.getsockname()[1]


def recipe(work, port, daemon_port):
    """The recipe within a whole configuration."""
    text = (PROJECT / "docs" / "operating" / "nginx.conf").read_text(encoding="utf-8")
    text = re.sub(r"listen 443 ssl http2;", "listen 127.0.0.1:%d ssl http2;" % port, text)
    text = re.sub(r"\n *listen \[::\]:443 ssl http2;", "", text)
    text = text.replace("127.0.0.1:8080", "127.0.0.1:%d" % daemon_port)
    text = text.replace("/etc/nginx/", work + "/").replace("/var/log/nginx/", work + "/")
    names = ("client_body", "proxy", "fastcgi", "uwsgi", "scgi")
    folders = "".join("%s_temp_path %s/%s;\n" % (name, work, name) for name in names)
    user = "user root;\n" if os.geteuid() == 0 else ""
    with open(work + "/nginx.conf", "w", encoding="utf-8") as file:
        file.write("%spid %s/nginx.pid;\nerror_log %s/error.log;\nevents {}\nhttp {\n%s%s}\n" % (
            user, work, work, folders, text))


def prepare(work):
    subprocess.run(["openssl", "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes",
                    "-keyout", work + "/nearaid.key", "-out", work + "/nearaid.crt", "-days", "2",
                    "-subj", "/CN=nearaid.example.org"], check=True, capture_output=True)
    hashed = subprocess.run(["openssl", "passwd", "-6", "word"], check=True, capture_output=True, text=True).stdout
    with open(work + "/nearaid.users", "w", encoding="utf-8") as file:
        file.write("desk:" + hashed)
    subprocess.run([CLI, "compile", str(PROJECT / "data/shapefiles/tees-demo"), "--no-grid", "-o", work + "/demo.nad"],
                   check=True, capture_output=True)


class Proxy:
    def __init__(self, port):
        self.port = port
        self.context = ssl.create_default_context()
        self.context.check_hostname = False
        self.context.verify_mode = ssl.CERT_NONE

    def ask(self, path, method="GET", body=None, user="desk:word", **headers):
        connection = http.client.HTTPSConnection("127.0.0.1", self.port, timeout=60, context=self.context)
        headers = {name.replace("_", "-"): value for name, value in headers.items()}
        headers["Host"] = "nearaid.example.org"
        if user:
            headers.setdefault("Authorization", "Basic " + base64.b64encode(user.encode()).decode())
        connection.request(method, path, body, headers)
        answer = connection.getresponse()
        content = answer.read()
        connection.close()
        return answer.status, answer.headers, content


def wait_for(port, process, what):
    for _ in range(600):
        with socket.socket() as probe:
            if probe.connect_ex(("127.0.0.1", port)) == 0:
                return
        if process.poll() is not None:
            break
        time.sleep(0.05)
    sys.exit("%s does not listen" % what)


def ask_all(proxy):
    status, _, body = proxy.ask("/v1/ward?lat=54.6867&lon=-1.2080")
    check(status == 200 and json.loads(body)["match"] == "inside", "a question through the proxy: %d" % status)
    check(proxy.ask("/v1/ward?lat=54.6867&lon=-1.2080", user=None)[0] == 401, "without a password")
    check(proxy.ask("/", user="desk:other")[0] == 401, "with another password")
    _, _, body = proxy.ask("/collections", Accept="application/json")
    links = re.findall(r'"href":"([^"]+)"', body.decode())
    check(links and all(link.startswith("https://nearaid.example.org/") for link in links), "links: %s" % links[:2])
    rows = "id,lat,lon\n" + "".join("%d,54.6867,-1.2080\n" % i for i in range(20000))
    status, headers, body = proxy.ask("/v1/batch/ward", "POST", rows, Content_Type="text/csv")
    check(status == 200 and body.count(b"\n") == 20001, "a batch: %d, %d lines" % (status, body.count(b"\n")))
    status, _, body = proxy.ask("/v1/assets/hartlepool-bleed-1/access", user=None, Authorization="Bearer secret")
    check(status == 404 and b"nearaid" in body, "a token reaches nearaidd: %d %s" % (status, body[:80]))
    check(proxy.ask("/metrics", user=None)[0] == 200, "metrics from this machine")


def main():
    if NGINX is None or shutil.which("openssl") is None:
        print("skipped: there is no nginx or openssl (tools/setup package)")
        sys.exit(77)
    work = tempfile.mkdtemp(prefix="nearaid-proxy-")
    prepare(work)
    with open(work + "/tokens", "w", encoding="utf-8") as file:
        import hashlib
        file.write("room:control:%s\n" % hashlib.sha256(b"secret").hexdigest())
    os.chmod(work + "/tokens", 0o600)
    # A folder of /tmp is one that all may write to: the daemon takes no tokens from there.
    home = tempfile.mkdtemp(prefix="nearaid-proxy-", dir=os.environ.get("HOME", "/root"))
    shutil.move(work + "/tokens", home + "/tokens")
    port, daemon_port = free_port(), free_port()
    recipe(work, port, daemon_port)
    said = open(work + "/daemon.log", "wb")
    daemon = subprocess.Popen([DAEMON, "--snapshot", work + "/demo.nad", "--listen", "127.0.0.1:%d" % daemon_port,
                               "--host", "nearaid.example.org", "--no-access-log", "--tokens", home + "/tokens",
                               "--audit", home + "/audit.log"],
                              stderr=said, stdout=subprocess.DEVNULL)
    nginx = subprocess.Popen([NGINX, "-c", work + "/nginx.conf", "-p", work, "-g", "daemon off;"])
    try:
        wait_for(daemon_port, daemon, "nearaidd")
        wait_for(port, nginx, "nginx")
        ask_all(Proxy(port))
    finally:
        for process in (nginx, daemon):
            process.terminate()
            process.wait()
        said.close()
        shutil.rmtree(work)
        shutil.rmtree(home)
    finish()


main()
