"""YAML nodes with their lines, read so that no file can unfold, run or hang anything."""

import yaml
from django.utils.translation import gettext as _

from .form import MOST_BYTES, Faulty

MOST_NESTED = 4


class Place:
    """Where a node stands that came from no YAML file: “Tiêu chí!D7”."""

    def __init__(self, name):
        self.name = name


def is_null(node):
    """`null`, `~` or nothing: as if the key were not written."""
    return node.tag == "tag:yaml.org,2002:null"


def place_of(node):
    """The line of a node (int), or its cell (str); 1 without a node."""
    if node is None:
        return 1
    return node.start_mark.name if isinstance(node.start_mark, Place) else node.start_mark.line + 1


def compose(text, beginning, most=MOST_BYTES):
    """The tree of nodes with their lines; Faulty unless it is a mapping (`beginning`: how it should begin). Anchors are refused: a page of ten lines could unfold into millions."""
    if isinstance(text, bytes):
        try:
            text = text.decode("utf-8-sig")
        except UnicodeDecodeError as error:
            raise Faulty([(1, _("tệp phải là chữ UTF-8"))]) from error
    if len(text) > most:
        raise Faulty([(1, _("tệp quá lớn, nhiều nhất %(most)d MB") % {"most": most // 1_000_000})])
    try:
        if any(isinstance(e, yaml.AliasEvent) for e in yaml.parse(text, Loader=yaml.SafeLoader)):
            raise Faulty([(1, _("không dùng bí danh (dấu *): viết đủ từng dòng"))])
        node = yaml.compose(text, Loader=yaml.SafeLoader)
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        raise Faulty(
            [((mark.line if mark else 0) + 1, _("chưa đúng YAML, xem lại chỗ thụt dòng và dấu hai chấm"))]
        ) from error
    except (yaml.YAMLError, RecursionError) as error:
        raise Faulty([(1, _("chưa đúng YAML"))]) from error
    if not isinstance(node, yaml.MappingNode):
        raise Faulty([(1, beginning)])
    return node


def plain_of(node, depth=1):
    """A node as plain Python: every scalar as it was written. ValueError: nested deeper than any option is."""
    if depth > MOST_NESTED:
        raise ValueError(_("lồng quá sâu"))
    if isinstance(node, yaml.ScalarNode):
        return "" if is_null(node) else node.value
    if isinstance(node, yaml.SequenceNode):
        return [plain_of(item, depth + 1) for item in node.value]
    return {str(key.value): plain_of(value, depth + 1) for key, value in node.value}
