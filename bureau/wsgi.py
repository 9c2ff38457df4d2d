"""What a web server calls."""

import gc
import os

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "bureau.settings")

application = get_wsgi_application()

# What was loaded stays loaded: the collector need not look through it again and again (a tenth of a request's time).
gc.collect()
gc.freeze()
gc.set_threshold(10_000, 20, 20)
