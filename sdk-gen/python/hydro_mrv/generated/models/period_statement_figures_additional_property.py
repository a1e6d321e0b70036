from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, TypeVar

from attrs import define as _attrs_define

if TYPE_CHECKING:
    from ..models.period_statement_figures_additional_property_inputs import (
        PeriodStatementFiguresAdditionalPropertyInputs,
    )
    from ..models.period_statement_figures_additional_property_result import (
        PeriodStatementFiguresAdditionalPropertyResult,
    )


T = TypeVar("T", bound="PeriodStatementFiguresAdditionalProperty")


@_attrs_define
class PeriodStatementFiguresAdditionalProperty:
    """
    Attributes:
        equation (str):
        clause (str):
        inputs (PeriodStatementFiguresAdditionalPropertyInputs):
        result (PeriodStatementFiguresAdditionalPropertyResult):
        rounding (str): One of `exact`, `floor`, `ceil`
    """

    equation: str
    clause: str
    inputs: PeriodStatementFiguresAdditionalPropertyInputs
    result: PeriodStatementFiguresAdditionalPropertyResult
    rounding: str

    def to_dict(self) -> dict[str, Any]:
        equation = self.equation

        clause = self.clause

        inputs = self.inputs.to_dict()

        result = self.result.to_dict()

        rounding = self.rounding

        field_dict: dict[str, Any] = {}

        field_dict.update(
            {
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
        from ..models.period_statement_figures_additional_property_inputs import (
            PeriodStatementFiguresAdditionalPropertyInputs,  # noqa: PLC0415
        )
        from ..models.period_statement_figures_additional_property_result import (
            PeriodStatementFiguresAdditionalPropertyResult,  # noqa: PLC0415
        )

        d = dict(src_dict)
        equation = d.pop("equation")

        clause = d.pop("clause")

        inputs = PeriodStatementFiguresAdditionalPropertyInputs.from_dict(d.pop("inputs"))

        result = PeriodStatementFiguresAdditionalPropertyResult.from_dict(d.pop("result"))

        rounding = d.pop("rounding")

        period_statement_figures_additional_property = cls(
            equation=equation,
            clause=clause,
            inputs=inputs,
            result=result,
            rounding=rounding,
        )

        return period_statement_figures_additional_property
