#!/usr/bin/env python3
"""Prepares the image data sets that the site serves under public/data, the same bytes each time.

    npm run data                writes public/data/<id>/ and tests/fixtures/datasets/golden.json
    npm run data -- --check     makes everything again in memory and compares it with the files
"""

import argparse
import os
import sys
from pathlib import Path

SYSTEM_PYTHON = "/usr/bin/python3"
try:
    import numpy  # noqa: F401
    import sklearn  # noqa: F401
except ImportError as error:
    if os.path.exists(SYSTEM_PYTHON) and "FROM_NOISE_REEXEC" not in os.environ:
        os.environ["FROM_NOISE_REEXEC"] = "1"
        os.execv(SYSTEM_PYTHON, [SYSTEM_PYTHON, *sys.argv])
    sys.exit(
        f"The Python package {error.name} is missing: "
        "install the Debian packages python3-numpy and python3-sklearn."
    )

sys.dont_write_bytecode = True
from golden import golden_file  # noqa: E402
from shards import dataset_files, gzip_content  # noqa: E402
from sources import read_digits, read_fashion  # noqa: E402

ROOT = Path(__file__).resolve().parents[2]


def make_files() -> dict[str, bytes]:
    """Every file this script is answerable for: path from the repository's root -> content."""
    datasets = [read_digits(), read_fashion()]
    files: dict[str, bytes] = {}
    for dataset in datasets:
        for name, content in dataset_files(dataset).items():
            files[f"public/data/{dataset.id}/{name}"] = content
    files["tests/fixtures/datasets/golden.json"] = golden_file(datasets)
    return files


def write(files: dict[str, bytes]) -> None:
    """Writes the files, and removes shards that an earlier version left behind."""
    for folder in sorted({(ROOT / path).parent for path in files}):
        folder.mkdir(parents=True, exist_ok=True)
        for old in folder.glob("*.bin"):
            if str(old.relative_to(ROOT)) not in files:
                old.unlink()
    for path, content in files.items():
        (ROOT / path).write_bytes(content)
        print(f"{len(content):>9,} bytes  {path}")


def difference(path: str, expected: bytes) -> str | None:
    """What is wrong with the file at `path`, or None."""
    file = ROOT / path
    if not file.exists():
        return "is missing"
    found = file.read_bytes()
    if found == expected:
        return None
    if path.endswith(".bin") and gzip_content(found) == gzip_content(expected):
        return "holds the right images, but another version of zlib compressed it"
    return "differs from what this script makes"


def check(files: dict[str, bytes]) -> int:
    """Compares with the committed files: exit status 0 when all agree, else 1."""
    wrong = {path: difference(path, content) for path, content in files.items()}
    wrong = {path: reason for path, reason in wrong.items() if reason}
    for path, reason in wrong.items():
        print(f"{path} {reason}.", file=sys.stderr)
    if wrong:
        print("Run `npm run data`, and commit what it writes.", file=sys.stderr)
    else:
        print(f"All {len(files)} prepared files are as this script makes them.")
    return min(len(wrong), 1)


def main() -> int:
    """Reads the command line, then writes or checks."""
    parser = argparse.ArgumentParser(description="Prepares the image data sets of public/data.")
    parser.add_argument("--check", action="store_true", help="compare with the committed files")
    arguments = parser.parse_args()
    files = make_files()
    if arguments.check:
        return check(files)
    write(files)
    return 0


if __name__ == "__main__":
    sys.exit(main())
