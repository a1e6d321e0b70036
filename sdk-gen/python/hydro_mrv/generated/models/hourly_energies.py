from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeVar, cast

from attrs import define as _attrs_define

T = TypeVar("T", bound="HourlyEnergies")


@_attrs_define
class HourlyEnergies:
    """
    Attributes:
        export_wh (None | str):
        import_wh (None | str):
        gross_wh (None | str):
        er_g (None | str):
        er_t (None | str):
    """

    export_wh: None | str
    import_wh: None | str
    gross_wh: None | str
    er_g: None | str
    er_t: None | str

    def to_dict(self) -> dict[str, Any]:
        export_wh: None | str
        export_wh = self.export_wh

        import_wh: None | str
        import_wh = self.import_wh

        gross_wh: None | str
        gross_wh = self.gross_wh

        er_g: None | str
        er_g = self.er_g

        er_t: None | str
        er_t = self.er_t

        field_dict: dict[str, Any] = {}

        field_dict.update(
            {
                "export_wh": export_wh,
                "import_wh": import_wh,
                "gross_wh": gross_wh,
                "er_g": er_g,
                "er_t": er_t,
            }
        )

        return field_dict

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        d = dict(src_dict)

        def _parse_export_wh(data: object) -> None | str:
            if data is None:
                return data
            return cast(None | str, data)

        export_wh = _parse_export_wh(d.pop("export_wh"))

        def _parse_import_wh(data: object) -> None | str:
            if data is None:
                return data
            return cast(None | str, data)

        import_wh = _parse_import_wh(d.pop("import_wh"))

        def _parse_gross_wh(data: object) -> None | str:
            if data is None:
                return data
            return cast(None | str, data)

        gross_wh = _parse_gross_wh(d.pop("gross_wh"))

        def _parse_er_g(data: object) -> None | str:
            if data is None:
                return data
            return cast(None | str, data)

        er_g = _parse_er_g(d.pop("er_g"))

        def _parse_er_t(data: object) -> None | str:
            if data is None:
                return data
            return cast(None | str, data)

        er_t = _parse_er_t(d.pop("er_t"))

        hourly_energies = cls(
            export_wh=export_wh,
            import_wh=import_wh,
            gross_wh=gross_wh,
            er_g=er_g,
            er_t=er_t,
        )

        return hourly_energies
