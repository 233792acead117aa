"""The door for a WSGI server."""

import os

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "emulation.settings")
application = get_wsgi_application()

from emulation.demo.guard import refuse_in_production  # noqa: E402 - models exist only after the line above

refuse_in_production()
