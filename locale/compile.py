"""Make the .mo files that Django reads from the .po files that people edit. Needs no gettext tools."""

from pathlib import Path

import polib

for source in Path(__file__).parent.glob("*/LC_MESSAGES/*.po"):
    polib.pofile(str(source)).save_as_mofile(str(source.with_suffix(".mo")))
