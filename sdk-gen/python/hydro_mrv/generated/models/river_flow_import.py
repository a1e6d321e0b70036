from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, TypeVar

from attrs import define as _attrs_define

if TYPE_CHECKING:
    from ..models.river_flow_import_row import RiverFlowImportRow


T = TypeVar("T", bound="RiverFlowImport")


@_attrs_define
class RiverFlowImport:
    """
    Attributes:
        import_id (str):
        plant_id (str):
        sha256 (str): Of the table as it came, hex: stands in records that its flows contributed to
        accepted (int):
        duplicates (int):
        refused (int):
        rows (list[RiverFlowImportRow]):
    """

    import_id: str
    plant_id: str
    sha256: str
    accepted: int
    duplicates: int
    refused: int
    rows: list[RiverFlowImportRow]

    def to_dict(self) -> dict[str, Any]:
        import_id = self.import_id

        plant_id = self.plant_id

        sha256 = self.sha256

        accepted = self.accepted

        duplicates = self.duplicates

        refused = self.refused

        rows = []
        for rows_item_data in self.rows:
            rows_item = rows_item_data.to_dict()
            rows.append(rows_item)

        field_dict: dict[str, Any] = {}

        field_dict.update(
            {
                "import_id": import_id,
                "plant_id": plant_id,
                "sha256": sha256,
                "accepted": accepted,
                "duplicates": duplicates,
                "refused": refused,
                "rows": rows,
            }
        )

        return field_dict

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        from ..models.river_flow_import_row import RiverFlowImportRow  # noqa: PLC0415

        d = dict(src_dict)
        import_id = d.pop("import_id")

        plant_id = d.pop("plant_id")

        sha256 = d.pop("sha256")

        accepted = d.pop("accepted")

        duplicates = d.pop("duplicates")

        refused = d.pop("refused")

        rows = []
        _rows = d.pop("rows")
        for rows_item_data in _rows:
            rows_item = RiverFlowImportRow.from_dict(rows_item_data)

            rows.append(rows_item)

        river_flow_import = cls(
            import_id=import_id,
            plant_id=plant_id,
            sha256=sha256,
            accepted=accepted,
            duplicates=duplicates,
            refused=refused,
            rows=rows,
        )

        return river_flow_import
