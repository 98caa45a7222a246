"""Has the validator of the CASE ontology (case-utils, from PyPI) look at an exported `case.jsonld`.

    cargo run -p bundle --example bundle -- FOLDER      (or `hearken export case`, and unpack it)
    python3 bench/case_jsonld.py FOLDER/case.zip        (or the path of a case.jsonld)

Makes a virtual environment in the folder for temporary files, once. Fails on any violation, warning or remark.
"""

import subprocess
import sys
import tempfile
import venv
import zipfile
from pathlib import Path

RELEASE = "0.18.0"
ONTOLOGY = "case-1.4.0"


def validator():
    """The path of `case_validate`, installed when it is not there."""
    folder = Path(tempfile.gettempdir()) / f"hearken-case-utils-{RELEASE}"
    command = folder / "bin/case_validate"
    if not command.exists():
        venv.create(folder, with_pip=True, clear=True)
        subprocess.run([folder / "bin/pip", "install", "--quiet", f"case-utils=={RELEASE}"], check=True)
    return command


def main():
    given = Path(sys.argv[1])
    with tempfile.TemporaryDirectory(prefix="hearken-case-") as folder:
        if zipfile.is_zipfile(given):
            given = Path(zipfile.ZipFile(given).extract("case.jsonld", folder))
        done = subprocess.run([validator(), "--built-version", ONTOLOGY, "--format", "human", given], check=False)
    raise SystemExit(done.returncode)


main()
