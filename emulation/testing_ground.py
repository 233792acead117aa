"""Ground that acts lay once: what a builder wrote is laid again, row by row, for the next test that asks for the same.

The first test of a process that calls a builder under `laid_once` has it built by its acts. A later test that calls the same
builders with the same words, having written nothing else, gets the same rows and copies of the same answers. Whoever has
written or changed anything in between, or commits for real (browsers, races), is served by the acts as ever.
"""

import datetime as dt
import io
import pickle
import re
from decimal import Decimal
from functools import wraps
from pathlib import Path

from . import testing_rows as rows

READS = re.compile(r"\s*(?:SELECT|SAVEPOINT|RELEASE|BEGIN|PRAGMA|EXPLAIN)", re.IGNORECASE)
PLAIN = (str, bytes, int, float, Decimal, dt.date, dt.time, type(None))
CANNOT = (pickle.PicklingError, AttributeError, TypeError)


class Foreign(Exception):
    """A word, or what was done before, does not say by itself what will be built."""


class Ground:
    """What the test in hand has had built. `path`: the calls so far, from an empty house; None: it went its own way."""

    def __init__(self):
        self.path, self.answers, self.remembered = None, [], {}
        self.seen = (), None

    def begin(self):
        """A new test: nothing is built yet."""
        self.path, self.answers = (), []

    def __call__(self, execute, sql, params, many, context):
        """Listens to the database: a write that no builder made, or a step taken back, leads off the path."""
        if not READS.match(sql):
            self.path = None
        return execute(sql, params, many, context)

    def rows(self):
        """Every row of the house as `path` says it stands; read anew only when the path has changed."""
        if not self.path:
            return rows.migrated
        if self.seen[0] != self.path:
            self.seen = self.path, rows.everything()
        return self.seen[1]

    def stands(self, path, answers, answer):
        """The house stands as `path` says; `answers` were handed out before, `answer` is now. Out: the answer."""
        parts = answer if isinstance(answer, tuple) else (answer,)
        known = [one for one, _told in answers]
        known += [one for one in parts if hasattr(one, "__dict__") and not any(one is other for other in known)]
        self.path, self.answers = path, [(one, _told(one)) for one in known]
        return answer


ground = Ground()


def laid_once(build):
    """Decorates a builder: its rows and its answer are remembered by its words and by what was built before it."""

    @wraps(build)
    def laid(*words, **named):
        try:
            path, answers = _path_to(build, words, named), ground.answers
        except Foreign:
            return build(*words, **named)
        given = _things((words, named))
        if path in ground.remembered:
            return ground.stands(path, answers, _again(given, *ground.remembered[path]))
        before, keys_before = ground.rows(), _ballot_keys()
        answer = build(*words, **named)
        try:
            packed = _packed(given, answer)
        except CANNOT:
            return answer
        ground.path = path
        keys = _ballot_keys().items() - keys_before.items()
        ground.remembered[path] = rows.changes(before, ground.rows()), keys, packed
        return ground.stands(path, answers, answer)

    return laid


def _again(given, changes, keys, packed):
    """Lay what was remembered. Out: a copy of the answer."""
    rows.lay(changes)
    for file, content in keys:
        file.write_bytes(content)
    return _unpacked(given, packed)


def _ballot_keys():
    """Keys of open ballots lie beside the database: {file: content}."""
    from django.conf import settings

    return {file: file.read_bytes() for file in Path(settings.BALLOT_KEYS).glob("*.key")}


# --- words ----------------------------------------------------------------------------------------
def _path_to(build, words, named):
    """The path that this call leads along. Raises Foreign when what was built before, or a word, is not known by its name."""
    from django.db import connection

    if ground.path is None or not connection.in_atomic_block or not (ground.path or rows.nobody_is_there()):
        raise Foreign
    return (*ground.path, (build, _said(words), _said(named)))


def _said(word):
    """A word as a value that equals another's only when they mean the same. Raises Foreign when there is none."""
    if isinstance(word, PLAIN):
        return type(word), word
    if isinstance(word, (list, tuple)):
        return tuple(map(_said, word))
    if isinstance(word, dict):
        return tuple((_said(name), _said(value)) for name, value in word.items())
    for place, (answer, told) in enumerate(ground.answers):
        if answer is word and told and told == _told(word):
            return "answer", place
    if getattr(word, "pk", None) and not any(answer is word for answer, _told in ground.answers):
        return word._meta.label, word.pk
    raise Foreign


def _things(word):
    """The objects among the words, which a builder may have changed (list)."""
    if isinstance(word, dict):
        word = word.values()
    elif not isinstance(word, (list, tuple)):
        return [] if isinstance(word, PLAIN) else [word]
    return [thing for each in word for thing in _things(each)]


# --- answers --------------------------------------------------------------------------------------
def _told(answer):
    """The answer in bytes, so that a change of it by the test is seen; empty: it cannot be told."""
    try:
        return pickle.dumps(answer)
    except CANNOT:
        return b""


def _packed(given, answer):
    """The answer, and the objects that the builder was given, as they are now (bytes). Raises one of CANNOT."""
    places, file = {id(one): place for place, one in enumerate(given)}, io.BytesIO()
    packer = pickle.Pickler(file)
    packer.persistent_id = lambda thing: places.get(id(thing))
    packer.dump(([vars(one) for one in given], answer))
    return file.getvalue()


def _unpacked(given, packed):
    """Bring the given objects to where the builder left them. Out: the answer."""
    unpacker = pickle.Unpickler(io.BytesIO(packed))  # noqa: S301 - packed by this process a moment ago
    unpacker.persistent_load = lambda place: given[place]
    states, answer = unpacker.load()
    for one, state in zip(given, states, strict=True):
        vars(one).clear()
        vars(one).update(state)
    return answer
