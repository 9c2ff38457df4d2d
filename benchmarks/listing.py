"""A patent list of any size, written by a process of its own: ``python benchmarks/listing.py FOLDER SCALE``; 12,000 rows for each 1."""

import os
import sys
from functools import partial
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "bureau.settings")

import django

django.setup()

from bureau.lists.demonstration import making  # noqa: E402

YEAR, SEED = 2015, 2


def main(folder: Path, scale: float) -> None:
    """The first of the demonstration's lists alone: the others take as long again and nobody reads them here."""
    world, figures = making.World(YEAR, SEED, making.scaled(1400, scale)), making.Figures(YEAR)
    demo = next(making._lists(world, SEED, scale, figures))
    rng = making._random(YEAR, SEED, f"{demo.kind} in writing")
    written = making.write(demo, folder, rng, world.places, partial(figures.total, demo.kind))
    print(written.rows)


if __name__ == "__main__":
    main(Path(sys.argv[1]), float(sys.argv[2]))
