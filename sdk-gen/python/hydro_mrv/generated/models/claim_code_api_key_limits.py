from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeVar, cast

from attrs import define as _attrs_define

T = TypeVar("T", bound="ClaimCodeApiKeyLimits")


@_attrs_define
class ClaimCodeApiKeyLimits:
    """What the device's API key will be narrowed to, as your key is; null: nothing narrows it

    Attributes:
        scopes (list[str] | None):
        networks (list[str] | None):
        expires_at (None | str):
    """

    scopes: list[str] | None
    networks: list[str] | None
    expires_at: None | str

    def to_dict(self) -> dict[str, Any]:
        scopes: list[str] | None
        if isinstance(self.scopes, list):
            scopes = self.scopes

        else:
            scopes = self.scopes

        networks: list[str] | None
        if isinstance(self.networks, list):
            networks = self.networks

        else:
            networks = self.networks

        expires_at: None | str
        expires_at = self.expires_at

        field_dict: dict[str, Any] = {}

        field_dict.update(
            {
                "scopes": scopes,
                "networks": networks,
                "expires_at": expires_at,
            }
        )

        return field_dict

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        d = dict(src_dict)

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

        def _parse_expires_at(data: object) -> None | str:
            if data is None:
                return data
            return cast(None | str, data)

        expires_at = _parse_expires_at(d.pop("expires_at"))

        claim_code_api_key_limits = cls(
            scopes=scopes,
            networks=networks,
            expires_at=expires_at,
        )

        return claim_code_api_key_limits
