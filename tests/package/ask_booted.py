"""Asks the daemon of test_booted.sh, from outside of its tree but within its network.

  ask_booted.py TREE LEADER     everything; the leader is the first process of the container
  ask_booted.py --listening     a few questions
"""
import http.client
import json
import os
import subprocess
import sys
import threading
import time

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "support"))
from checks import check, finish  # noqa: E402


def ask(path, method="GET", body=None, **headers):
    connection = http.client.HTTPConnection("127.0.0.1", 8080, timeout=120)
    connection.request(method, path, body, {name.replace("_", "-"): value for name, value in headers.items()})
    answer = connection.getresponse()
    content = answer.read()
    connection.close()
    return answer.status, content


def inside(*words):
    return subprocess.run(["nsenter", "-t", sys.argv[2], "-a", "--", "/usr/bin/env", "-i",
                           "PATH=/usr/sbin:/usr/bin:/sbin:/bin", *words], capture_output=True, text=True, check=False)


def wait_until(holds, what):
    for _ in range(600):
        if holds():
            return
        time.sleep(0.1)
    check(False, what)


WARD = "/v1/ward?lat=54.6867&lon=-1.2080"


def questions():
    begun = time.monotonic()
    status, body = ask(WARD)
    print("first request: %d ms" % ((time.monotonic() - begun) * 1000))
    check(status == 200 and json.loads(body)["match"] == "inside", "a ward: %d %s" % (status, body[:200]))
    status, body = ask("/v1/coverage?kind=cabinet")
    check(status == 200 and b'"wards"' in body, "coverage, by a child: %d %s" % (status, body[:200]))
    rows = "id,lat,lon\n" + "".join("%d,54.6867,-1.2080\n" % i for i in range(60000))
    status, body = ask("/v1/batch/ward", "POST", rows, Content_Type="text/csv")
    check(status == 200 and body.count(b"\n") == 60001, "a batch: %d, %d lines" % (status, body.count(b"\n")))
    status, body = ask("/collections", Accept="text/html")
    check(status == 200 and b"/collections/cabinet" in body, "the collections")


def audit(tree):
    log = os.path.join(tree, "var/log/nearaid/audit.log")
    check(ask("/v1/assets/cab-1/access")[0] == 401, "a code without a token")
    status, body = ask("/v1/assets/cab-1/access", Authorization="Bearer secret")
    check(status == 200 and b"C0DE-7391" in body, "a code with a token: %d %s" % (status, body[:200]))
    with open(log, encoding="utf-8") as file:
        check('"asset":"cab-1"' in file.read(), "its line of audit")
    # As logrotate does it, while children are at work.
    os.rename(log, log + ".1")
    slow = [threading.Thread(target=ask, args=("/v1/coverage?kind=cabinet&within=%d" % n,)) for n in range(300, 308)]
    for thread in slow:
        thread.start()
    done = inside("systemctl", "kill", "--kill-who=main", "-s", "USR1", "nearaidd.service")
    check(done.returncode == 0, "USR1: " + done.stderr)
    for thread in slow:
        thread.join()
    wait_until(lambda: os.path.exists(log), "a new audit log")
    check(ask("/v1/assets/cab-3/access", Authorization="Bearer secret")[0] == 200, "a code after that")
    with open(log, encoding="utf-8") as file:
        check(file.read().count("\n") == 1, "its line in the new log")


def reload(tree):
    folder = os.path.join(tree, "var/lib/nearaid")
    os.symlink("first.nad", os.path.join(folder, "next"))
    os.rename(os.path.join(folder, "next"), os.path.join(folder, "current.nad"))
    done = inside("systemctl", "reload", "nearaidd.service")
    check(done.returncode == 0, "reload: " + done.stderr)
    wait_until(lambda: (json.loads(ask("/readyz")[1])["last_reload"] or {}).get("ok"), "the reload went well")
    # What is broken is refused, and the former data stays.
    broken = os.path.join(folder, "broken.nad")
    with open(broken, "wb") as file:
        file.write(b"not a pack")
    os.chmod(broken, 0o644)
    os.symlink("broken.nad", os.path.join(folder, "next"))
    os.rename(os.path.join(folder, "next"), os.path.join(folder, "current.nad"))
    inside("systemctl", "reload", "nearaidd.service")
    wait_until(lambda: json.loads(ask("/readyz")[1])["last_reload"]["ok"] is False, "a broken file is refused")
    check(ask(WARD)[0] == 200, "the former data")
    os.symlink("first.nad", os.path.join(folder, "next"))
    os.rename(os.path.join(folder, "next"), os.path.join(folder, "current.nad"))


def restarts():
    answers, lock, left = [], threading.Lock(), [1000]

    def client():
        while True:
            with lock:
                if left[0] == 0:
                    return
                left[0] -= 1
            try:
                answers.append(ask(WARD)[0])
            except OSError as error:
                answers.append(repr(error))
    threads = [threading.Thread(target=client) for _ in range(6)]
    for thread in threads:
        thread.start()
    for number in range(5):
        while len(answers) < (number + 1) * 150:
            time.sleep(0.002)
        done = inside("systemctl", "restart", "nearaidd.service")
        check(done.returncode == 0, "restart: " + done.stderr)
    for thread in threads:
        thread.join()
    lost = [answer for answer in answers if answer != 200]
    check(len(answers) == 1000 and not lost, "%d of %d lost: %s" % (len(lost), len(answers), lost[:3]))
    print("5 restarts under %d requests: %d lost" % (len(answers), len(lost)))


def main():
    questions()
    if sys.argv[1] != "--listening":
        audit(sys.argv[1])
        reload(sys.argv[1])
        restarts()
    finish()


main()
