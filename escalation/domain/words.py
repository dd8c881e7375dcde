"""What the stored words of a recommendation are called where people read them."""

from collections.abc import Mapping

from escalation.domain.recommendation import RecommendationState

REPLY_WORDS: Mapping[RecommendationState, str] = {
    RecommendationState.ACCEPTED: "accepts it",
    RecommendationState.PARTLY_ACCEPTED: "accepts it in part",
    RecommendationState.REJECTED: "does not accept it",
}
