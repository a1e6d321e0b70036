from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeVar, cast

from attrs import define as _attrs_define

T = TypeVar("T", bound="Holding")


@_attrs_define
class Holding:
    """
    Attributes:
        plant_id (str):
        issuance_id (str):
        token_id (str):
        token_url (None | str): On HashScan; null on the local ledger and before there is one
        rulebook (str):
        vintage (int):
        unit_g (str): gCO2 of one unit
        minted (str): Units ever issued; all others add up to this
        free (str): In the treasury, at your disposal unless `token_deleted_at` is said
        moving (str): In the treasury, set aside for transfers and retirements on their way
        transferred (str):
        retired (str):
        free_t (str): `free` in tonnes of CO2
        token_deleted_at (None | str): When it was first seen that the ledger has the token deleted, for good: its units
            can be neither transferred nor retired any more (422 `token.deleted`). Null: it is not
    """

    plant_id: str
    issuance_id: str
    token_id: str
    token_url: None | str
    rulebook: str
    vintage: int
    unit_g: str
    minted: str
    free: str
    moving: str
    transferred: str
    retired: str
    free_t: str
    token_deleted_at: None | str

    def to_dict(self) -> dict[str, Any]:
        plant_id = self.plant_id

        issuance_id = self.issuance_id

        token_id = self.token_id

        token_url: None | str
        token_url = self.token_url

        rulebook = self.rulebook

        vintage = self.vintage

        unit_g = self.unit_g

        minted = self.minted

        free = self.free

        moving = self.moving

        transferred = self.transferred

        retired = self.retired

        free_t = self.free_t

        token_deleted_at: None | str
        token_deleted_at = self.token_deleted_at

        field_dict: dict[str, Any] = {}

        field_dict.update(
            {
                "plant_id": plant_id,
                "issuance_id": issuance_id,
                "token_id": token_id,
                "token_url": token_url,
                "rulebook": rulebook,
                "vintage": vintage,
                "unit_g": unit_g,
                "minted": minted,
                "free": free,
                "moving": moving,
                "transferred": transferred,
                "retired": retired,
                "free_t": free_t,
                "token_deleted_at": token_deleted_at,
            }
        )

        return field_dict

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        d = dict(src_dict)
        plant_id = d.pop("plant_id")

        issuance_id = d.pop("issuance_id")

        token_id = d.pop("token_id")

        def _parse_token_url(data: object) -> None | str:
            if data is None:
                return data
            return cast(None | str, data)

        token_url = _parse_token_url(d.pop("token_url"))

        rulebook = d.pop("rulebook")

        vintage = d.pop("vintage")

        unit_g = d.pop("unit_g")

        minted = d.pop("minted")

        free = d.pop("free")

        moving = d.pop("moving")

        transferred = d.pop("transferred")

        retired = d.pop("retired")

        free_t = d.pop("free_t")

        def _parse_token_deleted_at(data: object) -> None | str:
            if data is None:
                return data
            return cast(None | str, data)

        token_deleted_at = _parse_token_deleted_at(d.pop("token_deleted_at"))

        holding = cls(
            plant_id=plant_id,
            issuance_id=issuance_id,
            token_id=token_id,
            token_url=token_url,
            rulebook=rulebook,
            vintage=vintage,
            unit_g=unit_g,
            minted=minted,
            free=free,
            moving=moving,
            transferred=transferred,
            retired=retired,
            free_t=free_t,
            token_deleted_at=token_deleted_at,
        )

        return holding
