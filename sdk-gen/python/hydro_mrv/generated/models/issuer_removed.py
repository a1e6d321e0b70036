from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeVar

from attrs import define as _attrs_define

T = TypeVar("T", bound="IssuerRemoved")


@_attrs_define
class IssuerRemoved:
    """
    Attributes:
        issuer_id (str):
        removed (bool): Always true
    """

    issuer_id: str
    removed: bool

    def to_dict(self) -> dict[str, Any]:
        issuer_id = self.issuer_id

        removed = self.removed

        field_dict: dict[str, Any] = {}

        field_dict.update(
            {
                "issuer_id": issuer_id,
                "removed": removed,
            }
        )

        return field_dict

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        d = dict(src_dict)
        issuer_id = d.pop("issuer_id")

        removed = d.pop("removed")

        issuer_removed = cls(
            issuer_id=issuer_id,
            removed=removed,
        )

        return issuer_removed
