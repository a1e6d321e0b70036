from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, TypeVar

from attrs import define as _attrs_define

from ..types import UNSET, Unset

if TYPE_CHECKING:
    from ..models.retirement_request_beneficiary import RetirementRequestBeneficiary
    from ..models.retirement_request_use_period import RetirementRequestUsePeriod


T = TypeVar("T", bound="RetirementRequest")


@_attrs_define
class RetirementRequest:
    """
    Attributes:
        units (str): Smallest units of the token, as digits: with three decimals 1000 of them are a tonne
        beneficiary (RetirementRequestBeneficiary):
        reason (str): Becomes public as it is written
        use_period (RetirementRequestUsePeriod | Unset): Days for which the beneficiary claims them
    """

    units: str
    beneficiary: RetirementRequestBeneficiary
    reason: str
    use_period: RetirementRequestUsePeriod | Unset = UNSET

    def to_dict(self) -> dict[str, Any]:
        units = self.units

        beneficiary = self.beneficiary.to_dict()

        reason = self.reason

        use_period: dict[str, Any] | Unset = UNSET
        if not isinstance(self.use_period, Unset):
            use_period = self.use_period.to_dict()

        field_dict: dict[str, Any] = {}

        field_dict.update(
            {
                "units": units,
                "beneficiary": beneficiary,
                "reason": reason,
            }
        )
        if use_period is not UNSET:
            field_dict["use_period"] = use_period

        return field_dict

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        from ..models.retirement_request_beneficiary import RetirementRequestBeneficiary  # noqa: PLC0415
        from ..models.retirement_request_use_period import RetirementRequestUsePeriod  # noqa: PLC0415

        d = dict(src_dict)
        units = d.pop("units")

        beneficiary = RetirementRequestBeneficiary.from_dict(d.pop("beneficiary"))

        reason = d.pop("reason")

        _use_period = d.pop("use_period", UNSET)
        use_period: RetirementRequestUsePeriod | Unset
        if isinstance(_use_period, Unset):
            use_period = UNSET
        else:
            use_period = RetirementRequestUsePeriod.from_dict(_use_period)

        retirement_request = cls(
            units=units,
            beneficiary=beneficiary,
            reason=reason,
            use_period=use_period,
        )

        return retirement_request
