from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, TypeVar, cast

from attrs import define as _attrs_define

if TYPE_CHECKING:
    from ..models.policy_hash import PolicyHash
    from ..models.training_set_readings import TrainingSetReadings


T = TypeVar("T", bound="TrainingSet")


@_attrs_define
class TrainingSet:
    """Which readings it was trained on: with the plant's chain anybody trains the same model from them

    Attributes:
        policy (PolicyHash):
        head_seq (int):
        from_ (str):
        to (str):
        most_readings (int):
        readings (TrainingSetReadings):
        physics_plants (int):
        seed (int):
        features (list[str]):
    """

    policy: PolicyHash
    head_seq: int
    from_: str
    to: str
    most_readings: int
    readings: TrainingSetReadings
    physics_plants: int
    seed: int
    features: list[str]

    def to_dict(self) -> dict[str, Any]:
        policy = self.policy.to_dict()

        head_seq = self.head_seq

        from_ = self.from_

        to = self.to

        most_readings = self.most_readings

        readings = self.readings.to_dict()

        physics_plants = self.physics_plants

        seed = self.seed

        features = self.features

        field_dict: dict[str, Any] = {}

        field_dict.update(
            {
                "policy": policy,
                "head_seq": head_seq,
                "from": from_,
                "to": to,
                "most_readings": most_readings,
                "readings": readings,
                "physics_plants": physics_plants,
                "seed": seed,
                "features": features,
            }
        )

        return field_dict

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        from ..models.policy_hash import PolicyHash  # noqa: PLC0415
        from ..models.training_set_readings import TrainingSetReadings  # noqa: PLC0415

        d = dict(src_dict)
        policy = PolicyHash.from_dict(d.pop("policy"))

        head_seq = d.pop("head_seq")

        from_ = d.pop("from")

        to = d.pop("to")

        most_readings = d.pop("most_readings")

        readings = TrainingSetReadings.from_dict(d.pop("readings"))

        physics_plants = d.pop("physics_plants")

        seed = d.pop("seed")

        features = cast(list[str], d.pop("features"))

        training_set = cls(
            policy=policy,
            head_seq=head_seq,
            from_=from_,
            to=to,
            most_readings=most_readings,
            readings=readings,
            physics_plants=physics_plants,
            seed=seed,
            features=features,
        )

        return training_set
