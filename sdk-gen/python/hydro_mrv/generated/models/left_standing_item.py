from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeVar

from attrs import define as _attrs_define

T = TypeVar("T", bound="LeftStandingItem")


@_attrs_define
class LeftStandingItem:
    """
    Attributes:
        kind (str): One of `webhook`, `alert-channel`, `alert-silence`, `period-invitation`, `member-invitation`, `oidc-
            issuer`, `api-key`
        id (str):
        path (str):
    """

    kind: str
    id: str
    path: str

    def to_dict(self) -> dict[str, Any]:
        kind = self.kind

        id = self.id

        path = self.path

        field_dict: dict[str, Any] = {}

        field_dict.update(
            {
                "kind": kind,
                "id": id,
                "path": path,
            }
        )

        return field_dict

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        d = dict(src_dict)
        kind = d.pop("kind")

        id = d.pop("id")

        path = d.pop("path")

        left_standing_item = cls(
            kind=kind,
            id=id,
            path=path,
        )

        return left_standing_item
