from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeVar, cast

from attrs import define as _attrs_define

T = TypeVar("T", bound="LogConsistency")


@_attrs_define
class LogConsistency:
    """
    Attributes:
        first_size (str):
        second_size (str):
        hashes (list[str]): Base64, 32 bytes each; empty for equal sizes and from size 0
    """

    first_size: str
    second_size: str
    hashes: list[str]

    def to_dict(self) -> dict[str, Any]:
        first_size = self.first_size

        second_size = self.second_size

        hashes = self.hashes

        field_dict: dict[str, Any] = {}

        field_dict.update(
            {
                "first_size": first_size,
                "second_size": second_size,
                "hashes": hashes,
            }
        )

        return field_dict

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        d = dict(src_dict)
        first_size = d.pop("first_size")

        second_size = d.pop("second_size")

        hashes = cast(list[str], d.pop("hashes"))

        log_consistency = cls(
            first_size=first_size,
            second_size=second_size,
            hashes=hashes,
        )

        return log_consistency
