"""Whether the API keeps to its own document: schemathesis makes requests from it, good and bad, and looks at each answer.

    pip install schemathesis && python3 bench/contract.py [more options of schemathesis]

No answer may be a fault of ours (5xx), have a status or a body that the document does not tell of, or take what the
document forbids. Asked twice: as nobody, and with the key of a lead. One check is left out: that whatever fits the
document is taken. What the rules refuse (a report that says nothing of who it is about, a key that was used before) is
answered with 422 or 409, which the document tells of, but no document can tell of which request.
"""

import os
import subprocess
import sys
from pathlib import Path

from service import Service, database


def main():
    with database("sqlite") as (folder, address):
        service = Service(folder, address)
        key = service.demo()
        service.start()
        document = f"http://127.0.0.1:{service.port}/api/openapi.json"
        worst = 0
        for headers in [[], ["--header", f"Authorization: Bearer {key}"]]:
            command = ["schemathesis", "run", document, "--checks", "all", "--exclude-checks", "positive_data_acceptance", "--continue-on-failure", *headers, *sys.argv[1:]]
            worst = max(worst, subprocess.run(command, check=False).returncode)
        service.kill()
        sys.exit(worst)


if __name__ == "__main__":
    os.chdir(Path(__file__).parent)
    main()
