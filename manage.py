#!/usr/bin/env python
"""Django's command line; works by itself on the embedded services when no address is given."""

import os
import signal
import sys


def main():
    """Run one command. SIGTERM ends it as an exit does, so that what it started is ended with it."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "bureau.settings")
    signal.signal(signal.SIGTERM, lambda *_signal: sys.exit(143))
    from django.core.management import execute_from_command_line

    execute_from_command_line(sys.argv)


if __name__ == "__main__":
    main()
