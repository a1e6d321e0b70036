from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, TypeVar, cast

from attrs import define as _attrs_define

if TYPE_CHECKING:
    from ..models.token_halted import TokenHalted
    from ..models.token_reconciled import TokenReconciled


T = TypeVar("T", bound="Token")


@_attrs_define
class Token:
    """
    Attributes:
        token (str): Rulebook, vintage and grams of a unit; behind them the series, from the second on
        holds (str): Fungible units, or an NFT for each issuance. One of `units`, `certificates`
        series (int): 1 for the first token of its kind; the next is opened when an amount no longer fits
        token_id (None | str): Null until the ledger has created it
        hashscan_url (None | str): Null on the local ledger
        name (str):
        symbol (str):
        decimals (int):
        max_supply (str): Smallest units of the token
        treasury_account_id (str):
        state (str): One of `creating`, `active`, `halted`
        halted (None | TokenHalted): What the ledger shows and nobody asked for: nothing moves in it until a person has
            looked
        accepted_transactions (list[str]): Mints that no statement asked for and the registrar has looked into
        reconciled (None | TokenReconciled): The ledger's own mints and burns and its treasury, as the mirror showed
            them last
    """

    token: str
    holds: str
    series: int
    token_id: None | str
    hashscan_url: None | str
    name: str
    symbol: str
    decimals: int
    max_supply: str
    treasury_account_id: str
    state: str
    halted: None | TokenHalted
    accepted_transactions: list[str]
    reconciled: None | TokenReconciled

    def to_dict(self) -> dict[str, Any]:
        from ..models.token_halted import TokenHalted  # noqa: PLC0415
        from ..models.token_reconciled import TokenReconciled  # noqa: PLC0415

        token = self.token

        holds = self.holds

        series = self.series

        token_id: None | str
        token_id = self.token_id

        hashscan_url: None | str
        hashscan_url = self.hashscan_url

        name = self.name

        symbol = self.symbol

        decimals = self.decimals

        max_supply = self.max_supply

        treasury_account_id = self.treasury_account_id

        state = self.state

        halted: dict[str, Any] | None
        if isinstance(self.halted, TokenHalted):
            halted = self.halted.to_dict()
        else:
            halted = self.halted

        accepted_transactions = self.accepted_transactions

        reconciled: dict[str, Any] | None
        if isinstance(self.reconciled, TokenReconciled):
            reconciled = self.reconciled.to_dict()
        else:
            reconciled = self.reconciled

        field_dict: dict[str, Any] = {}

        field_dict.update(
            {
                "token": token,
                "holds": holds,
                "series": series,
                "token_id": token_id,
                "hashscan_url": hashscan_url,
                "name": name,
                "symbol": symbol,
                "decimals": decimals,
                "max_supply": max_supply,
                "treasury_account_id": treasury_account_id,
                "state": state,
                "halted": halted,
                "accepted_transactions": accepted_transactions,
                "reconciled": reconciled,
            }
        )

        return field_dict

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        from ..models.token_halted import TokenHalted  # noqa: PLC0415
        from ..models.token_reconciled import TokenReconciled  # noqa: PLC0415

        d = dict(src_dict)
        token = d.pop("token")

        holds = d.pop("holds")

        series = d.pop("series")

        def _parse_token_id(data: object) -> None | str:
            if data is None:
                return data
            return cast(None | str, data)

        token_id = _parse_token_id(d.pop("token_id"))

        def _parse_hashscan_url(data: object) -> None | str:
            if data is None:
                return data
            return cast(None | str, data)

        hashscan_url = _parse_hashscan_url(d.pop("hashscan_url"))

        name = d.pop("name")

        symbol = d.pop("symbol")

        decimals = d.pop("decimals")

        max_supply = d.pop("max_supply")

        treasury_account_id = d.pop("treasury_account_id")

        state = d.pop("state")

        def _parse_halted(data: object) -> None | TokenHalted:
            if data is None:
                return data
            try:
                if not isinstance(data, dict):
                    raise TypeError()
                halted_type_0 = TokenHalted.from_dict(data)

                return halted_type_0
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            return cast(None | TokenHalted, data)

        halted = _parse_halted(d.pop("halted"))

        accepted_transactions = cast(list[str], d.pop("accepted_transactions"))

        def _parse_reconciled(data: object) -> None | TokenReconciled:
            if data is None:
                return data
            try:
                if not isinstance(data, dict):
                    raise TypeError()
                reconciled_type_0 = TokenReconciled.from_dict(data)

                return reconciled_type_0
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            return cast(None | TokenReconciled, data)

        reconciled = _parse_reconciled(d.pop("reconciled"))

        token = cls(
            token=token,
            holds=holds,
            series=series,
            token_id=token_id,
            hashscan_url=hashscan_url,
            name=name,
            symbol=symbol,
            decimals=decimals,
            max_supply=max_supply,
            treasury_account_id=treasury_account_id,
            state=state,
            halted=halted,
            accepted_transactions=accepted_transactions,
            reconciled=reconciled,
        )

        return token
