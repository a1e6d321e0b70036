from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, TypeVar

from attrs import define as _attrs_define

if TYPE_CHECKING:
    from ..models.policy_hash import PolicyHash
    from ..models.recorded_context_observation import RecordedContextObservation


T = TypeVar("T", bound="RecordedContext")


@_attrs_define
class RecordedContext:
    """What others measured around the plant: the verdict took it as a hint

    Attributes:
        policy (PolicyHash):
        observations (list[RecordedContextObservation]):
    """

    policy: PolicyHash
    observations: list[RecordedContextObservation]

    def to_dict(self) -> dict[str, Any]:
        policy = self.policy.to_dict()

        observations = []
        for observations_item_data in self.observations:
            observations_item = observations_item_data.to_dict()
            observations.append(observations_item)

        field_dict: dict[str, Any] = {}

        field_dict.update(
            {
                "policy": policy,
                "observations": observations,
            }
        )

        return field_dict

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        from ..models.policy_hash import PolicyHash  # noqa: PLC0415
        from ..models.recorded_context_observation import RecordedContextObservation  # noqa: PLC0415

        d = dict(src_dict)
        policy = PolicyHash.from_dict(d.pop("policy"))

        observations = []
        _observations = d.pop("observations")
        for observations_item_data in _observations:
            observations_item = RecordedContextObservation.from_dict(observations_item_data)

            observations.append(observations_item)

        recorded_context = cls(
            policy=policy,
            observations=observations,
        )

        return recorded_context
