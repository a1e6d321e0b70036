from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, TypeVar, cast

from attrs import define as _attrs_define

if TYPE_CHECKING:
    from ..models.issuance_alert import IssuanceAlert
    from ..models.issuance_mint import IssuanceMint
    from ..models.issuance_step import IssuanceStep


T = TypeVar("T", bound="Issuance")


@_attrs_define
class Issuance:
    """
    Attributes:
        issuance_id (str):
        plant_id (str):
        period_id (str):
        statement_no (int):
        statement_sha256 (str): Of the exact bytes that a verifier signs
        state (str): One of `requested`, `verified`, `rejected`, `approved`, `minting`, `issued`, `voided`
        label (str): What the figures may be called, and nothing stronger. One of `unverified estimate`, `verified
            statement`, `issued`
        rulebook (str):
        vintage (int):
        unit_g (str): gCO2 of one unit
        units (str): Whole units of the request
        requested_at (str):
        steps (list[IssuanceStep]): What has happened, oldest first
        mint (IssuanceMint | None):
        alerts (list[IssuanceAlert]): Records that stopped counting after it was issued: a deficit in the next statement
    """

    issuance_id: str
    plant_id: str
    period_id: str
    statement_no: int
    statement_sha256: str
    state: str
    label: str
    rulebook: str
    vintage: int
    unit_g: str
    units: str
    requested_at: str
    steps: list[IssuanceStep]
    mint: IssuanceMint | None
    alerts: list[IssuanceAlert]

    def to_dict(self) -> dict[str, Any]:
        from ..models.issuance_mint import IssuanceMint  # noqa: PLC0415

        issuance_id = self.issuance_id

        plant_id = self.plant_id

        period_id = self.period_id

        statement_no = self.statement_no

        statement_sha256 = self.statement_sha256

        state = self.state

        label = self.label

        rulebook = self.rulebook

        vintage = self.vintage

        unit_g = self.unit_g

        units = self.units

        requested_at = self.requested_at

        steps = []
        for steps_item_data in self.steps:
            steps_item = steps_item_data.to_dict()
            steps.append(steps_item)

        mint: dict[str, Any] | None
        if isinstance(self.mint, IssuanceMint):
            mint = self.mint.to_dict()
        else:
            mint = self.mint

        alerts = []
        for alerts_item_data in self.alerts:
            alerts_item = alerts_item_data.to_dict()
            alerts.append(alerts_item)

        field_dict: dict[str, Any] = {}

        field_dict.update(
            {
                "issuance_id": issuance_id,
                "plant_id": plant_id,
                "period_id": period_id,
                "statement_no": statement_no,
                "statement_sha256": statement_sha256,
                "state": state,
                "label": label,
                "rulebook": rulebook,
                "vintage": vintage,
                "unit_g": unit_g,
                "units": units,
                "requested_at": requested_at,
                "steps": steps,
                "mint": mint,
                "alerts": alerts,
            }
        )

        return field_dict

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        from ..models.issuance_alert import IssuanceAlert  # noqa: PLC0415
        from ..models.issuance_mint import IssuanceMint  # noqa: PLC0415
        from ..models.issuance_step import IssuanceStep  # noqa: PLC0415

        d = dict(src_dict)
        issuance_id = d.pop("issuance_id")

        plant_id = d.pop("plant_id")

        period_id = d.pop("period_id")

        statement_no = d.pop("statement_no")

        statement_sha256 = d.pop("statement_sha256")

        state = d.pop("state")

        label = d.pop("label")

        rulebook = d.pop("rulebook")

        vintage = d.pop("vintage")

        unit_g = d.pop("unit_g")

        units = d.pop("units")

        requested_at = d.pop("requested_at")

        steps = []
        _steps = d.pop("steps")
        for steps_item_data in _steps:
            steps_item = IssuanceStep.from_dict(steps_item_data)

            steps.append(steps_item)

        def _parse_mint(data: object) -> IssuanceMint | None:
            if data is None:
                return data
            try:
                if not isinstance(data, dict):
                    raise TypeError()
                mint_type_0 = IssuanceMint.from_dict(data)

                return mint_type_0
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            return cast(IssuanceMint | None, data)

        mint = _parse_mint(d.pop("mint"))

        alerts = []
        _alerts = d.pop("alerts")
        for alerts_item_data in _alerts:
            alerts_item = IssuanceAlert.from_dict(alerts_item_data)

            alerts.append(alerts_item)

        issuance = cls(
            issuance_id=issuance_id,
            plant_id=plant_id,
            period_id=period_id,
            statement_no=statement_no,
            statement_sha256=statement_sha256,
            state=state,
            label=label,
            rulebook=rulebook,
            vintage=vintage,
            unit_g=unit_g,
            units=units,
            requested_at=requested_at,
            steps=steps,
            mint=mint,
            alerts=alerts,
        )

        return issuance
