"""What happens later: answers and replies that are late are noticed."""

from escalation.actions.late import answer_is_late
from escalation.actions.reply_late import reply_is_late

__all__ = ["answer_is_late", "reply_is_late"]
