from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeVar, cast

from attrs import define as _attrs_define

T = TypeVar("T", bound="TrainingSchedule")


@_attrs_define
class TrainingSchedule:
    """
    Attributes:
        requested_at (None | str): Somebody asked and the job has not come to it yet
        checked_at (None | str): When the job last looked at the plant
        trained_at (None | str): When it last trained a model
        outcome (None | str): What came of the last look
    """

    requested_at: None | str
    checked_at: None | str
    trained_at: None | str
    outcome: None | str

    def to_dict(self) -> dict[str, Any]:
        requested_at: None | str
        requested_at = self.requested_at

        checked_at: None | str
        checked_at = self.checked_at

        trained_at: None | str
        trained_at = self.trained_at

        outcome: None | str
        outcome = self.outcome

        field_dict: dict[str, Any] = {}

        field_dict.update(
            {
                "requested_at": requested_at,
                "checked_at": checked_at,
                "trained_at": trained_at,
                "outcome": outcome,
            }
        )

        return field_dict

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        d = dict(src_dict)

        def _parse_requested_at(data: object) -> None | str:
            if data is None:
                return data
            return cast(None | str, data)

        requested_at = _parse_requested_at(d.pop("requested_at"))

        def _parse_checked_at(data: object) -> None | str:
            if data is None:
                return data
            return cast(None | str, data)

        checked_at = _parse_checked_at(d.pop("checked_at"))

        def _parse_trained_at(data: object) -> None | str:
            if data is None:
                return data
            return cast(None | str, data)

        trained_at = _parse_trained_at(d.pop("trained_at"))

        def _parse_outcome(data: object) -> None | str:
            if data is None:
                return data
            return cast(None | str, data)

        outcome = _parse_outcome(d.pop("outcome"))

        training_schedule = cls(
            requested_at=requested_at,
            checked_at=checked_at,
            trained_at=trained_at,
            outcome=outcome,
        )

        return training_schedule
