from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, TypeVar

from attrs import define as _attrs_define

if TYPE_CHECKING:
    from ..models.carbon_calculation_period_trace_inputs import (
        CarbonCalculationPeriodTraceInputs,
    )
    from ..models.carbon_calculation_period_trace_result import (
        CarbonCalculationPeriodTraceResult,
    )


T = TypeVar("T", bound="CarbonCalculationPeriodTrace")


@_attrs_define
class CarbonCalculationPeriodTrace:
    """
    Attributes:
        name (str):
        equation (str):
        clause (str):
        inputs (CarbonCalculationPeriodTraceInputs):
        result (CarbonCalculationPeriodTraceResult):
        rounding (str): One of `exact`, `floor`, `ceil`
    """

    name: str
    equation: str
    clause: str
    inputs: CarbonCalculationPeriodTraceInputs
    result: CarbonCalculationPeriodTraceResult
    rounding: str

    def to_dict(self) -> dict[str, Any]:
        name = self.name

        equation = self.equation

        clause = self.clause

        inputs = self.inputs.to_dict()

        result = self.result.to_dict()

        rounding = self.rounding

        field_dict: dict[str, Any] = {}

        field_dict.update(
            {
                "name": name,
                "equation": equation,
                "clause": clause,
                "inputs": inputs,
                "result": result,
                "rounding": rounding,
            }
        )

        return field_dict

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        from ..models.carbon_calculation_period_trace_inputs import (
            CarbonCalculationPeriodTraceInputs,  # noqa: PLC0415
        )
        from ..models.carbon_calculation_period_trace_result import (
            CarbonCalculationPeriodTraceResult,  # noqa: PLC0415
        )

        d = dict(src_dict)
        name = d.pop("name")

        equation = d.pop("equation")

        clause = d.pop("clause")

        inputs = CarbonCalculationPeriodTraceInputs.from_dict(d.pop("inputs"))

        result = CarbonCalculationPeriodTraceResult.from_dict(d.pop("result"))

        rounding = d.pop("rounding")

        carbon_calculation_period_trace = cls(
            name=name,
            equation=equation,
            clause=clause,
            inputs=inputs,
            result=result,
            rounding=rounding,
        )

        return carbon_calculation_period_trace
