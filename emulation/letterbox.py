"""The queue in a folder, for one machine without Redis: kombu's file transport, with letters that appear whole.

kombu writes a message where the worker looks for it, so that a worker that looks in that instant reads half of it and dies
(seen: JSONDecodeError in its main loop). Here it is written under another name and renamed.
"""

import os
from time import monotonic_ns
from uuid import uuid4

from kombu.exceptions import ChannelError
from kombu.transport import filesystem
from kombu.utils.encoding import str_to_bytes
from kombu.utils.json import dumps


class Channel(filesystem.Channel):
    def _put(self, queue, payload, **kwargs):
        letter = os.path.join(self.data_folder_out, f"{monotonic_ns() // 1_000_000}_{uuid4()}.{queue}.msg")
        unfinished = f"{letter}.part"
        try:
            with open(unfinished, "wb") as file:
                file.write(str_to_bytes(dumps(payload)))
            os.replace(unfinished, letter)
        except OSError as error:
            raise ChannelError(f"Cannot add {letter!r}") from error


class Transport(filesystem.Transport):
    Channel = Channel
