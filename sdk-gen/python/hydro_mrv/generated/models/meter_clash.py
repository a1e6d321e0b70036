from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, TypeVar, cast

from attrs import define as _attrs_define

if TYPE_CHECKING:
    from ..models.meter_clash_days import MeterClashDays
    from ..models.meter_clash_holder import MeterClashHolder
    from ..models.meter_clash_resolved import MeterClashResolved


T = TypeVar("T", bound="MeterClash")


@_attrs_define
class MeterClash:
    """
    Attributes:
        clash_id (str):
        serial (str):
        claimant (MeterClashHolder):
        holder (MeterClashHolder):
        days (MeterClashDays | None): Days behind on which it would earn in both; null: both name it as theirs today
        raised_at (str):
        resolved (MeterClashResolved | None):
    """

    clash_id: str
    serial: str
    claimant: MeterClashHolder
    holder: MeterClashHolder
    days: MeterClashDays | None
    raised_at: str
    resolved: MeterClashResolved | None

    def to_dict(self) -> dict[str, Any]:
        from ..models.meter_clash_days import MeterClashDays  # noqa: PLC0415
        from ..models.meter_clash_resolved import MeterClashResolved  # noqa: PLC0415

        clash_id = self.clash_id

        serial = self.serial

        claimant = self.claimant.to_dict()

        holder = self.holder.to_dict()

        days: dict[str, Any] | None
        if isinstance(self.days, MeterClashDays):
            days = self.days.to_dict()
        else:
            days = self.days

        raised_at = self.raised_at

        resolved: dict[str, Any] | None
        if isinstance(self.resolved, MeterClashResolved):
            resolved = self.resolved.to_dict()
        else:
            resolved = self.resolved

        field_dict: dict[str, Any] = {}

        field_dict.update(
            {
                "clash_id": clash_id,
                "serial": serial,
                "claimant": claimant,
                "holder": holder,
                "days": days,
                "raised_at": raised_at,
                "resolved": resolved,
            }
        )

        return field_dict

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        from ..models.meter_clash_days import MeterClashDays  # noqa: PLC0415
        from ..models.meter_clash_holder import MeterClashHolder  # noqa: PLC0415
        from ..models.meter_clash_resolved import MeterClashResolved  # noqa: PLC0415

        d = dict(src_dict)
        clash_id = d.pop("clash_id")

        serial = d.pop("serial")

        claimant = MeterClashHolder.from_dict(d.pop("claimant"))

        holder = MeterClashHolder.from_dict(d.pop("holder"))

        def _parse_days(data: object) -> MeterClashDays | None:
            if data is None:
                return data
            try:
                if not isinstance(data, dict):
                    raise TypeError()
                days_type_0 = MeterClashDays.from_dict(data)

                return days_type_0
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            return cast(MeterClashDays | None, data)

        days = _parse_days(d.pop("days"))

        raised_at = d.pop("raised_at")

        def _parse_resolved(data: object) -> MeterClashResolved | None:
            if data is None:
                return data
            try:
                if not isinstance(data, dict):
                    raise TypeError()
                resolved_type_0 = MeterClashResolved.from_dict(data)

                return resolved_type_0
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            return cast(MeterClashResolved | None, data)

        resolved = _parse_resolved(d.pop("resolved"))

        meter_clash = cls(
            clash_id=clash_id,
            serial=serial,
            claimant=claimant,
            holder=holder,
            days=days,
            raised_at=raised_at,
            resolved=resolved,
        )

        return meter_clash
