"""How the portal is served; gunicorn reads it where it is started. The command line and ``GUNICORN_CMD_ARGS`` go before it."""

import os

workers = max(2, os.cpu_count() or 2)
worker_class = "gthread"
threads = 4
keepalive = 30  # Seconds: longer than the proxy keeps its own connections open without use.
control_socket_disable = True
