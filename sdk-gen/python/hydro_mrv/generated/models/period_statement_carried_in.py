from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, TypeVar, cast

from attrs import define as _attrs_define

from ..types import UNSET, Unset

if TYPE_CHECKING:
    from ..models.period_statement_carried_in_register_ahead import (
        PeriodStatementCarriedInRegisterAhead,
    )
    from ..models.period_statement_carried_in_trusted_export_wh import (
        PeriodStatementCarriedInTrustedExportWh,
    )


T = TypeVar("T", bound="PeriodStatementCarriedIn")


@_attrs_define
class PeriodStatementCarriedIn:
    """
    Attributes:
        year_to_date_net_wh (None | str):
        trusted_export_wh (PeriodStatementCarriedInTrustedExportWh):
        register_ahead (PeriodStatementCarriedInRegisterAhead | Unset): What each meter's register was ahead by where
            the period before ended, Wh; from v 4 on
    """

    year_to_date_net_wh: None | str
    trusted_export_wh: PeriodStatementCarriedInTrustedExportWh
    register_ahead: PeriodStatementCarriedInRegisterAhead | Unset = UNSET

    def to_dict(self) -> dict[str, Any]:
        year_to_date_net_wh: None | str
        year_to_date_net_wh = self.year_to_date_net_wh

        trusted_export_wh = self.trusted_export_wh.to_dict()

        register_ahead: dict[str, Any] | Unset = UNSET
        if not isinstance(self.register_ahead, Unset):
            register_ahead = self.register_ahead.to_dict()

        field_dict: dict[str, Any] = {}

        field_dict.update(
            {
                "year_to_date_net_wh": year_to_date_net_wh,
                "trusted_export_wh": trusted_export_wh,
            }
        )
        if register_ahead is not UNSET:
            field_dict["register_ahead"] = register_ahead

        return field_dict

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        from ..models.period_statement_carried_in_register_ahead import (
            PeriodStatementCarriedInRegisterAhead,  # noqa: PLC0415
        )
        from ..models.period_statement_carried_in_trusted_export_wh import (
            PeriodStatementCarriedInTrustedExportWh,  # noqa: PLC0415
        )

        d = dict(src_dict)

        def _parse_year_to_date_net_wh(data: object) -> None | str:
            if data is None:
                return data
            return cast(None | str, data)

        year_to_date_net_wh = _parse_year_to_date_net_wh(d.pop("year_to_date_net_wh"))

        trusted_export_wh = PeriodStatementCarriedInTrustedExportWh.from_dict(d.pop("trusted_export_wh"))

        _register_ahead = d.pop("register_ahead", UNSET)
        register_ahead: PeriodStatementCarriedInRegisterAhead | Unset
        if isinstance(_register_ahead, Unset):
            register_ahead = UNSET
        else:
            register_ahead = PeriodStatementCarriedInRegisterAhead.from_dict(_register_ahead)

        period_statement_carried_in = cls(
            year_to_date_net_wh=year_to_date_net_wh,
            trusted_export_wh=trusted_export_wh,
            register_ahead=register_ahead,
        )

        return period_statement_carried_in
