"""What something costs: reports with a key, taken by two or more builds of the service in turns, in one run.

    python3 bench/cost.py sqlite BEFORE AFTER …
    python3 bench/cost.py postgres BEFORE AFTER …

Each is the address of a binary. Needs `wrk`. Every number of clients is tried ROUNDS times with each build, in turns,
and the middle rate stands: a machine that others use tells little in one round.
"""

import json
import os
import statistics
import sys
from pathlib import Path

import load
import service
from service import Service, database

CLIENTS, SECONDS, ROUNDS = [64, 512, 1024], 10, 3


def once(kind, binary, clients):
    service.BINARY, load.CLIENTS, load.SECONDS = binary, clients, SECONDS
    with database(kind) as (folder, address):
        running = Service(folder, address)
        key = running.demo()
        running.start()
        try:
            return load.wrk(running, key)
        finally:
            running.kill()


def main():
    kind, *binaries = sys.argv[1:]
    for clients in CLIENTS:
        rounds = {binary: [] for binary in binaries}
        for _ in range(ROUNDS):
            for binary in binaries:
                rounds[binary].append(once(kind, binary, clients))
        figures = {"database": kind, "clients": clients}
        for binary, each in rounds.items():
            figures[Path(binary).name] = {
                "per_second": statistics.median(one["per_second"] for one in each),
                "p95_ms": statistics.median(one["p95_ms"] for one in each),
                "errors": sum(one["errors"] for one in each),
            }
        base = figures[Path(binaries[0]).name]["per_second"]
        figures["of the first"] = [round(figures[Path(one).name]["per_second"] / base, 2) for one in binaries]
        print(json.dumps(figures), flush=True)


if __name__ == "__main__":
    binaries = [str(Path(word).resolve()) for word in sys.argv[2:]]
    sys.argv[2:] = binaries
    os.chdir(Path(__file__).parent)
    main()
