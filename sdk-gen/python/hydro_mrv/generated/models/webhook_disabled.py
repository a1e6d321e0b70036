from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeVar

from attrs import define as _attrs_define

T = TypeVar("T", bound="WebhookDisabled")


@_attrs_define
class WebhookDisabled:
    """
    Attributes:
        at (str):
        why (str):
    """

    at: str
    why: str

    def to_dict(self) -> dict[str, Any]:
        at = self.at

        why = self.why

        field_dict: dict[str, Any] = {}

        field_dict.update(
            {
                "at": at,
                "why": why,
            }
        )

        return field_dict

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        d = dict(src_dict)
        at = d.pop("at")

        why = d.pop("why")

        webhook_disabled = cls(
            at=at,
            why=why,
        )

        return webhook_disabled
