from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeVar, cast

from attrs import define as _attrs_define

T = TypeVar("T", bound="AlertWithHistoryChange")


@_attrs_define
class AlertWithHistoryChange:
    """
    Attributes:
        no (int):
        change (str): One of `pending`, `fired`, `acknowledged`, `silenced`, `silence-ended`, `resolved`
        at (str):
        actor (None | str): Key or user; null: the gateway
        note (None | str):
    """

    no: int
    change: str
    at: str
    actor: None | str
    note: None | str

    def to_dict(self) -> dict[str, Any]:
        no = self.no

        change = self.change

        at = self.at

        actor: None | str
        actor = self.actor

        note: None | str
        note = self.note

        field_dict: dict[str, Any] = {}

        field_dict.update(
            {
                "no": no,
                "change": change,
                "at": at,
                "actor": actor,
                "note": note,
            }
        )

        return field_dict

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        d = dict(src_dict)
        no = d.pop("no")

        change = d.pop("change")

        at = d.pop("at")

        def _parse_actor(data: object) -> None | str:
            if data is None:
                return data
            return cast(None | str, data)

        actor = _parse_actor(d.pop("actor"))

        def _parse_note(data: object) -> None | str:
            if data is None:
                return data
            return cast(None | str, data)

        note = _parse_note(d.pop("note"))

        alert_with_history_change = cls(
            no=no,
            change=change,
            at=at,
            actor=actor,
            note=note,
        )

        return alert_with_history_change
