from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, TypeVar, cast

from attrs import define as _attrs_define

if TYPE_CHECKING:
    from ..models.calculation_warning import CalculationWarning
    from ..models.carbon_calculation_factors import CarbonCalculationFactors
    from ..models.carbon_calculation_period import CarbonCalculationPeriod
    from ..models.carbon_calculation_totals import CarbonCalculationTotals
    from ..models.rulebook_hash import RulebookHash


T = TypeVar("T", bound="CarbonCalculation")


@_attrs_define
class CarbonCalculation:
    """
    Attributes:
        label (str): One of `unverified estimate`
        rulebook (RulebookHash):
        factors (CarbonCalculationFactors):
        power_density_w_per_m2 (None | str): Null where no reservoir is new or larger
        eligible (bool): Always true. What is not eligible is a 422 with `rule` and `clause`
        periods (list[CarbonCalculationPeriod]):
        totals (CarbonCalculationTotals):
        warnings (list[CalculationWarning]):
    """

    label: str
    rulebook: RulebookHash
    factors: CarbonCalculationFactors
    power_density_w_per_m2: None | str
    eligible: bool
    periods: list[CarbonCalculationPeriod]
    totals: CarbonCalculationTotals
    warnings: list[CalculationWarning]

    def to_dict(self) -> dict[str, Any]:
        label = self.label

        rulebook = self.rulebook.to_dict()

        factors = self.factors.to_dict()

        power_density_w_per_m2: None | str
        power_density_w_per_m2 = self.power_density_w_per_m2

        eligible = self.eligible

        periods = []
        for periods_item_data in self.periods:
            periods_item = periods_item_data.to_dict()
            periods.append(periods_item)

        totals = self.totals.to_dict()

        warnings = []
        for warnings_item_data in self.warnings:
            warnings_item = warnings_item_data.to_dict()
            warnings.append(warnings_item)

        field_dict: dict[str, Any] = {}

        field_dict.update(
            {
                "label": label,
                "rulebook": rulebook,
                "factors": factors,
                "power_density_w_per_m2": power_density_w_per_m2,
                "eligible": eligible,
                "periods": periods,
                "totals": totals,
                "warnings": warnings,
            }
        )

        return field_dict

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        from ..models.calculation_warning import CalculationWarning  # noqa: PLC0415
        from ..models.carbon_calculation_factors import CarbonCalculationFactors  # noqa: PLC0415
        from ..models.carbon_calculation_period import CarbonCalculationPeriod  # noqa: PLC0415
        from ..models.carbon_calculation_totals import CarbonCalculationTotals  # noqa: PLC0415
        from ..models.rulebook_hash import RulebookHash  # noqa: PLC0415

        d = dict(src_dict)
        label = d.pop("label")

        rulebook = RulebookHash.from_dict(d.pop("rulebook"))

        factors = CarbonCalculationFactors.from_dict(d.pop("factors"))

        def _parse_power_density_w_per_m2(data: object) -> None | str:
            if data is None:
                return data
            return cast(None | str, data)

        power_density_w_per_m2 = _parse_power_density_w_per_m2(d.pop("power_density_w_per_m2"))

        eligible = d.pop("eligible")

        periods = []
        _periods = d.pop("periods")
        for periods_item_data in _periods:
            periods_item = CarbonCalculationPeriod.from_dict(periods_item_data)

            periods.append(periods_item)

        totals = CarbonCalculationTotals.from_dict(d.pop("totals"))

        warnings = []
        _warnings = d.pop("warnings")
        for warnings_item_data in _warnings:
            warnings_item = CalculationWarning.from_dict(warnings_item_data)

            warnings.append(warnings_item)

        carbon_calculation = cls(
            label=label,
            rulebook=rulebook,
            factors=factors,
            power_density_w_per_m2=power_density_w_per_m2,
            eligible=eligible,
            periods=periods,
            totals=totals,
            warnings=warnings,
        )

        return carbon_calculation
