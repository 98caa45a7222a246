"""The disk becomes full while reports arrive, and has room again.

    python3 bench/full.py sqlite
    python3 bench/full.py postgres

The database (and on SQLite everything else of the service) lies on a small disk of its own in memory, which a filler
takes up but for a few megabytes. Eight senders hand in reports, each with an idempotency key. When the database takes
no more, the spool must take over (202); then the disk is given room, and everything that was acknowledged, by the
database or by the spool, must be in the database, once, and the log whole. Must be root: it mounts.
"""

import collections
import contextlib
import http.client
import json
import os
import subprocess
import sys
import tempfile
import threading
import time
import uuid
from pathlib import Path

from failover import Cluster
from kill import everything
from service import Service, report

SENDERS, SIZE_MB, LEFT_MB, MEANWHILE = 8, 192, {"sqlite": 10, "postgres": 3}, 5


@contextlib.contextmanager
def small_disk(folder):
    disk = Path(folder, "disk")
    disk.mkdir()
    subprocess.run(["mount", "-t", "tmpfs", "-o", f"size={SIZE_MB}m", "tmpfs", disk], check=True)
    try:
        yield disk
    finally:
        subprocess.run(["umount", "-l", disk], check=True)


@contextlib.contextmanager
def service_on(kind, folder, disk):
    if kind == "sqlite":
        yield Service(str(disk), f"sqlite://{disk}/hearken.db")
        return
    os.chmod(folder, 0o755)
    subprocess.run(["chown", "postgres", disk], check=True)
    cluster, wal = Cluster(str(disk), "one"), Path(folder, "wal")
    wal.mkdir()
    subprocess.run(["chown", "postgres", wal], check=True)
    # The log ahead of writing must not share the disk: PostgreSQL itself stops when that is full.
    cluster.tool("initdb", "-D", cluster.data, "-X", str(wal), "-U", "hearken", "-A", "trust", "-E", "UTF8", "--locale=C")
    cluster.start()
    try:
        yield Service(str(folder), f"postgres://hearken@127.0.0.1:{cluster.port}/postgres")
    finally:
        cluster.kill()


class Senders:
    def __init__(self, service, key):
        self.service, self.key, self.stop = service, key, threading.Event()
        self.lock, self.acknowledged, self.answers = threading.Lock(), {}, collections.Counter()

    def send(self):
        line = http.client.HTTPConnection("127.0.0.1", self.service.port, timeout=60)
        while not self.stop.is_set():
            marker = f"marker {uuid.uuid4()} " + "x" * 2000
            headers = {"Authorization": f"Bearer {self.key}", "Content-Type": "application/json", "Idempotency-Key": str(uuid.uuid4())}
            line.request("POST", "/api/v1/reports", json.dumps(report(marker)), headers)
            answer = line.getresponse()
            body = json.loads(answer.read())
            with self.lock:
                self.answers[answer.status] += 1
                if answer.status in (201, 202):
                    self.acknowledged[marker] = body["report"]

    def count(self, status):
        with self.lock:
            return self.answers[status]


def main():
    kind = sys.argv[1]
    with tempfile.TemporaryDirectory(prefix="hearken-full-") as folder, small_disk(folder) as disk:
        with service_on(kind, folder, disk) as service:
            key = service.demo()
            service.start()
            free = os.statvfs(disk).f_bavail * os.statvfs(disk).f_frsize
            with open(disk / "filler", "wb") as filler:
                filler.write(bytes(free - LEFT_MB[kind] * 1024 * 1024))
            senders = Senders(service, key)
            threads = [threading.Thread(target=senders.send, daemon=True) for _ in range(SENDERS)]
            for thread in threads:
                thread.start()
            began = time.monotonic()
            while not senders.count(202) and time.monotonic() - began < 120:
                time.sleep(0.05)
            time.sleep(MEANWHILE)
            subprocess.run(["mount", "-o", f"remount,size={SIZE_MB * 4}m", disk], check=True)
            time.sleep(MEANWHILE)
            senders.stop.set()
            for thread in threads:
                thread.join()
            spool = Path(service.environment["HEARKEN_FOLDER"], "spool")
            while list(spool.glob("*.sp1")) and time.monotonic() - began < 240:
                time.sleep(0.2)
            told = collections.defaultdict(list)
            for identity in everything(service, key):
                told[json.loads(service.get(f"/api/v1/reports/{identity}", key))["told"]["happened"]].append(identity)
            lost = [one for one, identity in senders.acknowledged.items() if told.get(one) != [identity]]
            twice = [text for text, all in told.items() if text.startswith("marker ") and len(all) > 1]
            log = json.loads(service.command("log", "verify", "--json"))
            print(json.dumps({
                "database": kind, "answers": dict(sorted(senders.answers.items())), "acknowledged": len(senders.acknowledged),
                "left in the spool": len(list(spool.glob("*.sp1"))), "put aside": len(list(spool.glob("aside/*"))),
                "lost": len(lost), "twice": len(twice), "findings": len(log["findings"]),
            }))
            service.kill()
            if lost or twice or log["findings"]:
                sys.exit("reports were lost or doubled, or the log is not whole")


if __name__ == "__main__":
    os.chdir(os.path.dirname(os.path.abspath(__file__)))
    main()
