"""kill -9 of the server, again and again, while reports with files are sent.

    python3 bench/kill.py sqlite 200
    python3 bench/kill.py postgres 200

Eight senders hand in reports, each with an idempotency key and half of them with a file, and send again
with the same key when the line breaks, as a careful client does. A report counts as acknowledged when its
201 has been read. In the end every acknowledged report must be there, whole, once, and its file must have
the bytes that were sent; every receipt must lead to one root for each size of the log; and `log verify` must find
nothing.
"""

import hashlib
import http.client
import json
import os
import random
import sys
import threading
import time
import uuid

from service import Service, database, report

SENDERS = 8


class Senders:
    def __init__(self, service, key):
        self.service, self.key = service, key
        self.acknowledged, self.lock, self.stop = {}, threading.Lock(), threading.Event()
        self.broken = 0
        self.roots, self.forks, self.unproved = {}, 0, 0

    def post(self, path, body, kind, once=None):
        """Sends until it is answered; nothing when the bench is over."""
        headers = {"Content-Type": kind, "Authorization": f"Bearer {self.key}"}
        if once:
            headers["Idempotency-Key"] = once
        while not self.stop.is_set():
            try:
                line = http.client.HTTPConnection("127.0.0.1", self.service.port, timeout=30)
                line.request("POST", path, body, headers)
                answer = line.getresponse()
                return answer.status, json.loads(answer.read())
            except (OSError, http.client.HTTPException, ValueError):
                with self.lock:
                    self.broken += 1
                time.sleep(0.02)
        return None, None

    def note(self, receipt):
        """Size and root of the checkpoint in a receipt: one root for each size."""
        if not receipt:
            self.unproved += 1
            return
        _, size, root = receipt.split("\n\n")[1].split("\n")[:3]
        self.forks += self.roots.setdefault(size, root) != root

    def send(self, number):
        chance = random.Random(number)
        while not self.stop.is_set():
            marker, upload, digest = f"marker {uuid.uuid4()}", None, None
            if chance.random() < 0.5:
                content = chance.randbytes(chance.randrange(1, 200_000))
                status, kept = self.post("/api/v1/files?name=evidence.bin", content, "application/octet-stream")
                if status != 201:
                    continue
                upload, digest = kept["upload"], hashlib.sha256(content).hexdigest()
            body = json.dumps(report(marker, upload=upload))
            status, taken = self.post("/api/v1/reports", body, "application/json", once=str(uuid.uuid4()))
            if status == 201:
                with self.lock:
                    self.note(taken.get("receipt"))
                    self.acknowledged[marker] = (taken["report"], taken["reference"], digest)
            elif status is not None and status != 409:
                sys.exit(f"a report was answered with {status}: {taken}")


def everything(service, key):
    """Every report in the queue, by its id."""
    path = "/api/v1/queue"
    while path:
        page = json.loads(service.get(path, key))
        yield from (line["report"] for line in page["lines"])
        path = page["next"]


def main():
    kind, times = sys.argv[1], int(sys.argv[2])
    with database(kind) as (folder, address):
        service = Service(folder, address)
        key = service.demo()
        senders = Senders(service, key)
        service.start()
        threads = [threading.Thread(target=senders.send, args=(number,), daemon=True) for number in range(SENDERS)]
        for thread in threads:
            thread.start()
        slowest = 0
        for number in range(times):
            time.sleep(random.uniform(0.05, 0.6))
            service.kill()
            began = time.perf_counter()
            service.start()
            slowest = max(slowest, time.perf_counter() - began)
            if number % 10 == 9:
                print(f"{number + 1} kills, {len(senders.acknowledged)} acknowledged", file=sys.stderr, flush=True)
        senders.stop.set()
        for thread in threads:
            thread.join()
        verify(service, key, senders, times, kind, slowest)
        service.kill()


def verify(service, key, senders, times, kind, slowest):
    told = {}
    for identity in everything(service, key):
        read = json.loads(service.get(f"/api/v1/reports/{identity}", key))
        told.setdefault(read["told"]["happened"], []).append(read)
    lost, changed, files = [], [], 0
    for marker, (identity, reference, digest) in senders.acknowledged.items():
        found = told.get(marker, [])
        if len(found) != 1 or found[0]["report"] != identity:
            lost.append(marker)
            continue
        whole = found[0]["reference"] == reference and [file["sha256"] for file in found[0]["files"]] == ([digest] if digest else [])
        if whole and digest:
            files += 1
            content = service.get(f"/files/{found[0]['files'][0]['file']}/original", key)
            whole = hashlib.sha256(content).hexdigest() == digest
        if not whole:
            changed.append(marker)
    twice = [text for text, reports in told.items() if text.startswith("marker ") and len(reports) > 1]
    unread = sum(text.startswith("marker ") for text in told) - len(senders.acknowledged)
    log = json.loads(service.command("log", "verify", "--json"))
    print(json.dumps({
        "slowest start in seconds": round(slowest, 2), "leaves": log["leaves"], "findings": len(log["findings"]),
        "checkpoints": len(senders.roots), "two roots of one size": senders.forks, "without a receipt": senders.unproved,
        "database": kind, "kills": times, "acknowledged": len(senders.acknowledged), "with a file": files,
        "lines broken": senders.broken, "lost": len(lost), "changed": len(changed), "twice": len(twice),
        "durable, but the answer was never read": unread,
    }))
    if lost or changed or twice or log["findings"] or senders.forks or senders.unproved:
        sys.exit("reports were lost, changed, doubled or not proved")


if __name__ == "__main__":
    os.chdir(os.path.dirname(os.path.abspath(__file__)))
    main()
