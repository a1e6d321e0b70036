from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, TypeVar, cast

from attrs import define as _attrs_define

if TYPE_CHECKING:
    from ..models.plant_import_report_row_error import PlantImportReportRowError


T = TypeVar("T", bound="PlantImportReportRow")


@_attrs_define
class PlantImportReportRow:
    """
    Attributes:
        line (int): Line of the file that the row begins on
        plant_id (None | str):
        outcome (str): One of `created`, `completed`, `unchanged`, `refused`
        errors (list[PlantImportReportRowError]):
    """

    line: int
    plant_id: None | str
    outcome: str
    errors: list[PlantImportReportRowError]

    def to_dict(self) -> dict[str, Any]:
        line = self.line

        plant_id: None | str
        plant_id = self.plant_id

        outcome = self.outcome

        errors = []
        for errors_item_data in self.errors:
            errors_item = errors_item_data.to_dict()
            errors.append(errors_item)

        field_dict: dict[str, Any] = {}

        field_dict.update(
            {
                "line": line,
                "plant_id": plant_id,
                "outcome": outcome,
                "errors": errors,
            }
        )

        return field_dict

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        from ..models.plant_import_report_row_error import PlantImportReportRowError  # noqa: PLC0415

        d = dict(src_dict)
        line = d.pop("line")

        def _parse_plant_id(data: object) -> None | str:
            if data is None:
                return data
            return cast(None | str, data)

        plant_id = _parse_plant_id(d.pop("plant_id"))

        outcome = d.pop("outcome")

        errors = []
        _errors = d.pop("errors")
        for errors_item_data in _errors:
            errors_item = PlantImportReportRowError.from_dict(errors_item_data)

            errors.append(errors_item)

        plant_import_report_row = cls(
            line=line,
            plant_id=plant_id,
            outcome=outcome,
            errors=errors,
        )

        return plant_import_report_row
