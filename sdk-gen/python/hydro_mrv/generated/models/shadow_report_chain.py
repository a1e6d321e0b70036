from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeVar

from attrs import define as _attrs_define

T = TypeVar("T", bound="ShadowReportChain")


@_attrs_define
class ShadowReportChain:
    """How far the plant's chain was read

    Attributes:
        head_seq (int):
        head_commitment (str):
    """

    head_seq: int
    head_commitment: str

    def to_dict(self) -> dict[str, Any]:
        head_seq = self.head_seq

        head_commitment = self.head_commitment

        field_dict: dict[str, Any] = {}

        field_dict.update(
            {
                "head_seq": head_seq,
                "head_commitment": head_commitment,
            }
        )

        return field_dict

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        d = dict(src_dict)
        head_seq = d.pop("head_seq")

        head_commitment = d.pop("head_commitment")

        shadow_report_chain = cls(
            head_seq=head_seq,
            head_commitment=head_commitment,
        )

        return shadow_report_chain
