"""Who may do something with a paper. Seeing is asked by the room that filed it: papers know no bloc."""

import rules

from emulation.journal.words import says


@says
@rules.predicate
def sees_the_paper(user, paper):
    """Người được xem văn bản (việc này không đổi nội dung)"""
    return user.is_active


@says
@rules.predicate
def brought_the_copy(user, copy):
    """Chính người đã tải bản ấy lên"""
    return copy.added_by_id == user.pk


rules.add_perm("papers.retry", sees_the_paper)
