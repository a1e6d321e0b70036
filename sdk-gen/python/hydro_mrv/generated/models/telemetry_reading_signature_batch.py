from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeVar, cast

from attrs import define as _attrs_define

T = TypeVar("T", bound="TelemetryReadingSignatureBatch")


@_attrs_define
class TelemetryReadingSignatureBatch:
    """Absent: the signature is of this reading alone

    Attributes:
        size (int): Readings under the signature
        index (int): Place of this one, from 0
        path (list[str]): Hashes from this reading to the root (RFC 9162), base 64
    """

    size: int
    index: int
    path: list[str]

    def to_dict(self) -> dict[str, Any]:
        size = self.size

        index = self.index

        path = self.path

        field_dict: dict[str, Any] = {}

        field_dict.update(
            {
                "size": size,
                "index": index,
                "path": path,
            }
        )

        return field_dict

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        d = dict(src_dict)
        size = d.pop("size")

        index = d.pop("index")

        path = cast(list[str], d.pop("path"))

        telemetry_reading_signature_batch = cls(
            size=size,
            index=index,
            path=path,
        )

        return telemetry_reading_signature_batch
