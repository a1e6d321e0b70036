from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeVar

from attrs import define as _attrs_define

T = TypeVar("T", bound="DriftScores")


@_attrs_define
class DriftScores:
    """
    Attributes:
        psi (float):
        ks (float):
    """

    psi: float
    ks: float

    def to_dict(self) -> dict[str, Any]:
        psi = self.psi

        ks = self.ks

        field_dict: dict[str, Any] = {}

        field_dict.update(
            {
                "psi": psi,
                "ks": ks,
            }
        )

        return field_dict

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        d = dict(src_dict)
        psi = d.pop("psi")

        ks = d.pop("ks")

        drift_scores = cls(
            psi=psi,
            ks=ks,
        )

        return drift_scores
