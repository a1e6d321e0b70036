from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, TypeVar

from attrs import define as _attrs_define

if TYPE_CHECKING:
    from ..models.period_statement_figure_inputs import PeriodStatementFigureInputs
    from ..models.period_statement_figure_result import PeriodStatementFigureResult


T = TypeVar("T", bound="PeriodStatementFigure")


@_attrs_define
class PeriodStatementFigure:
    """
    Attributes:
        equation (str):
        clause (str):
        inputs (PeriodStatementFigureInputs):
        result (PeriodStatementFigureResult):
        rounding (str): One of `exact`, `floor`, `ceil`
    """

    equation: str
    clause: str
    inputs: PeriodStatementFigureInputs
    result: PeriodStatementFigureResult
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
        from ..models.period_statement_figure_inputs import PeriodStatementFigureInputs  # noqa: PLC0415
        from ..models.period_statement_figure_result import PeriodStatementFigureResult  # noqa: PLC0415

        d = dict(src_dict)
        equation = d.pop("equation")

        clause = d.pop("clause")

        inputs = PeriodStatementFigureInputs.from_dict(d.pop("inputs"))

        result = PeriodStatementFigureResult.from_dict(d.pop("result"))

        rounding = d.pop("rounding")

        period_statement_figure = cls(
            equation=equation,
            clause=clause,
            inputs=inputs,
            result=result,
            rounding=rounding,
        )

        return period_statement_figure
