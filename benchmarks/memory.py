"""Peak memory of one export in a process of its own: ``python benchmarks/memory.py scores|applications``, on DATABASE_URL.

Prints the megabytes before the export and at its peak.
"""

import os
import sys
import tempfile
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "bureau.settings")

import django

django.setup()

from bureau.exporting import write_rows  # noqa: E402
from projects.models import Application, Call  # noqa: E402
from projects.scoretables import write_scores  # noqa: E402


def megabytes() -> float:
    """Peak memory of this process so far; getrusage would tell that of the process that started it, if that is more."""
    line = next(one for one in Path("/proc/self/status").read_text().splitlines() if one.startswith("VmHWM"))
    return int(line.split()[1]) / 1024


def main(what: str) -> None:
    """Write the export into a file that nobody keeps."""
    before = megabytes()
    with tempfile.TemporaryFile() as file:
        if what == "scores":
            write_scores(Call.objects.get(), file)
        else:
            write_rows(Application.objects.order_by("pk"), file)
    print(f"{before:.1f} {megabytes():.1f}")


if __name__ == "__main__":
    main(sys.argv[1])
