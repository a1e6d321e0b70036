from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, TypeVar, cast

from attrs import define as _attrs_define

if TYPE_CHECKING:
    from ..models.hourly_energies import HourlyEnergies
    from ..models.reason_in_words import ReasonInWords
    from ..models.shadow_report_row_delta_percent import ShadowReportRowDeltaPercent


T = TypeVar("T", bound="ShadowReportRow")


@_attrs_define
class ShadowReportRow:
    """
    Attributes:
        period (str):
        from_ (str):
        to (str):
        manual (HourlyEnergies):
        gateway (HourlyEnergies | None): Null: the gateway would refuse these days; see `refused`
        refused (None | ReasonInWords):
        delta_percent (ShadowReportRowDeltaPercent): Gateway against manual, per cent of manual
        readings (str):
        rejected (str):
        reviewed (str): Readings that were put before a person
    """

    period: str
    from_: str
    to: str
    manual: HourlyEnergies
    gateway: HourlyEnergies | None
    refused: None | ReasonInWords
    delta_percent: ShadowReportRowDeltaPercent
    readings: str
    rejected: str
    reviewed: str

    def to_dict(self) -> dict[str, Any]:
        from ..models.hourly_energies import HourlyEnergies  # noqa: PLC0415
        from ..models.reason_in_words import ReasonInWords  # noqa: PLC0415

        period = self.period

        from_ = self.from_

        to = self.to

        manual = self.manual.to_dict()

        gateway: dict[str, Any] | None
        if isinstance(self.gateway, HourlyEnergies):
            gateway = self.gateway.to_dict()
        else:
            gateway = self.gateway

        refused: dict[str, Any] | None
        if isinstance(self.refused, ReasonInWords):
            refused = self.refused.to_dict()
        else:
            refused = self.refused

        delta_percent = self.delta_percent.to_dict()

        readings = self.readings

        rejected = self.rejected

        reviewed = self.reviewed

        field_dict: dict[str, Any] = {}

        field_dict.update(
            {
                "period": period,
                "from": from_,
                "to": to,
                "manual": manual,
                "gateway": gateway,
                "refused": refused,
                "delta_percent": delta_percent,
                "readings": readings,
                "rejected": rejected,
                "reviewed": reviewed,
            }
        )

        return field_dict

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        from ..models.hourly_energies import HourlyEnergies  # noqa: PLC0415
        from ..models.reason_in_words import ReasonInWords  # noqa: PLC0415
        from ..models.shadow_report_row_delta_percent import ShadowReportRowDeltaPercent  # noqa: PLC0415

        d = dict(src_dict)
        period = d.pop("period")

        from_ = d.pop("from")

        to = d.pop("to")

        manual = HourlyEnergies.from_dict(d.pop("manual"))

        def _parse_gateway(data: object) -> HourlyEnergies | None:
            if data is None:
                return data
            try:
                if not isinstance(data, dict):
                    raise TypeError()
                gateway_type_0 = HourlyEnergies.from_dict(data)

                return gateway_type_0
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            return cast(HourlyEnergies | None, data)

        gateway = _parse_gateway(d.pop("gateway"))

        def _parse_refused(data: object) -> None | ReasonInWords:
            if data is None:
                return data
            try:
                if not isinstance(data, dict):
                    raise TypeError()
                refused_type_0 = ReasonInWords.from_dict(data)

                return refused_type_0
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            return cast(None | ReasonInWords, data)

        refused = _parse_refused(d.pop("refused"))

        delta_percent = ShadowReportRowDeltaPercent.from_dict(d.pop("delta_percent"))

        readings = d.pop("readings")

        rejected = d.pop("rejected")

        reviewed = d.pop("reviewed")

        shadow_report_row = cls(
            period=period,
            from_=from_,
            to=to,
            manual=manual,
            gateway=gateway,
            refused=refused,
            delta_percent=delta_percent,
            readings=readings,
            rejected=rejected,
            reviewed=reviewed,
        )

        return shadow_report_row
