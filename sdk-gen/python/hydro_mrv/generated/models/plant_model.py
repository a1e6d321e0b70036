from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, TypeVar, cast

from attrs import define as _attrs_define

if TYPE_CHECKING:
    from ..models.drift_report import DriftReport
    from ..models.plant_model_decision import PlantModelDecision
    from ..models.training_set import TrainingSet


T = TypeVar("T", bound="PlantModel")


@_attrs_define
class PlantModel:
    """
    Attributes:
        plant_id (str):
        id (str):
        hash_ (str): SHA-256 of its canonical bytes, hex
        state (str): `approved`: the one in force; `retired`: it was; `candidate`: waits for a verifier. One of
            `candidate`, `approved`, `rejected`, `retired`
        created_at (str):
        requested_by (None | str): Id of the key or user that asked for it; null: the schedule
        training (TrainingSet): Which readings it was trained on: with the plant's chain anybody trains the same model
            from them
        drift (DriftReport): How it differs from the model that was in force when it was trained, over recent approved
            readings. `too_far`: a line of the policy is passed. It decides nothing
        decisions (list[PlantModelDecision]): Oldest first
        content (str): Where its bytes are
    """

    plant_id: str
    id: str
    hash_: str
    state: str
    created_at: str
    requested_by: None | str
    training: TrainingSet
    drift: DriftReport
    decisions: list[PlantModelDecision]
    content: str

    def to_dict(self) -> dict[str, Any]:
        plant_id = self.plant_id

        id = self.id

        hash_ = self.hash_

        state = self.state

        created_at = self.created_at

        requested_by: None | str
        requested_by = self.requested_by

        training = self.training.to_dict()

        drift = self.drift.to_dict()

        decisions = []
        for decisions_item_data in self.decisions:
            decisions_item = decisions_item_data.to_dict()
            decisions.append(decisions_item)

        content = self.content

        field_dict: dict[str, Any] = {}

        field_dict.update(
            {
                "plant_id": plant_id,
                "id": id,
                "hash": hash_,
                "state": state,
                "created_at": created_at,
                "requested_by": requested_by,
                "training": training,
                "drift": drift,
                "decisions": decisions,
                "content": content,
            }
        )

        return field_dict

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        from ..models.drift_report import DriftReport  # noqa: PLC0415
        from ..models.plant_model_decision import PlantModelDecision  # noqa: PLC0415
        from ..models.training_set import TrainingSet  # noqa: PLC0415

        d = dict(src_dict)
        plant_id = d.pop("plant_id")

        id = d.pop("id")

        hash_ = d.pop("hash")

        state = d.pop("state")

        created_at = d.pop("created_at")

        def _parse_requested_by(data: object) -> None | str:
            if data is None:
                return data
            return cast(None | str, data)

        requested_by = _parse_requested_by(d.pop("requested_by"))

        training = TrainingSet.from_dict(d.pop("training"))

        drift = DriftReport.from_dict(d.pop("drift"))

        decisions = []
        _decisions = d.pop("decisions")
        for decisions_item_data in _decisions:
            decisions_item = PlantModelDecision.from_dict(decisions_item_data)

            decisions.append(decisions_item)

        content = d.pop("content")

        plant_model = cls(
            plant_id=plant_id,
            id=id,
            hash_=hash_,
            state=state,
            created_at=created_at,
            requested_by=requested_by,
            training=training,
            drift=drift,
            decisions=decisions,
            content=content,
        )

        return plant_model
