from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeVar, cast

from attrs import define as _attrs_define

T = TypeVar("T", bound="CarbonCalculationFactors")


@_attrs_define
class CarbonCalculationFactors:
    """
    Attributes:
        ef_om (None | str): tCO2/MWh; null where only a combined margin was given, as are the weights
        ef_bm (None | str):
        w_om (None | str):
        w_bm (None | str):
        ef_cm_g_per_mwh (str): Combined margin, rounded down to the gram
        hash_ (str): Of the factor table, or of the figures the request gave
        table (None | str):
        year (None | str):
        cm_published (None | str): The table's own combined margin, for comparison
    """

    ef_om: None | str
    ef_bm: None | str
    w_om: None | str
    w_bm: None | str
    ef_cm_g_per_mwh: str
    hash_: str
    table: None | str
    year: None | str
    cm_published: None | str

    def to_dict(self) -> dict[str, Any]:
        ef_om: None | str
        ef_om = self.ef_om

        ef_bm: None | str
        ef_bm = self.ef_bm

        w_om: None | str
        w_om = self.w_om

        w_bm: None | str
        w_bm = self.w_bm

        ef_cm_g_per_mwh = self.ef_cm_g_per_mwh

        hash_ = self.hash_

        table: None | str
        table = self.table

        year: None | str
        year = self.year

        cm_published: None | str
        cm_published = self.cm_published

        field_dict: dict[str, Any] = {}

        field_dict.update(
            {
                "ef_om": ef_om,
                "ef_bm": ef_bm,
                "w_om": w_om,
                "w_bm": w_bm,
                "ef_cm_g_per_mwh": ef_cm_g_per_mwh,
                "hash": hash_,
                "table": table,
                "year": year,
                "cm_published": cm_published,
            }
        )

        return field_dict

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        d = dict(src_dict)

        def _parse_ef_om(data: object) -> None | str:
            if data is None:
                return data
            return cast(None | str, data)

        ef_om = _parse_ef_om(d.pop("ef_om"))

        def _parse_ef_bm(data: object) -> None | str:
            if data is None:
                return data
            return cast(None | str, data)

        ef_bm = _parse_ef_bm(d.pop("ef_bm"))

        def _parse_w_om(data: object) -> None | str:
            if data is None:
                return data
            return cast(None | str, data)

        w_om = _parse_w_om(d.pop("w_om"))

        def _parse_w_bm(data: object) -> None | str:
            if data is None:
                return data
            return cast(None | str, data)

        w_bm = _parse_w_bm(d.pop("w_bm"))

        ef_cm_g_per_mwh = d.pop("ef_cm_g_per_mwh")

        hash_ = d.pop("hash")

        def _parse_table(data: object) -> None | str:
            if data is None:
                return data
            return cast(None | str, data)

        table = _parse_table(d.pop("table"))

        def _parse_year(data: object) -> None | str:
            if data is None:
                return data
            return cast(None | str, data)

        year = _parse_year(d.pop("year"))

        def _parse_cm_published(data: object) -> None | str:
            if data is None:
                return data
            return cast(None | str, data)

        cm_published = _parse_cm_published(d.pop("cm_published"))

        carbon_calculation_factors = cls(
            ef_om=ef_om,
            ef_bm=ef_bm,
            w_om=w_om,
            w_bm=w_bm,
            ef_cm_g_per_mwh=ef_cm_g_per_mwh,
            hash_=hash_,
            table=table,
            year=year,
            cm_published=cm_published,
        )

        return carbon_calculation_factors
