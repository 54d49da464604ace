"""A daemon that serves a pack, and how the tests of OGC API Features ask it."""
import html.parser
import http.client
import json
import os
import pathlib
import re
import shutil
import subprocess
import sys
import tempfile

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "support"))
from checks import check, finish  # noqa: E402

DAEMON, CLI, PROJECT = sys.argv[1], sys.argv[2], pathlib.Path(sys.argv[3])
SHARED = PROJECT / ".." / "shared" / "data"
DEMO = PROJECT / "data" / "shapefiles" / "tees-demo"
CRS84 = "http://www.opengis.net/def/crs/OGC/1.3/CRS84"
EPSG_4326 = "http://www.opengis.net/def/crs/EPSG/0/4326"
EPSG_27700 = "http://www.opengis.net/def/crs/EPSG/0/27700"

class Hrefs(html.parser.HTMLParser):
    def __init__(self):
        super().__init__()
        self.found = []

    def handle_starttag(self, tag, attributes):
        self.found += [value for name, value in attributes if name == "href"]


class Served:
    """nearaidd on a free port with a pack, compiled without the grid; `over`: folders laid over it."""

    def __init__(self, pack=DEMO, over=(), options=()):
        self.work = tempfile.mkdtemp(prefix="nearaid-features-")
        folder = os.path.join(self.work, "pack")
        shutil.copytree(pack, folder)
        for more in over:
            shutil.copytree(more, folder, dirs_exist_ok=True)
        for name in ("codes.csv",):
            if os.path.exists(os.path.join(folder, name)):
                os.chmod(os.path.join(folder, name), 0o600)
        snapshot = os.path.join(self.work, "pack.nad")
        subprocess.run([CLI, "compile", folder, "--no-grid", "-o", snapshot], check=True,
                       stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        self.process = subprocess.Popen(
            [DAEMON, "--snapshot", snapshot, "--listen", "127.0.0.1:0", "--no-access-log", *options], text=True,
            cwd=self.work, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE)
        said = self.process.stderr.readline()
        while "listening on" not in said:
            assert said, "the daemon ended"
            said = self.process.stderr.readline()
        self.port = int(re.search(r"127\.0\.0\.1:(\d+)", said)[1])
        self.base = "http://127.0.0.1:%d" % self.port

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.process.terminate()
        self.process.communicate()
        shutil.rmtree(self.work)

    def ask(self, target, method="GET", **headers):
        """Status, headers and body; header names with _ for -."""
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=60)
        connection.request(method, target.replace(self.base, ""), headers={
            name.replace("_", "-"): value for name, value in headers.items()})
        answer = connection.getresponse()
        body = answer.read()
        connection.close()
        return answer.status, answer.headers, body

    def json(self, target):
        status, _, body = self.ask(target)
        check(status == 200, "%s: status %d: %s" % (target, status, body[:200]))
        return json.loads(body)

    def items(self, collection, query=""):
        return self.json("/collections/%s/items%s" % (collection, query))
