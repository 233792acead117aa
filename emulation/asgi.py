"""The door for a ASGI server."""

import os

from django.core.asgi import get_asgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "emulation.settings")
application = get_asgi_application()

from emulation.demo.guard import refuse_in_production  # noqa: E402 - models exist only after the line above

refuse_in_production()
