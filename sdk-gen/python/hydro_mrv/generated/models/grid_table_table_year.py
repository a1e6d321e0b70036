from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeVar, cast

from attrs import define as _attrs_define

T = TypeVar("T", bound="GridTableTableYear")


@_attrs_define
class GridTableTableYear:
    """
    Attributes:
        year (str):
        om (None | str):
        bm (None | str):
        cm_published (None | str):
        weighted_average (None | str):
    """

    year: str
    om: None | str
    bm: None | str
    cm_published: None | str
    weighted_average: None | str

    def to_dict(self) -> dict[str, Any]:
        year = self.year

        om: None | str
        om = self.om

        bm: None | str
        bm = self.bm

        cm_published: None | str
        cm_published = self.cm_published

        weighted_average: None | str
        weighted_average = self.weighted_average

        field_dict: dict[str, Any] = {}

        field_dict.update(
            {
                "year": year,
                "om": om,
                "bm": bm,
                "cm_published": cm_published,
                "weighted_average": weighted_average,
            }
        )

        return field_dict

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        d = dict(src_dict)
        year = d.pop("year")

        def _parse_om(data: object) -> None | str:
            if data is None:
                return data
            return cast(None | str, data)

        om = _parse_om(d.pop("om"))

        def _parse_bm(data: object) -> None | str:
            if data is None:
                return data
            return cast(None | str, data)

        bm = _parse_bm(d.pop("bm"))

        def _parse_cm_published(data: object) -> None | str:
            if data is None:
                return data
            return cast(None | str, data)

        cm_published = _parse_cm_published(d.pop("cm_published"))

        def _parse_weighted_average(data: object) -> None | str:
            if data is None:
                return data
            return cast(None | str, data)

        weighted_average = _parse_weighted_average(d.pop("weighted_average"))

        grid_table_table_year = cls(
            year=year,
            om=om,
            bm=bm,
            cm_published=cm_published,
            weighted_average=weighted_average,
        )

        return grid_table_table_year
