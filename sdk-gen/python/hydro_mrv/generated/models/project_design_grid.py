from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeVar

from attrs import define as _attrs_define

from ..types import UNSET, Unset

T = TypeVar("T", bound="ProjectDesignGrid")


@_attrs_define
class ProjectDesignGrid:
    """
    Attributes:
        table (str | Unset): A factor table by id, e.g. cea-v21.0
        year (str | Unset): One of its years, fixed ex ante; absent: the year in which the energy was generated
        ef_om (str | Unset):
        ef_bm (str | Unset):
        ef_cm_t_per_mwh (str | Unset):
        ef_cm_g_per_mwh (str | Unset):
    """

    table: str | Unset = UNSET
    year: str | Unset = UNSET
    ef_om: str | Unset = UNSET
    ef_bm: str | Unset = UNSET
    ef_cm_t_per_mwh: str | Unset = UNSET
    ef_cm_g_per_mwh: str | Unset = UNSET

    def to_dict(self) -> dict[str, Any]:
        table = self.table

        year = self.year

        ef_om = self.ef_om

        ef_bm = self.ef_bm

        ef_cm_t_per_mwh = self.ef_cm_t_per_mwh

        ef_cm_g_per_mwh = self.ef_cm_g_per_mwh

        field_dict: dict[str, Any] = {}

        field_dict.update({})
        if table is not UNSET:
            field_dict["table"] = table
        if year is not UNSET:
            field_dict["year"] = year
        if ef_om is not UNSET:
            field_dict["ef_om"] = ef_om
        if ef_bm is not UNSET:
            field_dict["ef_bm"] = ef_bm
        if ef_cm_t_per_mwh is not UNSET:
            field_dict["ef_cm_t_per_mwh"] = ef_cm_t_per_mwh
        if ef_cm_g_per_mwh is not UNSET:
            field_dict["ef_cm_g_per_mwh"] = ef_cm_g_per_mwh

        return field_dict

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        d = dict(src_dict)
        table = d.pop("table", UNSET)

        year = d.pop("year", UNSET)

        ef_om = d.pop("ef_om", UNSET)

        ef_bm = d.pop("ef_bm", UNSET)

        ef_cm_t_per_mwh = d.pop("ef_cm_t_per_mwh", UNSET)

        ef_cm_g_per_mwh = d.pop("ef_cm_g_per_mwh", UNSET)

        project_design_grid = cls(
            table=table,
            year=year,
            ef_om=ef_om,
            ef_bm=ef_bm,
            ef_cm_t_per_mwh=ef_cm_t_per_mwh,
            ef_cm_g_per_mwh=ef_cm_g_per_mwh,
        )

        return project_design_grid
