"""Makes the receipts that `e2e/proof.test.js` checks, with the real binary: synthetic people, two witnesses.

    HEARKEN_BINARY=target/release/hearken python3 e2e/vectors/make.py

Receipts are random (salts, ids, keys), so what it writes differs each time; it is committed, so that the test
needs no binary. What the binary says of each receipt is written beside it: the test holds the script to that.
"""

import contextlib
import json
import os
import socket
import subprocess
import tempfile
import time
import urllib.request
from pathlib import Path

HERE = Path(__file__).resolve().parent
BINARY = str(Path(os.environ["HEARKEN_BINARY"]).resolve())
LEAST = {
    "who": "me", "harm": "sextortion", "danger": "no", "happened": "Nothing more.", "when": "today", "threat": "yes",
    "demand": "no", "staff": "no", "where": "SN3 1RA", "tell_school": "no", "evidence": "no", "reply": "code",
}
ODD = 'He said "pay" – or else.\n\tC:\\photos, £50 / 50 €, Siân & <b>Ŵyn</b> \u2028 😀'
ROWS = {"demand": "yes", "demands": [{"what": "money", "amount": "£50"}], "know": ["people", "accounts"],
        "accounts": [{"platform": "Chirrup", "handle": "@Zed_99"}, {"handle": "zed", "platform": "ʒ"}],
        "people": [{"part": "suspect", "name": "Zed Ŵyn"}]}


def free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def main():
    with tempfile.TemporaryDirectory(prefix="hearken-vectors-") as folder, contextlib.ExitStack() as running:
        folder = Path(folder)
        environment = {**os.environ, "HEARKEN_FOLDER": f"{folder}/data", "HEARKEN_LOG": "error",
                       "HEARKEN_DATABASE": f"sqlite://{folder}/data/hearken.db"}
        (folder / "data").mkdir()

        def hearken(*words, typed=None):
            return subprocess.run([BINARY, *words], env=environment, input=typed, check=True, capture_output=True,
                                  text=True).stdout

        def started(*words):
            process = subprocess.Popen([BINARY, *words], env=environment, stdout=subprocess.PIPE, text=True)
            running.callback(process.wait)
            running.callback(process.kill)
            return process

        def keep(name, receipt, content):
            path = HERE / f"{name}.tlog-proof"
            path.write_text(receipt)
            (HERE / f"{name}.json").write_text(json.dumps(content, ensure_ascii=False, indent=1) + "\n")
            said = hearken("receipt", "verify", str(path), "--policy", str(policy), "--content",
                           str(HERE / f"{name}.json"), "--json")
            (HERE / f"{name}.said.json").write_text(said)

        hearken("admin", "demo")
        early = json.loads(hearken("report", "--json", typed=json.dumps(LEAST)))["receipt"]
        key = hearken("log", "key").strip()
        (folder / "logs").write_text(f"log {key}\nquorum none\n")
        policy = HERE / "policy"
        lines = ["# The log of a demonstration, and two witnesses of whom both are asked.", f"log {key}"]
        for name in ["north", "south"]:
            port = free_port()
            witness = started("witness", "--folder", f"{folder}/{name}", "--name", f"{name}.example", "--logs",
                              f"{folder}/logs", "--listen", f"127.0.0.1:{port}")
            lines.append(f"witness {name} {witness.stdout.readline().strip()} http://127.0.0.1:{port}")
        policy.write_text("\n".join([*lines, "group both all north south", "quorum both", ""]))
        keep("alone", early, {"answers": LEAST, "files": []})

        environment["HEARKEN_WITNESSES"] = str(policy)
        port = free_port()
        environment["HEARKEN_LISTEN"] = f"127.0.0.1:{port}"
        started("serve")
        for _ in range(600):
            with contextlib.suppress(OSError):
                socket.create_connection(("127.0.0.1", port), 1).close()
                break
            time.sleep(0.02)

        def post(path, body, kind):
            request = urllib.request.Request(f"http://127.0.0.1:{port}{path}", body, {"content-type": kind})
            with urllib.request.urlopen(request, timeout=60) as answer:
                return json.load(answer)

        def report(name, answers, files=()):
            upload, digests = None, []
            for file, content in files:
                also = f"&upload={upload}" if upload else ""
                kept = post(f"/api/v1/files?name={file}{also}", content, "application/octet-stream")
                upload = kept["upload"]
                digests.append(kept["sha256"])
            sent = {"answers": answers, **({"upload": upload} if upload else {})}
            taken = post("/api/v1/reports", json.dumps(sent).encode(), "application/json")
            keep(name, taken["receipt"], {"answers": answers, "files": digests})

        report("witnessed", {**LEAST, "happened": ODD})
        report("files", {**LEAST, **ROWS, "evidence": "yes"}, [("a.txt", b"synthetic one"), ("b.txt", b"synthetic two")])


main()
