"""`make bench`: each thing measured beside its peer, in one run, as a ratio. Writes nothing into the repository.

python benchmarks/run.py [load] [million] [compute] [admin] [workbook] [portal] [firms] [deadline] [assigning] [reviews] [patents] [matching] [ranking]
"""

import subprocess
import sys
import tempfile
from pathlib import Path

ROOT = Path(__file__).resolve().parent
MEASURES = (
    "load",
    "million",
    "compute",
    "admin",
    "workbook",
    "portal",
    "firms",
    "deadline",
    "assigning",
    "reviews",
    "patents",
    "matching",
    "ranking",
)


def main(chosen: list[str]) -> int:
    """Run each measure in a process of its own, so that memory and caches are its own; print one table, line by line."""
    for name in chosen:
        if name not in MEASURES:
            print(f"没有这项测量：{name}。可选：{'、'.join(MEASURES)}。")
            return 2
    print("| 测量 | 本系统 | 对照 | 比值 | 要求 | |\n|---|---|---|---|---|---|", flush=True)
    with tempfile.TemporaryDirectory(prefix="bureau-bench-") as folder:
        for name in chosen or MEASURES:
            command = [sys.executable, str(ROOT / "measure.py"), name, folder]
            with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as process:
                for line in process.stdout:
                    if line.startswith("|"):
                        print(line, end="", flush=True)
            if process.returncode:
                return process.returncode
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
