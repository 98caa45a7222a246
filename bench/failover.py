"""A PostgreSQL primary is killed while reports arrive; its synchronous standby takes over.

    python3 bench/failover.py [rounds]

Two real clusters on this machine, the second a synchronous standby of the first; the service is given both in one
address. Eight senders hand in reports, and repeat what was not acknowledged with the same idempotency key. Every
process of the primary is killed (-9); what would watch them in earnest promotes the standby. Afterwards every report
that was acknowledged must be there, once, and the log whole. The write gap is the longest time without an
acknowledgement. Needs Debian's postgresql and to be root or `postgres`.
"""

import contextlib
import http.client
import json
import os
import signal
import subprocess
import sys
import tempfile
import threading
import time
import uuid
from pathlib import Path

from kill import everything
from service import Service, free_port, report

SENDERS, BEFORE, AFTER = 8, 4, 6


class Cluster:
    """A PostgreSQL of our own, which flushes to disk as in earnest."""

    bin = sorted(Path("/usr/lib/postgresql").glob("*/bin"))[0]

    def __init__(self, folder, name):
        self.folder, self.port, self.name = folder, free_port(), name
        self.data = f"{folder}/{name}"

    def tool(self, name, *words):
        as_postgres = ["setpriv", "--reuid=postgres", "--regid=postgres", "--clear-groups"] if os.getuid() == 0 else []
        done = subprocess.run([*as_postgres, self.bin / name, *words], cwd=self.folder, capture_output=True, text=True)
        if done.returncode:
            sys.exit(f"{name}: {done.stdout}{done.stderr}")
        return done.stdout

    def sql(self, text):
        return self.tool("psql", "-h", "127.0.0.1", "-p", str(self.port), "-U", "hearken", "-At", "-c", text, "postgres").strip()

    def start(self):
        # By default a standby that lost its primary sleeps for 5 s, and is not promoted meanwhile.
        settings = (f"-p {self.port} -k {self.folder} -c listen_addresses=127.0.0.1 -c max_connections=200 "
                    "-c wal_retrieve_retry_interval=200ms")
        self.tool("pg_ctl", "-D", self.data, "-l", f"{self.data}.log", "-o", settings, "-w", "start")

    def pids(self):
        first = int(Path(self.data, "postmaster.pid").read_text().splitlines()[0])
        children = subprocess.run(["ps", "-o", "pid=", "--ppid", str(first)], capture_output=True, text=True).stdout
        return [first, *map(int, children.split())]

    def kill(self):
        for pid in self.pids():
            with contextlib.suppress(ProcessLookupError):
                os.kill(pid, signal.SIGKILL)


@contextlib.contextmanager
def pair():
    """A primary and its synchronous standby."""
    with tempfile.TemporaryDirectory(prefix="hearken-failover-") as folder:
        if os.getuid() == 0:
            subprocess.run(["chown", "postgres", folder], check=True)
        one, two = Cluster(folder, "one"), Cluster(folder, "two")
        one.tool("initdb", "-D", one.data, "-U", "hearken", "-A", "trust", "-E", "UTF8", "--locale=C")
        one.start()
        source = f"host=127.0.0.1 port={one.port} user=hearken application_name=two"
        two.tool("pg_basebackup", "-D", two.data, "-R", "-d", source)
        two.start()
        one.sql("ALTER SYSTEM SET synchronous_standby_names = 'ANY 1 (two)'")
        one.sql("SELECT pg_reload_conf()")
        while one.sql("SELECT count(*) FROM pg_stat_replication WHERE sync_state = 'quorum'") != "1":
            time.sleep(0.1)
        try:
            yield one, two
        finally:
            for cluster in (one, two):
                with contextlib.suppress(FileNotFoundError):
                    cluster.kill()


class Senders:
    def __init__(self, service, key):
        self.service, self.key, self.stop = service, key, threading.Event()
        self.lock, self.acknowledged, self.times, self.refused = threading.Lock(), {}, [], 0

    def send(self):
        while not self.stop.is_set():
            marker, once = f"marker {uuid.uuid4()}", str(uuid.uuid4())
            while not self.stop.is_set():
                taken = self.post(marker, once)
                if taken:
                    with self.lock:
                        self.acknowledged[marker] = taken["report"]
                        self.times.append(time.monotonic())
                    break
                with self.lock:
                    self.refused += 1
                time.sleep(0.05)

    def post(self, marker, once):
        """What was acknowledged; nothing when it was refused or no answer came."""
        headers = {"Authorization": f"Bearer {self.key}", "Content-Type": "application/json", "Idempotency-Key": once}
        try:
            line = http.client.HTTPConnection("127.0.0.1", self.service.port, timeout=60)
            line.request("POST", "/api/v1/reports", json.dumps(report(marker)), headers)
            answer = line.getresponse()
            body = answer.read()
            return json.loads(body) if answer.status == 201 else None
        except OSError:
            return None


def round_of():
    with pair() as (one, two), tempfile.TemporaryDirectory(prefix="hearken-bench-") as folder:
        service = Service(folder, f"postgres://hearken@127.0.0.1:{one.port},127.0.0.1:{two.port}/postgres")
        key = service.demo()
        service.start()
        senders = Senders(service, key)
        threads = [threading.Thread(target=senders.send, daemon=True) for _ in range(SENDERS)]
        for thread in threads:
            thread.start()
        time.sleep(BEFORE)
        before, killed = len(senders.acknowledged), time.monotonic()
        one.kill()
        two.tool("pg_ctl", "-D", two.data, "-w", "promote")
        promoted = time.monotonic() - killed
        time.sleep(AFTER)
        senders.stop.set()
        for thread in threads:
            thread.join()
        told = {}
        for identity in everything(service, key):
            text = json.loads(service.get(f"/api/v1/reports/{identity}", key))["told"]["happened"]
            told.setdefault(text, []).append(identity)
        lost = [marker for marker, identity in senders.acknowledged.items() if told.get(marker) != [identity]]
        twice = [text for text, all in told.items() if text.startswith("marker ") and len(all) > 1]
        log = json.loads(service.command("log", "verify", "--json"))
        service.kill()
        gap = max(after - before for before, after in zip(senders.times, senders.times[1:]))
        return {
            "acknowledged": len(senders.acknowledged), "after the kill": len(senders.acknowledged) - before,
            "refused meanwhile": senders.refused, "lost": len(lost), "twice": len(twice),
            "promoted in seconds": round(promoted, 2), "write gap in seconds": round(gap, 2), "findings": len(log["findings"]),
        }


def main():
    for _ in range(int(sys.argv[1]) if len(sys.argv) > 1 else 3):
        figures = round_of()
        print(json.dumps(figures), flush=True)
        if figures["lost"] or figures["twice"] or figures["findings"]:
            sys.exit("reports were lost or doubled, or the log is not whole")


if __name__ == "__main__":
    os.chdir(os.path.dirname(os.path.abspath(__file__)))
    main()
