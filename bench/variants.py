"""The same picture, saved differently: how many are recognised, beside ThreatExchange's Python hasher.

    python3 -m venv venv && venv/bin/pip install numpy pillow pdqhash threatexchange
    venv/bin/python bench/variants.py path/to/hearken [--pictures 8]

Pictures are made by formula. Of each, one original is listed (its hash by each program); then every variant is
asked for: by us with all the hashes of `hearken hash --looks`, by the peer as its matcher does, with its one hash.
Counted is what lies within 31. False positives are counted over pairs of unrelated pictures.
"""

import io
import json
import struct
import subprocess
import sys
import tempfile
import zlib
from pathlib import Path

import numpy as np
from PIL import Image, ImageDraw, ImageEnhance, ImageFilter, ImageOps
from threatexchange.signal_type.pdq.signal import PdqSignal


def picture(seed, width=1200, height=900):
    """Shapes over shapes, each with its own light and grain: edges at every scale, as in photographs."""
    rng = np.random.default_rng(seed)
    image = Image.new("RGB", (width, height), tuple(rng.integers(0, 256, 3).tolist()))
    draw = ImageDraw.Draw(image)
    for size in (900, 700, 500, 400, 300, 250, 200, 160, 120, 90, 70, 50, 40, 30) * 3:
        x, y = rng.integers(-size // 2, width), rng.integers(-size // 2, height)
        w, h = rng.integers(size // 3 + 1, size + 1, 2)
        colour = tuple(rng.integers(0, 256, 3).tolist())
        kind = rng.integers(3)
        if kind == 0:
            draw.ellipse([x, y, x + w, y + h], fill=colour)
        elif kind == 1:
            draw.rectangle([x, y, x + w, y + h], fill=colour)
        else:
            draw.polygon([(x + int(a), y + int(b)) for a, b in rng.integers(0, size + 1, (5, 2))], fill=colour)
    across = np.linspace(0, 1, width)[None, :, None]
    light = 1 + 0.4 * (across - 0.5) * rng.normal() + rng.normal(0, 0.03, (height, width, 1))
    return Image.fromarray(np.clip(np.asarray(image.filter(ImageFilter.GaussianBlur(1))) * light, 0, 255).astype(np.uint8))


def png16(pixels, colour):
    """Sixteen bits a colour, which Pillow cannot write in colour."""
    rows = pixels.astype(">u2").reshape(pixels.shape[0], -1)
    body = b"".join(b"\0" + row.tobytes() for row in rows)
    chunk = lambda name, data: struct.pack(">I", len(data)) + name + data + struct.pack(">I", zlib.crc32(name + data))
    head = struct.pack(">IIBBBBB", pixels.shape[1], pixels.shape[0], 16, colour, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", zlib.compress(body, 6)) + chunk(b"IEND", b"")


def save(image, kind, **options):
    out = io.BytesIO()
    image.save(out, kind, **options)
    return out.getvalue()


def exif(image, orientation):
    """A picture stored turned, with the note that turns it back."""
    back = {2: Image.Transpose.FLIP_LEFT_RIGHT, 3: Image.Transpose.ROTATE_180, 4: Image.Transpose.FLIP_TOP_BOTTOM,
            5: Image.Transpose.TRANSPOSE, 6: Image.Transpose.ROTATE_90, 7: Image.Transpose.TRANSVERSE, 8: Image.Transpose.ROTATE_270}
    notes = Image.Exif()
    notes[0x0112] = orientation
    return save(image.transpose(back[orientation]), "JPEG", quality=90, exif=notes)


def crop(image, left, top, right, bottom):
    """Percent taken from each side."""
    w, h = image.size
    return image.crop((int(w * left / 100), int(h * top / 100), w - int(w * right / 100), h - int(h * bottom / 100)))


def framed(image, x, y, colour):
    w, h = image.size
    out = Image.new("RGB", (w + 2 * int(w * x), h + 2 * int(h * y)), colour)
    out.paste(image, (int(w * x), int(h * y)))
    return out


def variants(image, other):
    """Name, file, and whether it counts: crops over 5 % are shown apart."""
    w, h = image.size
    rgba = image.convert("RGBA")
    mask = Image.new("L", (w, h), 255)
    ImageDraw.Draw(mask).rectangle([0, 0, w, h // 20], fill=0)
    holes = rgba.copy()
    holes.putalpha(mask)
    faint = rgba.copy()
    faint.putalpha(Image.new("L", (w, h), 235))
    pixels = np.asarray(image).astype(np.uint16)
    grey = np.asarray(image.convert("L")).astype(np.uint16)
    jpeg = lambda picture, quality=85, **options: save(picture, "JPEG", quality=quality, **options)
    yield "png", save(image, "PNG")
    yield "png interlaced by nothing, best compression", save(image, "PNG", optimize=True)
    yield "png palette", save(image.quantize(256), "PNG")
    yield "png palette 64 without dither", save(image.quantize(64, dither=Image.Dither.NONE), "PNG")
    yield "gif", save(image.quantize(256), "GIF")
    yield "gif 32 colours", save(image.quantize(32), "GIF")
    yield "jpeg in inks", jpeg(image.convert("CMYK"))
    yield "jpeg in inks, low quality", jpeg(image.convert("CMYK"), 60)
    yield "png 16 bit colour", png16(pixels * 257, 2)
    yield "png 16 bit grey", png16(grey * 257, 0)
    yield "png with cover", save(rgba, "PNG")
    yield "png partly see-through", save(holes, "PNG")
    yield "png faint", save(faint, "PNG")
    yield "png grey with cover", save(image.convert("LA"), "PNG")
    yield "webp with cover", save(faint, "WEBP", quality=85)
    for orientation in range(2, 9):
        yield f"jpeg, note of turning {orientation}", exif(image, orientation)
    notes = Image.Exif()
    notes[0x0112] = 6
    yield "png, note of turning 6", save(image.transpose(Image.Transpose.ROTATE_90), "PNG", exif=notes)
    yield "webp, note of turning 6", save(image.transpose(Image.Transpose.ROTATE_90), "WEBP", exif=notes)
    yield "avif, note of turning 6", save(image.transpose(Image.Transpose.ROTATE_90), "AVIF", exif=notes)
    yield "mirrored", jpeg(ImageOps.mirror(image))
    yield "top to bottom", jpeg(ImageOps.flip(image))
    for degrees in (90, 180, 270):
        yield f"turned by {degrees}", jpeg(image.rotate(degrees, expand=True))
    yield "mirrored and turned", jpeg(ImageOps.mirror(image).rotate(90, expand=True))
    yield "grey jpeg", jpeg(image.convert("L"))
    yield "grey png", save(image.convert("L"), "PNG")
    yield "progressive", jpeg(image, 85, progressive=True)
    yield "progressive, low quality", jpeg(image, 30, progressive=True)
    yield "no subsampling", jpeg(image, 90, subsampling=0)
    for quality in (95, 75, 50, 30, 15, 8):
        yield f"jpeg quality {quality}", jpeg(image, quality)
    yield "recompressed five times", again(image, (80, 70, 75, 65, 80))
    yield "webp 80", save(image, "WEBP", quality=80)
    yield "webp 30", save(image, "WEBP", quality=30)
    yield "webp lossless", save(image, "WEBP", lossless=True)
    yield "avif 75", save(image, "AVIF", quality=75)
    yield "avif 40", save(image, "AVIF", quality=40)
    frames = [image.resize((600, 450)), other.resize((600, 450))]
    yield "gif that moves", save(frames[0], "GIF", save_all=True, append_images=frames[1:], duration=100)
    yield "gif that moves, second frame", save(frames[1], "GIF", save_all=True, append_images=frames[:1], duration=100)
    yield "webp that moves", save(frames[0], "WEBP", save_all=True, append_images=frames[1:], duration=100)
    yield "webp that moves, second frame", save(frames[1], "WEBP", save_all=True, append_images=frames[:1], duration=100)
    yield "png that moves", save(frames[0], "PNG", save_all=True, append_images=frames[1:], duration=100)
    yield "png that moves, second frame", save(frames[1], "PNG", save_all=True, append_images=frames[:1], duration=100)
    for scale in (2, 0.75, 0.5, 0.25, 0.125):
        yield f"size times {scale}", jpeg(image.resize((int(w * scale), int(h * scale)), Image.Resampling.BICUBIC))
    yield "nearest neighbour half", jpeg(image.resize((w // 2, h // 2), Image.Resampling.NEAREST))
    yield "squashed to a square", jpeg(image.resize((700, 700)))
    yield "widened to 16:9", jpeg(image.resize((1280, 720)))
    yield "sent on: half size, quality 60, webp", save(Image.open(io.BytesIO(jpeg(image.resize((w // 2, h // 2)), 60))), "WEBP", quality=60)
    for percent in (1, 2, 3, 4, 5):
        yield f"{percent} % cropped in all", jpeg(crop(image, *[percent / 2] * 4))
    for percent in (2, 3, 5):
        yield f"{percent} % cropped off the left", jpeg(crop(image, percent, 0, 0, 0))
        yield f"{percent} % cropped off the bottom", jpeg(crop(image, 0, 0, 0, percent))
    yield "3 % cropped and mirrored", jpeg(ImageOps.mirror(crop(image, 1.5, 1.5, 1.5, 1.5)))
    yield "letterbox 12 %", jpeg(framed(image, 0, 0.12, (0, 0, 0)))
    yield "letterbox 30 %", jpeg(framed(image, 0, 0.3, (0, 0, 0)))
    yield "pillars, white", jpeg(framed(image, 0.4, 0, (255, 255, 255)))
    yield "frame all round", jpeg(framed(image, 0.1, 0.1, (20, 30, 40)))
    yield "screenshot on a phone", jpeg(framed(image, 0, 0.6, (0, 0, 0)).resize((1080, 1782)), 80)
    yield "brighter", jpeg(ImageEnhance.Brightness(image).enhance(1.15))
    yield "more contrast", jpeg(ImageEnhance.Contrast(image).enhance(1.2))
    yield "less colour", jpeg(ImageEnhance.Color(image).enhance(0.4))
    yield "sharpened", jpeg(image.filter(ImageFilter.SHARPEN))
    yield "blurred", jpeg(image.filter(ImageFilter.GaussianBlur(3)))
    # Beyond what is promised.
    for percent in (6, 8, 10):
        yield f"OVER {percent} % cropped in all", jpeg(crop(image, *[percent / 2] * 4))
        yield f"OVER {percent} % cropped off the right", jpeg(crop(image, 0, 0, percent, 0))


def again(image, qualities):
    for quality in qualities:
        image = Image.open(io.BytesIO(save(image, "JPEG", quality=quality)))
    return save(image, "JPEG", quality=80)


def distance(one, other):
    return bin(int(one, 16) ^ int(other, 16)).count("1")


def ours(binary, files):
    out = subprocess.run([binary, "hash", "--json", "--looks", *map(str, files)], capture_output=True, text=True)
    return [json.loads(line) for line in out.stdout.splitlines()]


def theirs(file):
    try:
        return PdqSignal.hash_from_file(file)
    except Exception:
        return ""


def main():
    binary = sys.argv[1]
    count = int(sys.argv[sys.argv.index("--pictures") + 1]) if "--pictures" in sys.argv else 8
    with tempfile.TemporaryDirectory() as folder:
        folder = Path(folder)
        rows, misses = {}, []
        for seed in range(count):
            image, other = picture(seed), picture(seed + 1000)
            (folder / "original.png").write_bytes(save(image, "PNG"))
            listed, listed_theirs = ours(binary, [folder / "original.png"])[0]["pdq"], theirs(folder / "original.png")
            names, files = [], []
            for name, data in variants(image, other):
                file = folder / f"{len(files)}"
                file.write_bytes(data)
                names.append(name)
                files.append(file)
            for name, file, line in zip(names, files, ours(binary, files)):
                best = min((distance(look["pdq"], listed) for look in line.get("looks", [])), default=256)
                their_hash = theirs(file)
                their_distance = distance(their_hash, listed_theirs) if their_hash else 256
                rows.setdefault(name, []).append((best, their_distance))
        promised = [name for name in rows if not name.startswith("OVER")]
        for label, names in (("promised", promised), ("crops over 5 %", [name for name in rows if name.startswith("OVER")])):
            all_of = [pair for name in names for pair in rows[name]]
            hits, their_hits = (sum(pair[side] <= 31 for pair in all_of) for side in (0, 1))
            print(f"{label}: {len(names)} variants of {count} pictures: ours {hits} of {len(all_of)} ({100 * hits / len(all_of):.1f} %), ThreatExchange {their_hits} ({100 * their_hits / len(all_of):.1f} %)")
        for name in rows:
            missed, their_missed = (sum(pair[side] > 31 for pair in rows[name]) for side in (0, 1))
            if missed or their_missed:
                worst = max(pair[0] for pair in rows[name])
                print(f"    {name}: missed by us {missed} of {count} (worst distance {worst}), by them {their_missed}")
        unrelated(binary, folder)


def unrelated(binary, folder):
    """All pairs of 142 pictures: 10,011 that have nothing to do with each other, in both directions."""
    files = []
    for seed in range(142):
        file = folder / f"u{seed}.jpg"
        file.write_bytes(save(picture(50_000 + seed, 640, 480), "JPEG", quality=85))
        files.append(file)
    lines = ours(binary, files)
    their_hashes = [theirs(file) for file in files]
    pairs = wrong = their_wrong = 0
    for one in range(len(files)):
        asked = [int(look["pdq"], 16) for look in lines[one]["looks"]]
        for other in range(len(files)):
            if one == other:
                continue
            listed = int(lines[other]["pdq"], 16)
            near = any((look ^ listed).bit_count() <= 31 for look in asked)
            pairs += one < other
            wrong += near
            their_wrong += one < other and distance(their_hashes[one], their_hashes[other]) <= 31
    print(f"{pairs:,} unrelated pairs: false positives ours {wrong} (asked both ways, {len(asked)} hashes each time), ThreatExchange {their_wrong}")


main()
