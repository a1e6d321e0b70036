from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeVar, cast

from attrs import define as _attrs_define

T = TypeVar("T", bound="SampleLinks")


@_attrs_define
class SampleLinks:
    """
    Attributes:
        record (None | str):
    """

    record: None | str

    def to_dict(self) -> dict[str, Any]:
        record: None | str
        record = self.record

        field_dict: dict[str, Any] = {}

        field_dict.update(
            {
                "record": record,
            }
        )

        return field_dict

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        d = dict(src_dict)

        def _parse_record(data: object) -> None | str:
            if data is None:
                return data
            return cast(None | str, data)

        record = _parse_record(d.pop("record"))

        sample_links = cls(
            record=record,
        )

        return sample_links
