from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeVar, cast

from attrs import define as _attrs_define

T = TypeVar("T", bound="ApiKeyMade")


@_attrs_define
class ApiKeyMade:
    """
    Attributes:
        key_id (str):
        label (str):
        state (str): `ending`: another key took its place, and it works until `expires_at`. One of `active`, `ending`,
            `expired`, `revoked`
        roles (list[str]):
        scopes (list[str] | None): Null: nothing narrows it, as with the next three
        plants (list[str] | None): The only plants that it sees
        devices (list[str] | None): The only devices that it sends readings of
        networks (list[str] | None): Where it may be used from: addresses and networks (CIDR), IPv4 and IPv6
        created_at (str):
        expires_at (None | str):
        revoked_at (None | str):
        last_used_at (None | str): To within five minutes; null: never
        rotated_to (None | str): Id of the key that took its place
        api_key (str): Shown now and never again; kept nowhere
    """

    key_id: str
    label: str
    state: str
    roles: list[str]
    scopes: list[str] | None
    plants: list[str] | None
    devices: list[str] | None
    networks: list[str] | None
    created_at: str
    expires_at: None | str
    revoked_at: None | str
    last_used_at: None | str
    rotated_to: None | str
    api_key: str

    def to_dict(self) -> dict[str, Any]:
        key_id = self.key_id

        label = self.label

        state = self.state

        roles = self.roles

        scopes: list[str] | None
        if isinstance(self.scopes, list):
            scopes = self.scopes

        else:
            scopes = self.scopes

        plants: list[str] | None
        if isinstance(self.plants, list):
            plants = self.plants

        else:
            plants = self.plants

        devices: list[str] | None
        if isinstance(self.devices, list):
            devices = self.devices

        else:
            devices = self.devices

        networks: list[str] | None
        if isinstance(self.networks, list):
            networks = self.networks

        else:
            networks = self.networks

        created_at = self.created_at

        expires_at: None | str
        expires_at = self.expires_at

        revoked_at: None | str
        revoked_at = self.revoked_at

        last_used_at: None | str
        last_used_at = self.last_used_at

        rotated_to: None | str
        rotated_to = self.rotated_to

        api_key = self.api_key

        field_dict: dict[str, Any] = {}

        field_dict.update(
            {
                "key_id": key_id,
                "label": label,
                "state": state,
                "roles": roles,
                "scopes": scopes,
                "plants": plants,
                "devices": devices,
                "networks": networks,
                "created_at": created_at,
                "expires_at": expires_at,
                "revoked_at": revoked_at,
                "last_used_at": last_used_at,
                "rotated_to": rotated_to,
                "api_key": api_key,
            }
        )

        return field_dict

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        d = dict(src_dict)
        key_id = d.pop("key_id")

        label = d.pop("label")

        state = d.pop("state")

        roles = cast(list[str], d.pop("roles"))

        def _parse_scopes(data: object) -> list[str] | None:
            if data is None:
                return data
            try:
                if not isinstance(data, list):
                    raise TypeError()
                scopes_type_0 = cast(list[str], data)

                return scopes_type_0
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            return cast(list[str] | None, data)

        scopes = _parse_scopes(d.pop("scopes"))

        def _parse_plants(data: object) -> list[str] | None:
            if data is None:
                return data
            try:
                if not isinstance(data, list):
                    raise TypeError()
                plants_type_0 = cast(list[str], data)

                return plants_type_0
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            return cast(list[str] | None, data)

        plants = _parse_plants(d.pop("plants"))

        def _parse_devices(data: object) -> list[str] | None:
            if data is None:
                return data
            try:
                if not isinstance(data, list):
                    raise TypeError()
                devices_type_0 = cast(list[str], data)

                return devices_type_0
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            return cast(list[str] | None, data)

        devices = _parse_devices(d.pop("devices"))

        def _parse_networks(data: object) -> list[str] | None:
            if data is None:
                return data
            try:
                if not isinstance(data, list):
                    raise TypeError()
                networks_type_0 = cast(list[str], data)

                return networks_type_0
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            return cast(list[str] | None, data)

        networks = _parse_networks(d.pop("networks"))

        created_at = d.pop("created_at")

        def _parse_expires_at(data: object) -> None | str:
            if data is None:
                return data
            return cast(None | str, data)

        expires_at = _parse_expires_at(d.pop("expires_at"))

        def _parse_revoked_at(data: object) -> None | str:
            if data is None:
                return data
            return cast(None | str, data)

        revoked_at = _parse_revoked_at(d.pop("revoked_at"))

        def _parse_last_used_at(data: object) -> None | str:
            if data is None:
                return data
            return cast(None | str, data)

        last_used_at = _parse_last_used_at(d.pop("last_used_at"))

        def _parse_rotated_to(data: object) -> None | str:
            if data is None:
                return data
            return cast(None | str, data)

        rotated_to = _parse_rotated_to(d.pop("rotated_to"))

        api_key = d.pop("api_key")

        api_key_made = cls(
            key_id=key_id,
            label=label,
            state=state,
            roles=roles,
            scopes=scopes,
            plants=plants,
            devices=devices,
            networks=networks,
            created_at=created_at,
            expires_at=expires_at,
            revoked_at=revoked_at,
            last_used_at=last_used_at,
            rotated_to=rotated_to,
            api_key=api_key,
        )

        return api_key_made
