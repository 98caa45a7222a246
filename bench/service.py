"""What the benches share: a folder, a database of the kind asked for, the service in it, a key."""

import contextlib
import json
import os
import socket
import subprocess
import tempfile
import time
import urllib.request
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
BINARY = ROOT / "target/release/hearken"
LEAD = "lead@service.example"


@contextlib.contextmanager
def database(kind):
    """A folder for files, and the address of an empty database."""
    with tempfile.TemporaryDirectory(prefix="hearken-bench-") as folder:
        if kind == "sqlite":
            yield folder, f"sqlite://{folder}/hearken.db"
            return
        command = ["cargo", "xtask", "postgres"]
        cluster = subprocess.Popen(command, cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
        try:
            address = next(line.strip() for line in cluster.stdout if line.startswith("postgres"))
            yield folder, address
        finally:
            cluster.communicate("\n", timeout=60)


def free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


class Service:
    """The real binary, started and killed as often as is asked."""

    def __init__(self, folder, address):
        self.port = free_port()
        self.address = address
        self.environment = {
            **os.environ,
            "HEARKEN_DATABASE": address,
            "HEARKEN_FOLDER": f"{folder}/data",
            "HEARKEN_LISTEN": f"127.0.0.1:{self.port}",
            "HEARKEN_LOG": "error",
        }
        self.process = None

    def command(self, *words):
        done = subprocess.run([BINARY, *words], env=self.environment, check=True, capture_output=True, text=True)
        return done.stdout

    def demo(self):
        """Fills it with the demonstration and makes a key for its lead."""
        self.command("admin", "demo")
        return json.loads(self.command("admin", "key", "--email", LEAD, "--name", "bench", "--json"))["key"]

    def start(self):
        self.process = subprocess.Popen([BINARY, "serve"], env=self.environment, stdout=subprocess.DEVNULL)
        for _ in range(600):
            with contextlib.suppress(OSError):
                socket.create_connection(("127.0.0.1", self.port), 1).close()
                return
            time.sleep(0.02)
        raise SystemExit("the service does not come up")

    def kill(self):
        self.process.kill()
        self.process.wait()

    def get(self, path, key):
        request = urllib.request.Request(f"http://127.0.0.1:{self.port}{path}", headers={"Authorization": f"Bearer {key}"})
        with urllib.request.urlopen(request, timeout=60) as answer:
            return answer.read()


def report(text, **more):
    """A report by a child, with the answers that every report has."""
    answers = {
        "who": "me", "harm": "sextortion", "danger": "no", "happened": text, "when": "today", "threat": "yes",
        "demand": "no", "staff": "no", "where": "SN3 1RA", "tell_school": "no", "evidence": "no", "reply": "code",
    }
    return {"answers": answers, **more}
