"""One load in a process of its own, as the command does it: ``python benchmarks/loading.py LIST``, on DATABASE_URL; prints seconds and the peak's MB."""

import os
import sys
import time
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "bureau.settings")

import django

django.setup()

from django.conf import settings  # noqa: E402

from benchmarks.memory import megabytes  # noqa: E402
from bureau.lists.commands import load_file  # noqa: E402


def main(path: Path) -> None:
    """Load the list, however large it is: a bureau that brings so many rows in one file sets its limits so."""
    settings.LIST_FILE_MAX_BYTES = settings.LIST_UNPACKED_MAX_BYTES = 2**40
    start = time.perf_counter()
    _run, result = load_file(path, by="测量", skip_bad_rows=True)
    assert result.written, result.error
    print(f"{time.perf_counter() - start:.2f} {megabytes():.0f}")


if __name__ == "__main__":
    main(Path(sys.argv[1]))
