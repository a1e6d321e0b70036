from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeVar, cast

from attrs import define as _attrs_define

from ..types import UNSET, Unset

T = TypeVar("T", bound="GridTableUploadYear")


@_attrs_define
class GridTableUploadYear:
    """
    Attributes:
        year (str):
        om (None | str): Operating margin, tCO2/MWh; null: not published, and what needs it is refused
        bm (None | str): Build margin, tCO2/MWh; null: not published
        cm_published (None | str | Unset): The publisher's combined margin, for comparison only. Left out: null
        weighted_average (None | str | Unset): For comparison only. Left out: null
    """

    year: str
    om: None | str
    bm: None | str
    cm_published: None | str | Unset = UNSET
    weighted_average: None | str | Unset = UNSET

    def to_dict(self) -> dict[str, Any]:
        year = self.year

        om: None | str
        om = self.om

        bm: None | str
        bm = self.bm

        cm_published: None | str | Unset
        if isinstance(self.cm_published, Unset):
            cm_published = UNSET
        else:
            cm_published = self.cm_published

        weighted_average: None | str | Unset
        if isinstance(self.weighted_average, Unset):
            weighted_average = UNSET
        else:
            weighted_average = self.weighted_average

        field_dict: dict[str, Any] = {}

        field_dict.update(
            {
                "year": year,
                "om": om,
                "bm": bm,
            }
        )
        if cm_published is not UNSET:
            field_dict["cm_published"] = cm_published
        if weighted_average is not UNSET:
            field_dict["weighted_average"] = weighted_average

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

        def _parse_cm_published(data: object) -> None | str | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            return cast(None | str | Unset, data)

        cm_published = _parse_cm_published(d.pop("cm_published", UNSET))

        def _parse_weighted_average(data: object) -> None | str | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            return cast(None | str | Unset, data)

        weighted_average = _parse_weighted_average(d.pop("weighted_average", UNSET))

        grid_table_upload_year = cls(
            year=year,
            om=om,
            bm=bm,
            cm_published=cm_published,
            weighted_average=weighted_average,
        )

        return grid_table_upload_year
