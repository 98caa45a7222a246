"""Finding hashes within 31 bits beside faiss and ThreatExchange's `PDQIndex`: CPU time of one core, and nothing missed.

    python3 -m venv venv && venv/bin/pip install numpy faiss-cpu threatexchange
    venv/bin/python bench/matching.py 1e5 1e6 1e7 [--kind uniform|pictures] [--only ours,flat,mih,tx]

Every program gets the same list and the same thousand queries: half far from everything, half planted at every
distance from 0 to 32. What each found is compared row by row with what faiss found by looking at everything. faiss's
multi-index runs under jemalloc (Debian `libjemalloc2`), where it is up to ten times faster than under glibc.
"""

import json
import os
import subprocess
import sys
import tempfile
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
JEMALLOC = "/usr/lib/x86_64-linux-gnu/libjemalloc.so.2"
QUERIES_SINGLE = {"flat": {10**7: 30}, "tx": {10**7: 100}, "mih": {10**7: 200}}


def rss(key):
    for line in Path("/proc/self/status").read_text().splitlines():
        if line.startswith(key + ":"):
            return int(line.split()[1]) / 1024
    return 0


def run_peer(name, folder):
    import faiss
    import numpy as np

    faiss.omp_set_num_threads(1)
    db = np.fromfile(folder / "list.bin", np.uint8).reshape(-1, 32)
    queries = np.fromfile(folder / "queries.bin", np.uint8).reshape(-1, 32)
    before = rss("VmRSS")
    if name == "tx":
        from threatexchange.signal_type.pdq.pdq_index import PDQIndex

        text = db.tobytes().hex()
        hexes = [text[k : k + 64] for k in range(0, len(text), 64)]
        asked = [row.tobytes().hex() for row in queries]
        before, began = rss("VmRSS"), time.process_time()
        index = PDQIndex.build((one, row) for row, one in enumerate(hexes))
        build = time.process_time() - began

        def single(k):
            return [match.metadata for match in index.query(asked[k])]

        def batch():
            found = index.index.search_with_distance_in_result(asked, 31)
            return [[row[0] for row in found[one]] for one in asked]

    else:
        began = time.process_time()
        if name == "flat":
            index = faiss.IndexBinaryFlat(256)
            index.add(db)
        else:
            index = faiss.IndexBinaryMultiHash(256, 16, 16)
            index.add(db)
            index.nflip = 1
        build = time.process_time() - began

        def single(k):
            return index.range_search(queries[k : k + 1], 32)[2].tolist()

        def batch():
            limits, _, ids = index.range_search(queries, 32)
            return [ids[limits[k] : limits[k + 1]].tolist() for k in range(len(queries))]

    memory = (rss("VmRSS") - before) * 2**20 / len(db)
    singles = QUERIES_SINGLE[name].get(len(db), 1000)
    best = 1e9
    for _ in range(3):
        began = time.process_time()
        for k in range(singles):
            single(k)
        best = min(best, (time.process_time() - began) / singles * 1e6)
    best_batch, found = 1e9, None
    for _ in range(3 if len(db) < 10**7 else 2):
        began = time.process_time()
        found = batch()
        best_batch = min(best_batch, (time.process_time() - began) / len(queries) * 1e6)
    lines = [",".join(map(str, sorted(set(map(int, rows))))) for rows in found]
    (folder / f"{name}.txt").write_text("\n".join(lines))
    print(json.dumps({"build_s": build, "single_us": best, "batch_us": best_batch, "bytes": memory}))


def ours(*arguments):
    command = ["cargo", "bench", "-q", "-p", "pdq", "--bench", "speed", "--", *map(str, arguments)]
    return json.loads(subprocess.run(command, cwd=ROOT, check=True, capture_output=True, text=True).stdout)


def measure(name, folder):
    if name == "ours":
        return ours("search", folder)
    environment = dict(os.environ)
    if name == "mih":
        assert Path(JEMALLOC).exists(), "install libjemalloc2"
        environment["LD_PRELOAD"] = JEMALLOC
    command = [sys.executable, __file__, "--peer", name, str(folder)]
    return json.loads(subprocess.run(command, check=True, capture_output=True, text=True, env=environment).stdout)


def compare(folder, names):
    """How many planted within 31 were found; and whether everything found is what looking at everything finds."""
    truth = [tuple(map(int, line.split(","))) for line in (folder / "truth.csv").read_text().splitlines()[1:]]
    found = {name: [set(filter(None, line.split(","))) for line in (folder / f"{name}.txt").read_text().split("\n")] for name in names}
    for name in names:
        planted = [(k, row) for k, (row, distance) in enumerate(truth) if 0 <= distance <= 31]
        hits = sum(str(row) in found[name][k] for k, row in planted)
        same = "flat" not in names or found[name] == found["flat"]
        print(f"    {name}: {hits} of {len(planted)} planted found; {'the same rows as looking at everything' if same else 'OTHER ROWS than looking at everything'}")


def main():
    if sys.argv[1] == "--peer":
        return run_peer(sys.argv[2], Path(sys.argv[3]))
    option = lambda name, other: sys.argv[sys.argv.index(name) + 1] if name in sys.argv else other
    names = option("--only", "ours,flat,mih,tx").split(",")
    sizes = [int(float(text)) for text in sys.argv[1:] if text[0].isdigit()]
    for kind in [option("--kind", None)] if "--kind" in sys.argv else ["uniform", "pictures"]:
        for size in sizes:
            with tempfile.TemporaryDirectory() as folder:
                folder = Path(folder)
                made = ours("make", kind, size, folder)
                print(f"{size:,} hashes, {kind} (16 neighbouring bits meet {made['skew']:.2f} times as often as random ones), load {os.getloadavg()[0]:.1f}")
                figures = {}
                for name in names:
                    figures[name] = measure(name, folder)
                    one = figures[name]
                    print(f"    {name}: single {one['single_us']:.1f} µs, in batches {one['batch_us']:.1f} µs, build {one['build_s']:.2f} s, {one['bytes']:.0f} B a hash" + (f", a change counts after {one['change_us']:.0f} µs" if "change_us" in one else ""), flush=True)
                compare(folder, names)
                others = [name for name in names if name != "ours"]
                if "ours" in figures and others:
                    best = lambda key: min(figures[name][key] for name in others) / figures["ours"][key]
                    built = min(figures[name]["build_s"] for name in others if name != "flat") / figures["ours"]["build_s"] if set(others) - {"flat"} else 0
                    print(f"    ours beside the best of them: single {best('single_us'):.1f} times, batch {best('batch_us'):.1f} times, build {built:.1f} times", flush=True)


main()
