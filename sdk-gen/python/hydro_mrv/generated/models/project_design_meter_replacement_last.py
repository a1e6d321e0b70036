from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeVar

from attrs import define as _attrs_define

from ..types import UNSET, Unset

T = TypeVar("T", bound="ProjectDesignMeterReplacementLast")


@_attrs_define
class ProjectDesignMeterReplacementLast:
    """
    Attributes:
        export_wh (str | Unset):
        import_wh (str | Unset):
        gross_wh (str | Unset):
    """

    export_wh: str | Unset = UNSET
    import_wh: str | Unset = UNSET
    gross_wh: str | Unset = UNSET

    def to_dict(self) -> dict[str, Any]:
        export_wh = self.export_wh

        import_wh = self.import_wh

        gross_wh = self.gross_wh

        field_dict: dict[str, Any] = {}

        field_dict.update({})
        if export_wh is not UNSET:
            field_dict["export_wh"] = export_wh
        if import_wh is not UNSET:
            field_dict["import_wh"] = import_wh
        if gross_wh is not UNSET:
            field_dict["gross_wh"] = gross_wh

        return field_dict

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        d = dict(src_dict)
        export_wh = d.pop("export_wh", UNSET)

        import_wh = d.pop("import_wh", UNSET)

        gross_wh = d.pop("gross_wh", UNSET)

        project_design_meter_replacement_last = cls(
            export_wh=export_wh,
            import_wh=import_wh,
            gross_wh=gross_wh,
        )

        return project_design_meter_replacement_last
