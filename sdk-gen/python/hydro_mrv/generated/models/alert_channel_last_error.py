from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeVar

from attrs import define as _attrs_define

T = TypeVar("T", bound="AlertChannelLastError")


@_attrs_define
class AlertChannelLastError:
    """
    Attributes:
        at (str):
        what (str):
    """

    at: str
    what: str

    def to_dict(self) -> dict[str, Any]:
        at = self.at

        what = self.what

        field_dict: dict[str, Any] = {}

        field_dict.update(
            {
                "at": at,
                "what": what,
            }
        )

        return field_dict

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        d = dict(src_dict)
        at = d.pop("at")

        what = d.pop("what")

        alert_channel_last_error = cls(
            at=at,
            what=what,
        )

        return alert_channel_last_error
