from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeVar

from attrs import define as _attrs_define

T = TypeVar("T", bound="BundleLinks")


@_attrs_define
class BundleLinks:
    """
    Attributes:
        bundle (str):
        proof (str):
    """

    bundle: str
    proof: str

    def to_dict(self) -> dict[str, Any]:
        bundle = self.bundle

        proof = self.proof

        field_dict: dict[str, Any] = {}

        field_dict.update(
            {
                "bundle": bundle,
                "proof": proof,
            }
        )

        return field_dict

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        d = dict(src_dict)
        bundle = d.pop("bundle")

        proof = d.pop("proof")

        bundle_links = cls(
            bundle=bundle,
            proof=proof,
        )

        return bundle_links
