from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeVar, cast

from attrs import define as _attrs_define

T = TypeVar("T", bound="ShadowReportRowDeltaPercent")


@_attrs_define
class ShadowReportRowDeltaPercent:
    """Gateway against manual, per cent of manual

    Attributes:
        export (None | str):
        import_ (None | str):
        gross (None | str):
        er (None | str):
    """

    export: None | str
    import_: None | str
    gross: None | str
    er: None | str

    def to_dict(self) -> dict[str, Any]:
        export: None | str
        export = self.export

        import_: None | str
        import_ = self.import_

        gross: None | str
        gross = self.gross

        er: None | str
        er = self.er

        field_dict: dict[str, Any] = {}

        field_dict.update(
            {
                "export": export,
                "import": import_,
                "gross": gross,
                "er": er,
            }
        )

        return field_dict

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        d = dict(src_dict)

        def _parse_export(data: object) -> None | str:
            if data is None:
                return data
            return cast(None | str, data)

        export = _parse_export(d.pop("export"))

        def _parse_import_(data: object) -> None | str:
            if data is None:
                return data
            return cast(None | str, data)

        import_ = _parse_import_(d.pop("import"))

        def _parse_gross(data: object) -> None | str:
            if data is None:
                return data
            return cast(None | str, data)

        gross = _parse_gross(d.pop("gross"))

        def _parse_er(data: object) -> None | str:
            if data is None:
                return data
            return cast(None | str, data)

        er = _parse_er(d.pop("er"))

        shadow_report_row_delta_percent = cls(
            export=export,
            import_=import_,
            gross=gross,
            er=er,
        )

        return shadow_report_row_delta_percent
