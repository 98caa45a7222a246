"""How fast reports are taken, durably, at 64 clients; and what a page of the queue costs as it grows.

    python3 bench/load.py sqlite
    python3 bench/load.py postgres

Needs `wrk`. The queue is filled by copying one report's rows, so that a million takes minutes; the page is
read by one client, with all that it shows.
"""

import json
import os
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from service import Service, database, report

CLIENTS, SECONDS = 64, 15
SCRIPT = """
wrk.method = "POST"
wrk.body = %s
wrk.headers["Content-Type"] = "application/json"
%s
done = function(summary, latency, requests)
  io.write(string.format("RESULT %%d %%d %%d %%d %%d\\n", summary.requests, summary.duration,
    latency:percentile(50), latency:percentile(95), summary.errors.status + summary.errors.read + summary.errors.timeout))
end
"""


def wrk(service, key):
    """Reports a second, and the 50th and 95th percentile in milliseconds."""
    authorization = f'wrk.headers["Authorization"] = "Bearer {key}"' if key else ""
    body = json.dumps(json.dumps(report("He says he will send it to everyone.")))
    with tempfile.NamedTemporaryFile("w", suffix=".lua") as script:
        script.write(SCRIPT % (body, authorization))
        script.flush()
        command = ["wrk", "-t2", f"-c{CLIENTS}", f"-d{SECONDS}s", "--timeout", "30s", "-s", script.name,
                   f"http://127.0.0.1:{service.port}/api/v1/reports"]
        said = subprocess.run(command, check=True, capture_output=True, text=True).stdout
    line = next(line for line in said.splitlines() if line.startswith("RESULT"))
    requests, microseconds, half, most, errors = map(int, line.split()[1:])
    return {"per_second": round(requests / microseconds * 1e6, 1), "p50_ms": half / 1000, "p95_ms": most / 1000, "errors": errors}


COPY = {
    "kit_journal": ("entry, at, stream, version, kind, actor, why, body",
                    "{entry}, j.at, {stream}, j.version, j.kind, j.actor, j.why, j.body",
                    "kit_journal j", "j.stream = '{report}' AND j.version = 1"),
    "reports_report": ("id, reference, organisation, reporter, received_at, progress, code",
                       "{stream}, 'Q' || n.number, r.organisation, r.reporter, r.received_at, r.progress, NULL",
                       "reports_report r", "r.id = '{report}'"),
    "cases_intake": ("report, organisation, reference, state, urgency, received_at, case_id",
                     "{stream}, i.organisation, i.reference, 'waiting', i.urgency, i.received_at + n.number, NULL",
                     "cases_intake i", "i.report = '{report}'"),
}


def tell(service, key):
    """Enough real reports for the first page, which is all that is opened; the last of them."""
    import http.client
    line = http.client.HTTPConnection("127.0.0.1", service.port)
    headers = {"Authorization": f"Bearer {key}", "Content-Type": "application/json"}
    for _ in range(40):
        line.request("POST", "/api/v1/reports", json.dumps(report("He says he will send it to everyone.")), headers)
        answer = line.getresponse()
        taken = json.loads(answer.read())
        assert answer.status == 201, answer.status
    return taken["report"]


def fill(address, template, first, last):
    """Copies the rows of one report into reports number `first` to `last`, behind it in the queue. What they say cannot
    be opened: it is sealed for the place of the first."""
    lite = address.startswith("sqlite")
    numbers = (f"WITH RECURSIVE n(number) AS (SELECT {first} UNION ALL SELECT number + 1 FROM n WHERE number < {last}) "
               if lite else f"WITH n(number) AS (SELECT generate_series({first}, {last})) ")
    padded = "printf('%032x', n.number)" if lite else "lpad(to_hex(n.number), 32, '0')"
    words = {"report": template, "stream": f"'rep_' || {padded}", "entry": f"'ent_' || {padded}"}
    statements = []
    for table, (columns, values, source, where) in COPY.items():
        select = f"SELECT {values} FROM n, {source} WHERE {where}".format(**words)
        statements.append(f"{numbers} INSERT INTO {table} ({columns}) {select};" if not lite
                          else f"INSERT INTO {table} ({columns}) {numbers} {select};")
    if lite:
        import sqlite3
        with sqlite3.connect(address.removeprefix("sqlite://")) as line:
            line.executescript("".join(statements))
            line.execute("ANALYZE")
    else:
        psql = subprocess.run(["psql", "-q", address], input="\n".join(statements) + "\nANALYZE;", text=True, capture_output=True)
        if psql.returncode or "ERROR" in psql.stderr:
            sys.exit(psql.stderr)


def page(service, cookie):
    """Milliseconds for the first page of the queue, as its median over a hundred readings; and its bytes."""
    import http.client
    line = http.client.HTTPConnection("127.0.0.1", service.port)
    times, size = [], 0
    for _ in range(100):
        began = time.perf_counter()
        line.request("GET", "/queue", headers={"Authorization": f"Bearer {cookie}"})
        answer = line.getresponse()
        size = len(answer.read())
        times.append((time.perf_counter() - began) * 1000)
        assert answer.status == 200, answer.status
    return {"median_ms": round(statistics.median(times), 2), "p95_ms": round(sorted(times)[94], 2), "bytes": size}


def main():
    kind = sys.argv[1]
    with database(kind) as (folder, address):
        service = Service(folder, address)
        key = service.demo()
        service.start()
        figures = {"database": kind, "with a key": wrk(service, key), "anonymous, with a code": wrk(service, None)}
        service.kill()
    with database(kind) as (folder, address):
        service = Service(folder, address)
        key = service.demo()
        service.start()
        template = tell(service, key)
        pages = {}
        for first, last in [(1, 10_000), (10_001, 1_000_000)]:
            fill(address, template, first, last)
            pages[f"{last}"] = page(service, key)
        figures["queue page"] = pages
        figures["growth"] = round(pages["1000000"]["median_ms"] / pages["10000"]["median_ms"], 2)
        service.kill()
    print(json.dumps(figures))


if __name__ == "__main__":
    os.chdir(Path(__file__).parent)
    main()
