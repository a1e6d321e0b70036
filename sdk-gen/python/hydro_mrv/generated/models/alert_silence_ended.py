from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeVar

from attrs import define as _attrs_define

T = TypeVar("T", bound="AlertSilenceEnded")


@_attrs_define
class AlertSilenceEnded:
    """
    Attributes:
        at (str):
        by (str):
    """

    at: str
    by: str

    def to_dict(self) -> dict[str, Any]:
        at = self.at

        by = self.by

        field_dict: dict[str, Any] = {}

        field_dict.update(
            {
                "at": at,
                "by": by,
            }
        )

        return field_dict

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        d = dict(src_dict)
        at = d.pop("at")

        by = d.pop("by")

        alert_silence_ended = cls(
            at=at,
            by=by,
        )

        return alert_silence_ended
