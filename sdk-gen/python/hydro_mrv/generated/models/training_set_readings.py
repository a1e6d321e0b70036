from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeVar

from attrs import define as _attrs_define

T = TypeVar("T", bound="TrainingSetReadings")


@_attrs_define
class TrainingSetReadings:
    """
    Attributes:
        count (int):
        sha256 (str):
    """

    count: int
    sha256: str

    def to_dict(self) -> dict[str, Any]:
        count = self.count

        sha256 = self.sha256

        field_dict: dict[str, Any] = {}

        field_dict.update(
            {
                "count": count,
                "sha256": sha256,
            }
        )

        return field_dict

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        d = dict(src_dict)
        count = d.pop("count")

        sha256 = d.pop("sha256")

        training_set_readings = cls(
            count=count,
            sha256=sha256,
        )

        return training_set_readings
