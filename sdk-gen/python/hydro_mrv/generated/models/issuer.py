from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, TypeVar

from attrs import define as _attrs_define

if TYPE_CHECKING:
    from ..models.issuer_role_map import IssuerRoleMap


T = TypeVar("T", bound="Issuer")


@_attrs_define
class Issuer:
    """
    Attributes:
        issuer_id (str):
        issuer (str):
        audience (str):
        jwks_uri (str):
        roles_claim (str):
        role_map (IssuerRoleMap):
        created_at (str):
    """

    issuer_id: str
    issuer: str
    audience: str
    jwks_uri: str
    roles_claim: str
    role_map: IssuerRoleMap
    created_at: str

    def to_dict(self) -> dict[str, Any]:
        issuer_id = self.issuer_id

        issuer = self.issuer

        audience = self.audience

        jwks_uri = self.jwks_uri

        roles_claim = self.roles_claim

        role_map = self.role_map.to_dict()

        created_at = self.created_at

        field_dict: dict[str, Any] = {}

        field_dict.update(
            {
                "issuer_id": issuer_id,
                "issuer": issuer,
                "audience": audience,
                "jwks_uri": jwks_uri,
                "roles_claim": roles_claim,
                "role_map": role_map,
                "created_at": created_at,
            }
        )

        return field_dict

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        from ..models.issuer_role_map import IssuerRoleMap  # noqa: PLC0415

        d = dict(src_dict)
        issuer_id = d.pop("issuer_id")

        issuer = d.pop("issuer")

        audience = d.pop("audience")

        jwks_uri = d.pop("jwks_uri")

        roles_claim = d.pop("roles_claim")

        role_map = IssuerRoleMap.from_dict(d.pop("role_map"))

        created_at = d.pop("created_at")

        issuer = cls(
            issuer_id=issuer_id,
            issuer=issuer,
            audience=audience,
            jwks_uri=jwks_uri,
            roles_claim=roles_claim,
            role_map=role_map,
            created_at=created_at,
        )

        return issuer
