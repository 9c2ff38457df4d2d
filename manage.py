#!/usr/bin/env python
"""Django's command line; works by itself on the embedded services when no address is given."""

import os
import signal
import sys


def main():
    """Run one command. SIGTERM or a closed terminal ends it as an exit does, so that what it started ends with it."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "bureau.settings")
    for number in (signal.SIGTERM, signal.SIGHUP):
        if signal.getsignal(number) is signal.SIG_DFL:  # nohup ignores the second, and is obeyed.
            signal.signal(number, lambda number, _frame: sys.exit(128 + number))
    from django.core.management import execute_from_command_line

    execute_from_command_line(sys.argv)


if __name__ == "__main__":
    main()
