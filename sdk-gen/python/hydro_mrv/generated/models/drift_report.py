from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, TypeVar, cast

from attrs import define as _attrs_define

if TYPE_CHECKING:
    from ..models.drift_report_features_type_0 import DriftReportFeaturesType0
    from ..models.drift_report_recent import DriftReportRecent
    from ..models.drift_report_votes import DriftReportVotes
    from ..models.drift_scores import DriftScores
    from ..models.policy_hash import PolicyHash


T = TypeVar("T", bound="DriftReport")


@_attrs_define
class DriftReport:
    """How it differs from the model that was in force when it was trained, over recent approved readings. `too_far`: a
    line of the policy is passed. It decides nothing

        Attributes:
            against (PolicyHash):
            policy (PolicyHash):
            recent (DriftReportRecent):
            reference_readings (int):
            scores (DriftScores | None):
            features (DriftReportFeaturesType0 | None):
            votes (DriftReportVotes | None):
            too_far (bool):
            sentence (str):
    """

    against: PolicyHash
    policy: PolicyHash
    recent: DriftReportRecent
    reference_readings: int
    scores: DriftScores | None
    features: DriftReportFeaturesType0 | None
    votes: DriftReportVotes | None
    too_far: bool
    sentence: str

    def to_dict(self) -> dict[str, Any]:
        from ..models.drift_report_features_type_0 import DriftReportFeaturesType0  # noqa: PLC0415
        from ..models.drift_report_votes import DriftReportVotes  # noqa: PLC0415
        from ..models.drift_scores import DriftScores  # noqa: PLC0415

        against = self.against.to_dict()

        policy = self.policy.to_dict()

        recent = self.recent.to_dict()

        reference_readings = self.reference_readings

        scores: dict[str, Any] | None
        if isinstance(self.scores, DriftScores):
            scores = self.scores.to_dict()
        else:
            scores = self.scores

        features: dict[str, Any] | None
        if isinstance(self.features, DriftReportFeaturesType0):
            features = self.features.to_dict()
        else:
            features = self.features

        votes: dict[str, Any] | None
        if isinstance(self.votes, DriftReportVotes):
            votes = self.votes.to_dict()
        else:
            votes = self.votes

        too_far = self.too_far

        sentence = self.sentence

        field_dict: dict[str, Any] = {}

        field_dict.update(
            {
                "against": against,
                "policy": policy,
                "recent": recent,
                "reference_readings": reference_readings,
                "scores": scores,
                "features": features,
                "votes": votes,
                "too_far": too_far,
                "sentence": sentence,
            }
        )

        return field_dict

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        from ..models.drift_report_features_type_0 import DriftReportFeaturesType0  # noqa: PLC0415
        from ..models.drift_report_recent import DriftReportRecent  # noqa: PLC0415
        from ..models.drift_report_votes import DriftReportVotes  # noqa: PLC0415
        from ..models.drift_scores import DriftScores  # noqa: PLC0415
        from ..models.policy_hash import PolicyHash  # noqa: PLC0415

        d = dict(src_dict)
        against = PolicyHash.from_dict(d.pop("against"))

        policy = PolicyHash.from_dict(d.pop("policy"))

        recent = DriftReportRecent.from_dict(d.pop("recent"))

        reference_readings = d.pop("reference_readings")

        def _parse_scores(data: object) -> DriftScores | None:
            if data is None:
                return data
            try:
                if not isinstance(data, dict):
                    raise TypeError()
                scores_type_0 = DriftScores.from_dict(data)

                return scores_type_0
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            return cast(DriftScores | None, data)

        scores = _parse_scores(d.pop("scores"))

        def _parse_features(data: object) -> DriftReportFeaturesType0 | None:
            if data is None:
                return data
            try:
                if not isinstance(data, dict):
                    raise TypeError()
                features_type_0 = DriftReportFeaturesType0.from_dict(data)

                return features_type_0
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            return cast(DriftReportFeaturesType0 | None, data)

        features = _parse_features(d.pop("features"))

        def _parse_votes(data: object) -> DriftReportVotes | None:
            if data is None:
                return data
            try:
                if not isinstance(data, dict):
                    raise TypeError()
                votes_type_0 = DriftReportVotes.from_dict(data)

                return votes_type_0
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            return cast(DriftReportVotes | None, data)

        votes = _parse_votes(d.pop("votes"))

        too_far = d.pop("too_far")

        sentence = d.pop("sentence")

        drift_report = cls(
            against=against,
            policy=policy,
            recent=recent,
            reference_readings=reference_readings,
            scores=scores,
            features=features,
            votes=votes,
            too_far=too_far,
            sentence=sentence,
        )

        return drift_report
