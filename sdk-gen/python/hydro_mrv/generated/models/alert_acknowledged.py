from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeVar, cast

from attrs import define as _attrs_define

T = TypeVar("T", bound="AlertAcknowledged")


@_attrs_define
class AlertAcknowledged:
    """
    Attributes:
        at (str):
        by (str):
        note (None | str):
    """

    at: str
    by: str
    note: None | str

    def to_dict(self) -> dict[str, Any]:
        at = self.at

        by = self.by

        note: None | str
        note = self.note

        field_dict: dict[str, Any] = {}

        field_dict.update(
            {
                "at": at,
                "by": by,
                "note": note,
            }
        )

        return field_dict

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        d = dict(src_dict)
        at = d.pop("at")

        by = d.pop("by")

        def _parse_note(data: object) -> None | str:
            if data is None:
                return data
            return cast(None | str, data)

        note = _parse_note(d.pop("note"))

        alert_acknowledged = cls(
            at=at,
            by=by,
            note=note,
        )

        return alert_acknowledged
