from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeVar

from attrs import define as _attrs_define

T = TypeVar("T", bound="RiverFlow")


@_attrs_define
class RiverFlow:
    """
    Attributes:
        station (str):
        at (str):
        flow_m3s (float):
        import_id (str):
    """

    station: str
    at: str
    flow_m3s: float
    import_id: str

    def to_dict(self) -> dict[str, Any]:
        station = self.station

        at = self.at

        flow_m3s = self.flow_m3s

        import_id = self.import_id

        field_dict: dict[str, Any] = {}

        field_dict.update(
            {
                "station": station,
                "at": at,
                "flow_m3s": flow_m3s,
                "import_id": import_id,
            }
        )

        return field_dict

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        d = dict(src_dict)
        station = d.pop("station")

        at = d.pop("at")

        flow_m3s = d.pop("flow_m3s")

        import_id = d.pop("import_id")

        river_flow = cls(
            station=station,
            at=at,
            flow_m3s=flow_m3s,
            import_id=import_id,
        )

        return river_flow
