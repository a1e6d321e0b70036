from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, TypeVar, cast

from attrs import define as _attrs_define

if TYPE_CHECKING:
    from ..models.calculation_warning import CalculationWarning
    from ..models.period_statement_amends import PeriodStatementAmends
    from ..models.period_statement_calculation import PeriodStatementCalculation
    from ..models.period_statement_carried_in import PeriodStatementCarriedIn
    from ..models.period_statement_cross_check import PeriodStatementCrossCheck
    from ..models.period_statement_design import PeriodStatementDesign
    from ..models.period_statement_factor import PeriodStatementFactor
    from ..models.period_statement_facts import PeriodStatementFacts
    from ..models.period_statement_figures import PeriodStatementFigures
    from ..models.period_statement_meter import PeriodStatementMeter
    from ..models.period_statement_period import PeriodStatementPeriod
    from ..models.period_statement_records import PeriodStatementRecords
    from ..models.rulebook_hash import RulebookHash
    from ..models.stated_issuance import StatedIssuance


T = TypeVar("T", bound="PeriodStatement")


@_attrs_define
class PeriodStatement:
    """
    Attributes:
        v (int): One of `1`, `2`, `3`, `4`, `5`
        label (str): As it was made: whether it was verified or issued since is told with its period
        plant_id (str):
        period (PeriodStatementPeriod):
        statement_no (int):
        amends (None | PeriodStatementAmends):
        reason (None | str):
        design (PeriodStatementDesign):
        rulebook (RulebookHash):
        factor (PeriodStatementFactor):
        records (PeriodStatementRecords):
        eg_facility_wh (str): Net generation, Wh
        eg_pj_wh (str): Net generation that counts, Wh
        be_g (str): Baseline emissions, g, rounded down
        pe_hp_g (str): Project emissions of reservoirs, g, rounded up
        pe_ff_g (str): Project emissions of fossil fuel, g, rounded up
        le_g (str): Leakage, g, rounded up
        er_g (str): Emission reduction, g; a negative one is a deficit
        er_t (str):
        figures (PeriodStatementFigures): Each equation with its clause, inputs and result
        issuance (StatedIssuance):
        carried_in (PeriodStatementCarriedIn):
        facts (PeriodStatementFacts): What the operator stated at closing
        cross_check (None | PeriodStatementCrossCheck):
        meters (list[PeriodStatementMeter]):
        warnings (list[CalculationWarning]):
        calculation (PeriodStatementCalculation): What POST /api/v1/carbon/calculations gives the same figures for
    """

    v: int
    label: str
    plant_id: str
    period: PeriodStatementPeriod
    statement_no: int
    amends: None | PeriodStatementAmends
    reason: None | str
    design: PeriodStatementDesign
    rulebook: RulebookHash
    factor: PeriodStatementFactor
    records: PeriodStatementRecords
    eg_facility_wh: str
    eg_pj_wh: str
    be_g: str
    pe_hp_g: str
    pe_ff_g: str
    le_g: str
    er_g: str
    er_t: str
    figures: PeriodStatementFigures
    issuance: StatedIssuance
    carried_in: PeriodStatementCarriedIn
    facts: PeriodStatementFacts
    cross_check: None | PeriodStatementCrossCheck
    meters: list[PeriodStatementMeter]
    warnings: list[CalculationWarning]
    calculation: PeriodStatementCalculation

    def to_dict(self) -> dict[str, Any]:
        from ..models.period_statement_amends import PeriodStatementAmends  # noqa: PLC0415
        from ..models.period_statement_cross_check import PeriodStatementCrossCheck  # noqa: PLC0415

        v = self.v

        label = self.label

        plant_id = self.plant_id

        period = self.period.to_dict()

        statement_no = self.statement_no

        amends: dict[str, Any] | None
        if isinstance(self.amends, PeriodStatementAmends):
            amends = self.amends.to_dict()
        else:
            amends = self.amends

        reason: None | str
        reason = self.reason

        design = self.design.to_dict()

        rulebook = self.rulebook.to_dict()

        factor = self.factor.to_dict()

        records = self.records.to_dict()

        eg_facility_wh = self.eg_facility_wh

        eg_pj_wh = self.eg_pj_wh

        be_g = self.be_g

        pe_hp_g = self.pe_hp_g

        pe_ff_g = self.pe_ff_g

        le_g = self.le_g

        er_g = self.er_g

        er_t = self.er_t

        figures = self.figures.to_dict()

        issuance = self.issuance.to_dict()

        carried_in = self.carried_in.to_dict()

        facts = self.facts.to_dict()

        cross_check: dict[str, Any] | None
        if isinstance(self.cross_check, PeriodStatementCrossCheck):
            cross_check = self.cross_check.to_dict()
        else:
            cross_check = self.cross_check

        meters = []
        for meters_item_data in self.meters:
            meters_item = meters_item_data.to_dict()
            meters.append(meters_item)

        warnings = []
        for warnings_item_data in self.warnings:
            warnings_item = warnings_item_data.to_dict()
            warnings.append(warnings_item)

        calculation = self.calculation.to_dict()

        field_dict: dict[str, Any] = {}

        field_dict.update(
            {
                "v": v,
                "label": label,
                "plant_id": plant_id,
                "period": period,
                "statement_no": statement_no,
                "amends": amends,
                "reason": reason,
                "design": design,
                "rulebook": rulebook,
                "factor": factor,
                "records": records,
                "eg_facility_wh": eg_facility_wh,
                "eg_pj_wh": eg_pj_wh,
                "be_g": be_g,
                "pe_hp_g": pe_hp_g,
                "pe_ff_g": pe_ff_g,
                "le_g": le_g,
                "er_g": er_g,
                "er_t": er_t,
                "figures": figures,
                "issuance": issuance,
                "carried_in": carried_in,
                "facts": facts,
                "cross_check": cross_check,
                "meters": meters,
                "warnings": warnings,
                "calculation": calculation,
            }
        )

        return field_dict

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        from ..models.calculation_warning import CalculationWarning  # noqa: PLC0415
        from ..models.period_statement_amends import PeriodStatementAmends  # noqa: PLC0415
        from ..models.period_statement_calculation import PeriodStatementCalculation  # noqa: PLC0415
        from ..models.period_statement_carried_in import PeriodStatementCarriedIn  # noqa: PLC0415
        from ..models.period_statement_cross_check import PeriodStatementCrossCheck  # noqa: PLC0415
        from ..models.period_statement_design import PeriodStatementDesign  # noqa: PLC0415
        from ..models.period_statement_factor import PeriodStatementFactor  # noqa: PLC0415
        from ..models.period_statement_facts import PeriodStatementFacts  # noqa: PLC0415
        from ..models.period_statement_figures import PeriodStatementFigures  # noqa: PLC0415
        from ..models.period_statement_meter import PeriodStatementMeter  # noqa: PLC0415
        from ..models.period_statement_period import PeriodStatementPeriod  # noqa: PLC0415
        from ..models.period_statement_records import PeriodStatementRecords  # noqa: PLC0415
        from ..models.rulebook_hash import RulebookHash  # noqa: PLC0415
        from ..models.stated_issuance import StatedIssuance  # noqa: PLC0415

        d = dict(src_dict)
        v = d.pop("v")

        label = d.pop("label")

        plant_id = d.pop("plant_id")

        period = PeriodStatementPeriod.from_dict(d.pop("period"))

        statement_no = d.pop("statement_no")

        def _parse_amends(data: object) -> None | PeriodStatementAmends:
            if data is None:
                return data
            try:
                if not isinstance(data, dict):
                    raise TypeError()
                amends_type_0 = PeriodStatementAmends.from_dict(data)

                return amends_type_0
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            return cast(None | PeriodStatementAmends, data)

        amends = _parse_amends(d.pop("amends"))

        def _parse_reason(data: object) -> None | str:
            if data is None:
                return data
            return cast(None | str, data)

        reason = _parse_reason(d.pop("reason"))

        design = PeriodStatementDesign.from_dict(d.pop("design"))

        rulebook = RulebookHash.from_dict(d.pop("rulebook"))

        factor = PeriodStatementFactor.from_dict(d.pop("factor"))

        records = PeriodStatementRecords.from_dict(d.pop("records"))

        eg_facility_wh = d.pop("eg_facility_wh")

        eg_pj_wh = d.pop("eg_pj_wh")

        be_g = d.pop("be_g")

        pe_hp_g = d.pop("pe_hp_g")

        pe_ff_g = d.pop("pe_ff_g")

        le_g = d.pop("le_g")

        er_g = d.pop("er_g")

        er_t = d.pop("er_t")

        figures = PeriodStatementFigures.from_dict(d.pop("figures"))

        issuance = StatedIssuance.from_dict(d.pop("issuance"))

        carried_in = PeriodStatementCarriedIn.from_dict(d.pop("carried_in"))

        facts = PeriodStatementFacts.from_dict(d.pop("facts"))

        def _parse_cross_check(data: object) -> None | PeriodStatementCrossCheck:
            if data is None:
                return data
            try:
                if not isinstance(data, dict):
                    raise TypeError()
                cross_check_type_0 = PeriodStatementCrossCheck.from_dict(data)

                return cross_check_type_0
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            return cast(None | PeriodStatementCrossCheck, data)

        cross_check = _parse_cross_check(d.pop("cross_check"))

        meters = []
        _meters = d.pop("meters")
        for meters_item_data in _meters:
            meters_item = PeriodStatementMeter.from_dict(meters_item_data)

            meters.append(meters_item)

        warnings = []
        _warnings = d.pop("warnings")
        for warnings_item_data in _warnings:
            warnings_item = CalculationWarning.from_dict(warnings_item_data)

            warnings.append(warnings_item)

        calculation = PeriodStatementCalculation.from_dict(d.pop("calculation"))

        period_statement = cls(
            v=v,
            label=label,
            plant_id=plant_id,
            period=period,
            statement_no=statement_no,
            amends=amends,
            reason=reason,
            design=design,
            rulebook=rulebook,
            factor=factor,
            records=records,
            eg_facility_wh=eg_facility_wh,
            eg_pj_wh=eg_pj_wh,
            be_g=be_g,
            pe_hp_g=pe_hp_g,
            pe_ff_g=pe_ff_g,
            le_g=le_g,
            er_g=er_g,
            er_t=er_t,
            figures=figures,
            issuance=issuance,
            carried_in=carried_in,
            facts=facts,
            cross_check=cross_check,
            meters=meters,
            warnings=warnings,
            calculation=calculation,
        )

        return period_statement
