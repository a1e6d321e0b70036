from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, TypeVar, cast

from attrs import define as _attrs_define

if TYPE_CHECKING:
    from ..models.carbon_estimate_reason import CarbonEstimateReason
    from ..models.shadow_report_row_delta_percent import ShadowReportRowDeltaPercent
    from ..models.shadow_report_row_manual import ShadowReportRowManual


T = TypeVar("T", bound="ShadowReportRow")


@_attrs_define
class ShadowReportRow:
    """
    Attributes:
        period (str):
        from_ (str):
        to (str):
        manual (ShadowReportRowManual):
        gateway (None | ShadowReportRowManual):
        refused (CarbonEstimateReason | None):
        delta_percent (ShadowReportRowDeltaPercent): Gateway against manual, per cent of manual
        readings (str):
        rejected (str):
        reviewed (str): Readings that were put before a person
    """

    period: str
    from_: str
    to: str
    manual: ShadowReportRowManual
    gateway: None | ShadowReportRowManual
    refused: CarbonEstimateReason | None
    delta_percent: ShadowReportRowDeltaPercent
    readings: str
    rejected: str
    reviewed: str

    def to_dict(self) -> dict[str, Any]:
        from ..models.carbon_estimate_reason import CarbonEstimateReason  # noqa: PLC0415
        from ..models.shadow_report_row_manual import ShadowReportRowManual  # noqa: PLC0415

        period = self.period

        from_ = self.from_

        to = self.to

        manual = self.manual.to_dict()

        gateway: dict[str, Any] | None
        if isinstance(self.gateway, ShadowReportRowManual):
            gateway = self.gateway.to_dict()
        else:
            gateway = self.gateway

        refused: dict[str, Any] | None
        if isinstance(self.refused, CarbonEstimateReason):
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
        from ..models.carbon_estimate_reason import CarbonEstimateReason  # noqa: PLC0415
        from ..models.shadow_report_row_delta_percent import ShadowReportRowDeltaPercent  # noqa: PLC0415
        from ..models.shadow_report_row_manual import ShadowReportRowManual  # noqa: PLC0415

        d = dict(src_dict)
        period = d.pop("period")

        from_ = d.pop("from")

        to = d.pop("to")

        manual = ShadowReportRowManual.from_dict(d.pop("manual"))

        def _parse_gateway(data: object) -> None | ShadowReportRowManual:
            if data is None:
                return data
            try:
                if not isinstance(data, dict):
                    raise TypeError()
                gateway_type_0 = ShadowReportRowManual.from_dict(data)

                return gateway_type_0
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            return cast(None | ShadowReportRowManual, data)

        gateway = _parse_gateway(d.pop("gateway"))

        def _parse_refused(data: object) -> CarbonEstimateReason | None:
            if data is None:
                return data
            try:
                if not isinstance(data, dict):
                    raise TypeError()
                refused_type_0 = CarbonEstimateReason.from_dict(data)

                return refused_type_0
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            return cast(CarbonEstimateReason | None, data)

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
