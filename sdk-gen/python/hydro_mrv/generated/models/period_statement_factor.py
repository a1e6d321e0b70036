from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeVar, cast

from attrs import define as _attrs_define

T = TypeVar("T", bound="PeriodStatementFactor")


@_attrs_define
class PeriodStatementFactor:
    """
    Attributes:
        ef_om (None | str):
        ef_bm (None | str):
        w_om (None | str):
        w_bm (None | str):
        ef_cm_g_per_mwh (str):
        table (None | str):
        year (None | str):
        hash_ (str):
    """

    ef_om: None | str
    ef_bm: None | str
    w_om: None | str
    w_bm: None | str
    ef_cm_g_per_mwh: str
    table: None | str
    year: None | str
    hash_: str

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

        table: None | str
        table = self.table

        year: None | str
        year = self.year

        hash_ = self.hash_

        field_dict: dict[str, Any] = {}

        field_dict.update(
            {
                "ef_om": ef_om,
                "ef_bm": ef_bm,
                "w_om": w_om,
                "w_bm": w_bm,
                "ef_cm_g_per_mwh": ef_cm_g_per_mwh,
                "table": table,
                "year": year,
                "hash": hash_,
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

        hash_ = d.pop("hash")

        period_statement_factor = cls(
            ef_om=ef_om,
            ef_bm=ef_bm,
            w_om=w_om,
            w_bm=w_bm,
            ef_cm_g_per_mwh=ef_cm_g_per_mwh,
            table=table,
            year=year,
            hash_=hash_,
        )

        return period_statement_factor
