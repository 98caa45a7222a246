"""What a search costs: the first, for which all that the reader can open is opened, and those after it.

    python3 bench/search.py sqlite [REPORTS]

Sends so many reports with words of their own, then signs in as the lead and searches.
"""

import concurrent.futures
import http.cookiejar
import json
import random
import statistics
import sys
import time
import urllib.parse
import urllib.request

from service import LEAD, Service, database, report

WORDS = [f"{a}{b}" for a in ("ban", "cor", "del", "fen", "gar", "hol", "kin", "lam", "mor", "nel") for b in ("der", "ley", "mark", "nip", "sop", "tin")]


def send(service, key, number):
    random.seed(number)
    text = " ".join(random.choices(WORDS, k=60)) + f" number{number}"
    body = json.dumps(report(text)).encode()
    headers = {"Authorization": f"Bearer {key}", "Content-Type": "application/json"}
    request = urllib.request.Request(f"http://127.0.0.1:{service.port}/api/v1/reports", body, headers)
    with urllib.request.urlopen(request, timeout=60) as answer:
        answer.read()


def ask(opener, service, path, **form):
    began = time.perf_counter()
    answer = opener.open(f"http://127.0.0.1:{service.port}{path}", urllib.parse.urlencode(form).encode(), timeout=120)
    text = answer.read().decode()
    return (time.perf_counter() - began) * 1000, text


def memory(service):
    with open(f"/proc/{service.process.pid}/status") as status:
        return next(int(line.split()[1]) // 1024 for line in status if line.startswith("VmRSS"))


def main():
    kind, number = sys.argv[1], int((sys.argv[2:] or [5000])[0])
    with database(kind) as (folder, address):
        service = Service(folder, address)
        key = service.demo()
        service.start()
        with concurrent.futures.ThreadPoolExecutor(64) as pool:
            list(pool.map(lambda one: send(service, key, one), range(number)))
        opener = urllib.request.build_opener(urllib.request.HTTPCookieProcessor(http.cookiejar.CookieJar()))
        ask(opener, service, "/sign-in", email=LEAD, password="a demonstration of hearken")
        before = memory(service)
        first, text = ask(opener, service, "/search", question=f"number{number - 1}")
        assert "Found: 1" in text, text
        later = [ask(opener, service, "/search", question=f"number{random.randrange(number)}")[0] for _ in range(50)]
        print(json.dumps({
            "database": kind, "reports": number, "first_ms": round(first), "later_ms": round(statistics.median(later), 1),
            "memory_mb": [before, memory(service)],
        }))
        service.kill()


if __name__ == "__main__":
    main()
