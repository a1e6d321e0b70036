from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeVar

from attrs import define as _attrs_define

T = TypeVar("T", bound="VerificationLayer")


@_attrs_define
class VerificationLayer:
    """
    Attributes:
        layer (str): physics, temporal, environmental, statistical or device
        applies (bool): False: nothing to judge; its weight went to the other layers
        score (float): 0-1, four decimals
        weight (float): Share in the trust score, four decimals
    """

    layer: str
    applies: bool
    score: float
    weight: float

    def to_dict(self) -> dict[str, Any]:
        layer = self.layer

        applies = self.applies

        score = self.score

        weight = self.weight

        field_dict: dict[str, Any] = {}

        field_dict.update(
            {
                "layer": layer,
                "applies": applies,
                "score": score,
                "weight": weight,
            }
        )

        return field_dict

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        d = dict(src_dict)
        layer = d.pop("layer")

        applies = d.pop("applies")

        score = d.pop("score")

        weight = d.pop("weight")

        verification_layer = cls(
            layer=layer,
            applies=applies,
            score=score,
            weight=weight,
        )

        return verification_layer
