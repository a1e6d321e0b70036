from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeVar

from attrs import define as _attrs_define

T = TypeVar("T", bound="BatchItemReason")


@_attrs_define
class BatchItemReason:
    """
    Attributes:
        layer (str):
        rule (str):
        effect (str):
        detail (str):
    """

    layer: str
    rule: str
    effect: str
    detail: str

    def to_dict(self) -> dict[str, Any]:
        layer = self.layer

        rule = self.rule

        effect = self.effect

        detail = self.detail

        field_dict: dict[str, Any] = {}

        field_dict.update(
            {
                "layer": layer,
                "rule": rule,
                "effect": effect,
                "detail": detail,
            }
        )

        return field_dict

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        d = dict(src_dict)
        layer = d.pop("layer")

        rule = d.pop("rule")

        effect = d.pop("effect")

        detail = d.pop("detail")

        batch_item_reason = cls(
            layer=layer,
            rule=rule,
            effect=effect,
            detail=detail,
        )

        return batch_item_reason
