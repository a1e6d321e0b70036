from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeVar, cast

from attrs import define as _attrs_define

from ..types import UNSET, Unset

T = TypeVar("T", bound="Anchoring")


@_attrs_define
class Anchoring:
    """
    Attributes:
        anchor_mode (str): As in the plant. One of `log`, `record`
        public_fields (list[str] | Unset): Only with `anchor_mode` `record`: what the messages show; together they must
            fit into one
    """

    anchor_mode: str
    public_fields: list[str] | Unset = UNSET

    def to_dict(self) -> dict[str, Any]:
        anchor_mode = self.anchor_mode

        public_fields: list[str] | Unset = UNSET
        if not isinstance(self.public_fields, Unset):
            public_fields = self.public_fields

        field_dict: dict[str, Any] = {}

        field_dict.update(
            {
                "anchor_mode": anchor_mode,
            }
        )
        if public_fields is not UNSET:
            field_dict["public_fields"] = public_fields

        return field_dict

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        d = dict(src_dict)
        anchor_mode = d.pop("anchor_mode")

        public_fields = cast(list[str], d.pop("public_fields", UNSET))

        anchoring = cls(
            anchor_mode=anchor_mode,
            public_fields=public_fields,
        )

        return anchoring
