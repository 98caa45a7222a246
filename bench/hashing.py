"""PDQ of decoded pixels, and of JPEG files, beside PyPI's `pdqhash` (the reference's binding): CPU time of one core.

    python3 -m venv venv && venv/bin/pip install numpy pillow pdqhash
    venv/bin/python bench/hashing.py [path of a release `hearken`]

Both are given the same pixels and the same files, in turns in one run. The command is timed on a folder of JPEG
files with one thread; the peer decodes with Pillow, as ThreatExchange does.
"""

import io
import json
import os
import resource
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import numpy as np
import pdqhash
from PIL import Image

ROOT = Path(__file__).resolve().parent.parent
SIZES = [(512, 512), (1280, 720), (1920, 1080), (4000, 3000)]


def picture(width, height, seed):
    y, x = np.mgrid[0:height, 0:width]
    rng = np.random.default_rng(seed)
    out = np.zeros((height, width, 3), np.float32)
    for _ in range(30):
        left, top = rng.integers(0, width), rng.integers(0, height)
        right, bottom = left + rng.integers(8, width), top + rng.integers(8, height)
        out[top:bottom, left:right] += rng.integers(-90, 90, 3)
    out += 40 * np.sin(x / 37 + y / 53)[..., None] + rng.normal(0, 6, (height, width, 1))
    return np.clip(out + 128, 0, 255).astype(np.uint8)


def peer(work, times):
    work()
    spent = []
    for _ in range(times):
        began = time.process_time()
        work()
        spent.append((time.process_time() - began) * 1e3)
    return statistics.median(spent)


def ours(*arguments):
    command = ["cargo", "bench", "-q", "-p", "pdq", "--bench", "speed", "--", *map(str, arguments)]
    return json.loads(subprocess.run(command, cwd=ROOT, check=True, capture_output=True, text=True).stdout)


def files(folder, binary):
    """Twenty JPEG files of 2 megapixels through the command, and through Pillow and the peer."""
    names = []
    for seed in range(20):
        name = folder / f"{seed}.jpg"
        Image.fromarray(picture(1920, 1080, seed)).save(name, "JPEG", quality=88)
        names.append(name)
    command = [binary, "hash", "--json", "--threads", "1", *names]
    best = []
    for _ in range(7):
        before = resource.getrusage(resource.RUSAGE_CHILDREN)
        subprocess.run(command, check=True, stdout=subprocess.DEVNULL)
        after = resource.getrusage(resource.RUSAGE_CHILDREN)
        best.append((after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime) * 1e3 / len(names))

    def theirs():
        for name in names:
            pdqhash.compute(np.asarray(Image.open(io.BytesIO(name.read_bytes())).convert("RGB")))

    return statistics.median(best), peer(theirs, 3) / len(names)


def main():
    print(f"load {os.getloadavg()[0]:.1f}")
    with tempfile.TemporaryDirectory() as folder:
        folder = Path(folder)
        for width, height in SIZES:
            pixels = picture(width, height, 7)
            (folder / "rgb").write_bytes(pixels.tobytes())
            measured = ours("hash", folder / "rgb", width, height)
            theirs = peer(lambda pixels=pixels: pdqhash.compute(pixels), 9)
            mp = width * height / 1e6
            print(
                f"{width}x{height}: ours {measured['ms']:.2f} ms ({measured['ms'] / mp:.2f} a megapixel; with all eight"
                f" {measured['ms_eight']:.2f}; {measured['mib']:.1f} MiB beside the pixels), pdqhash {theirs:.2f} ms"
                f" ({theirs / mp:.1f}): {theirs / measured['ms']:.1f} times",
                flush=True,
            )
        if len(sys.argv) > 1:
            mine, theirs = files(folder, sys.argv[1])
            print(
                f"JPEG 1920x1080, whole files: ours {mine:.1f} ms (with three digests), Pillow and pdqhash {theirs:.1f} ms:"
                f" {theirs / mine:.1f} times"
            )


main()
