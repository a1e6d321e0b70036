from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, TypeVar, cast

from attrs import define as _attrs_define

if TYPE_CHECKING:
    from ..models.period_statement_issuance import PeriodStatementIssuance
    from ..models.period_statement_links import PeriodStatementLinks


T = TypeVar("T", bound="PeriodStatementItem")


@_attrs_define
class PeriodStatementItem:
    """
    Attributes:
        statement_no (int):
        label (str): What its figures may be called, and nothing stronger. One of `unverified estimate`, `verified
            statement`, `issued`
        record_id (str): Random: says nothing of order, number or plant
        seq (int): Place in the plant's chain
        commitment (str):
        er_g (str):
        er_t (str):
        issued_units (str): Whole units it states for issuance; `label` says whether they are issued
        taken_back_g (str): Of these: stated by an earlier statement of the period, and taken back
        carry_out_g (str):
        created_at (str):
        issuance (None | PeriodStatementIssuance): The newest request to issue it
        links (PeriodStatementLinks):
    """

    statement_no: int
    label: str
    record_id: str
    seq: int
    commitment: str
    er_g: str
    er_t: str
    issued_units: str
    taken_back_g: str
    carry_out_g: str
    created_at: str
    issuance: None | PeriodStatementIssuance
    links: PeriodStatementLinks

    def to_dict(self) -> dict[str, Any]:
        from ..models.period_statement_issuance import PeriodStatementIssuance  # noqa: PLC0415

        statement_no = self.statement_no

        label = self.label

        record_id = self.record_id

        seq = self.seq

        commitment = self.commitment

        er_g = self.er_g

        er_t = self.er_t

        issued_units = self.issued_units

        taken_back_g = self.taken_back_g

        carry_out_g = self.carry_out_g

        created_at = self.created_at

        issuance: dict[str, Any] | None
        if isinstance(self.issuance, PeriodStatementIssuance):
            issuance = self.issuance.to_dict()
        else:
            issuance = self.issuance

        links = self.links.to_dict()

        field_dict: dict[str, Any] = {}

        field_dict.update(
            {
                "statement_no": statement_no,
                "label": label,
                "record_id": record_id,
                "seq": seq,
                "commitment": commitment,
                "er_g": er_g,
                "er_t": er_t,
                "issued_units": issued_units,
                "taken_back_g": taken_back_g,
                "carry_out_g": carry_out_g,
                "created_at": created_at,
                "issuance": issuance,
                "links": links,
            }
        )

        return field_dict

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        from ..models.period_statement_issuance import PeriodStatementIssuance  # noqa: PLC0415
        from ..models.period_statement_links import PeriodStatementLinks  # noqa: PLC0415

        d = dict(src_dict)
        statement_no = d.pop("statement_no")

        label = d.pop("label")

        record_id = d.pop("record_id")

        seq = d.pop("seq")

        commitment = d.pop("commitment")

        er_g = d.pop("er_g")

        er_t = d.pop("er_t")

        issued_units = d.pop("issued_units")

        taken_back_g = d.pop("taken_back_g")

        carry_out_g = d.pop("carry_out_g")

        created_at = d.pop("created_at")

        def _parse_issuance(data: object) -> None | PeriodStatementIssuance:
            if data is None:
                return data
            try:
                if not isinstance(data, dict):
                    raise TypeError()
                issuance_type_0 = PeriodStatementIssuance.from_dict(data)

                return issuance_type_0
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            return cast(None | PeriodStatementIssuance, data)

        issuance = _parse_issuance(d.pop("issuance"))

        links = PeriodStatementLinks.from_dict(d.pop("links"))

        period_statement_item = cls(
            statement_no=statement_no,
            label=label,
            record_id=record_id,
            seq=seq,
            commitment=commitment,
            er_g=er_g,
            er_t=er_t,
            issued_units=issued_units,
            taken_back_g=taken_back_g,
            carry_out_g=carry_out_g,
            created_at=created_at,
            issuance=issuance,
            links=links,
        )

        return period_statement_item
