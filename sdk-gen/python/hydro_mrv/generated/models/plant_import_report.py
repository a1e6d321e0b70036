from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, TypeVar

from attrs import define as _attrs_define

if TYPE_CHECKING:
    from ..models.plant_import_report_row import PlantImportReportRow


T = TypeVar("T", bound="PlantImportReport")


@_attrs_define
class PlantImportReport:
    """
    Attributes:
        dry_run (bool): True: nothing was kept
        created (int):
        completed (int): The plant was there, and a device of it was not
        unchanged (int):
        refused (int):
        rows (list[PlantImportReportRow]):
    """

    dry_run: bool
    created: int
    completed: int
    unchanged: int
    refused: int
    rows: list[PlantImportReportRow]

    def to_dict(self) -> dict[str, Any]:
        dry_run = self.dry_run

        created = self.created

        completed = self.completed

        unchanged = self.unchanged

        refused = self.refused

        rows = []
        for rows_item_data in self.rows:
            rows_item = rows_item_data.to_dict()
            rows.append(rows_item)

        field_dict: dict[str, Any] = {}

        field_dict.update(
            {
                "dry_run": dry_run,
                "created": created,
                "completed": completed,
                "unchanged": unchanged,
                "refused": refused,
                "rows": rows,
            }
        )

        return field_dict

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        from ..models.plant_import_report_row import PlantImportReportRow  # noqa: PLC0415

        d = dict(src_dict)
        dry_run = d.pop("dry_run")

        created = d.pop("created")

        completed = d.pop("completed")

        unchanged = d.pop("unchanged")

        refused = d.pop("refused")

        rows = []
        _rows = d.pop("rows")
        for rows_item_data in _rows:
            rows_item = PlantImportReportRow.from_dict(rows_item_data)

            rows.append(rows_item)

        plant_import_report = cls(
            dry_run=dry_run,
            created=created,
            completed=completed,
            unchanged=unchanged,
            refused=refused,
            rows=rows,
        )

        return plant_import_report
