"""What happens later: answers, replies and proofs that are late are noticed."""

from escalation.actions.confirm_late import confirmation_is_late
from escalation.actions.late import answer_is_late
from escalation.actions.reply_late import reply_is_late
from escalation.actions.take_straight import lodged_at_office

__all__ = ["answer_is_late", "confirmation_is_late", "lodged_at_office", "reply_is_late"]
