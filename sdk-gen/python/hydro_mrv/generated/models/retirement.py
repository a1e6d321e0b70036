from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, TypeVar, cast

from attrs import define as _attrs_define

if TYPE_CHECKING:
    from ..models.retirement_beneficiary import RetirementBeneficiary
    from ..models.retirement_links import RetirementLinks
    from ..models.retirement_use_period import RetirementUsePeriod


T = TypeVar("T", bound="Retirement")


@_attrs_define
class Retirement:
    """
    Attributes:
        retirement_id (str):
        state (str): `ordered`: final, and the ledger has not done it yet. `failed`: its token was deleted on the ledger
            before; nothing is retired by it, and never will be. One of `ordered`, `done`, `failed`
        label (str): What the units may be called, and nothing stronger
        units (str):
        unit_g (str): gCO2 of one unit
        tonnes (str): Of CO2, exact
        rulebook (str):
        vintage (int):
        beneficiary (RetirementBeneficiary):
        reason (str):
        use_period (None | RetirementUsePeriod):
        method (str): `account`: moved to the retirement account. One of `burn`, `account`
        account_id (None | str): The retirement account
        issued_under (str): SHA-256 of the monitoring statement: the memo of the mint
        statement (str): The retirement in canonical form (RFC 8785)
        statement_sha256 (str): The memo of the ledger's transaction
        token_id (str):
        token_url (None | str): On HashScan; null on the local ledger and before there is one
        transaction_id (None | str):
        hashscan_url (None | str): On HashScan; null on the local ledger and before there is one
        network (str): `local` proves nothing to others
        ordered_at (str):
        retired_at (None | str):
        failed_at (None | str): When it was found that the ledger will never do it
        failure (None | str): Why the units are not retired; null unless `failed`
        links (RetirementLinks):
    """

    retirement_id: str
    state: str
    label: str
    units: str
    unit_g: str
    tonnes: str
    rulebook: str
    vintage: int
    beneficiary: RetirementBeneficiary
    reason: str
    use_period: None | RetirementUsePeriod
    method: str
    account_id: None | str
    issued_under: str
    statement: str
    statement_sha256: str
    token_id: str
    token_url: None | str
    transaction_id: None | str
    hashscan_url: None | str
    network: str
    ordered_at: str
    retired_at: None | str
    failed_at: None | str
    failure: None | str
    links: RetirementLinks

    def to_dict(self) -> dict[str, Any]:
        from ..models.retirement_use_period import RetirementUsePeriod  # noqa: PLC0415

        retirement_id = self.retirement_id

        state = self.state

        label = self.label

        units = self.units

        unit_g = self.unit_g

        tonnes = self.tonnes

        rulebook = self.rulebook

        vintage = self.vintage

        beneficiary = self.beneficiary.to_dict()

        reason = self.reason

        use_period: dict[str, Any] | None
        if isinstance(self.use_period, RetirementUsePeriod):
            use_period = self.use_period.to_dict()
        else:
            use_period = self.use_period

        method = self.method

        account_id: None | str
        account_id = self.account_id

        issued_under = self.issued_under

        statement = self.statement

        statement_sha256 = self.statement_sha256

        token_id = self.token_id

        token_url: None | str
        token_url = self.token_url

        transaction_id: None | str
        transaction_id = self.transaction_id

        hashscan_url: None | str
        hashscan_url = self.hashscan_url

        network = self.network

        ordered_at = self.ordered_at

        retired_at: None | str
        retired_at = self.retired_at

        failed_at: None | str
        failed_at = self.failed_at

        failure: None | str
        failure = self.failure

        links = self.links.to_dict()

        field_dict: dict[str, Any] = {}

        field_dict.update(
            {
                "retirement_id": retirement_id,
                "state": state,
                "label": label,
                "units": units,
                "unit_g": unit_g,
                "tonnes": tonnes,
                "rulebook": rulebook,
                "vintage": vintage,
                "beneficiary": beneficiary,
                "reason": reason,
                "use_period": use_period,
                "method": method,
                "account_id": account_id,
                "issued_under": issued_under,
                "statement": statement,
                "statement_sha256": statement_sha256,
                "token_id": token_id,
                "token_url": token_url,
                "transaction_id": transaction_id,
                "hashscan_url": hashscan_url,
                "network": network,
                "ordered_at": ordered_at,
                "retired_at": retired_at,
                "failed_at": failed_at,
                "failure": failure,
                "links": links,
            }
        )

        return field_dict

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        from ..models.retirement_beneficiary import RetirementBeneficiary  # noqa: PLC0415
        from ..models.retirement_links import RetirementLinks  # noqa: PLC0415
        from ..models.retirement_use_period import RetirementUsePeriod  # noqa: PLC0415

        d = dict(src_dict)
        retirement_id = d.pop("retirement_id")

        state = d.pop("state")

        label = d.pop("label")

        units = d.pop("units")

        unit_g = d.pop("unit_g")

        tonnes = d.pop("tonnes")

        rulebook = d.pop("rulebook")

        vintage = d.pop("vintage")

        beneficiary = RetirementBeneficiary.from_dict(d.pop("beneficiary"))

        reason = d.pop("reason")

        def _parse_use_period(data: object) -> None | RetirementUsePeriod:
            if data is None:
                return data
            try:
                if not isinstance(data, dict):
                    raise TypeError()
                use_period_type_0 = RetirementUsePeriod.from_dict(data)

                return use_period_type_0
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            return cast(None | RetirementUsePeriod, data)

        use_period = _parse_use_period(d.pop("use_period"))

        method = d.pop("method")

        def _parse_account_id(data: object) -> None | str:
            if data is None:
                return data
            return cast(None | str, data)

        account_id = _parse_account_id(d.pop("account_id"))

        issued_under = d.pop("issued_under")

        statement = d.pop("statement")

        statement_sha256 = d.pop("statement_sha256")

        token_id = d.pop("token_id")

        def _parse_token_url(data: object) -> None | str:
            if data is None:
                return data
            return cast(None | str, data)

        token_url = _parse_token_url(d.pop("token_url"))

        def _parse_transaction_id(data: object) -> None | str:
            if data is None:
                return data
            return cast(None | str, data)

        transaction_id = _parse_transaction_id(d.pop("transaction_id"))

        def _parse_hashscan_url(data: object) -> None | str:
            if data is None:
                return data
            return cast(None | str, data)

        hashscan_url = _parse_hashscan_url(d.pop("hashscan_url"))

        network = d.pop("network")

        ordered_at = d.pop("ordered_at")

        def _parse_retired_at(data: object) -> None | str:
            if data is None:
                return data
            return cast(None | str, data)

        retired_at = _parse_retired_at(d.pop("retired_at"))

        def _parse_failed_at(data: object) -> None | str:
            if data is None:
                return data
            return cast(None | str, data)

        failed_at = _parse_failed_at(d.pop("failed_at"))

        def _parse_failure(data: object) -> None | str:
            if data is None:
                return data
            return cast(None | str, data)

        failure = _parse_failure(d.pop("failure"))

        links = RetirementLinks.from_dict(d.pop("links"))

        retirement = cls(
            retirement_id=retirement_id,
            state=state,
            label=label,
            units=units,
            unit_g=unit_g,
            tonnes=tonnes,
            rulebook=rulebook,
            vintage=vintage,
            beneficiary=beneficiary,
            reason=reason,
            use_period=use_period,
            method=method,
            account_id=account_id,
            issued_under=issued_under,
            statement=statement,
            statement_sha256=statement_sha256,
            token_id=token_id,
            token_url=token_url,
            transaction_id=transaction_id,
            hashscan_url=hashscan_url,
            network=network,
            ordered_at=ordered_at,
            retired_at=retired_at,
            failed_at=failed_at,
            failure=failure,
            links=links,
        )

        return retirement
