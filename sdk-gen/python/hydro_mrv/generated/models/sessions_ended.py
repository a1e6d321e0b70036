from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeVar

from attrs import define as _attrs_define

T = TypeVar("T", bound="SessionsEnded")


@_attrs_define
class SessionsEnded:
    """
    Attributes:
        sessions_ended (int):
    """

    sessions_ended: int

    def to_dict(self) -> dict[str, Any]:
        sessions_ended = self.sessions_ended

        field_dict: dict[str, Any] = {}

        field_dict.update(
            {
                "sessions_ended": sessions_ended,
            }
        )

        return field_dict

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        d = dict(src_dict)
        sessions_ended = d.pop("sessions_ended")

        sessions_ended = cls(
            sessions_ended=sessions_ended,
        )

        return sessions_ended
