from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, TypeVar

from attrs import define as _attrs_define

if TYPE_CHECKING:
    from ..models.issuer_request_role_map import IssuerRequestRoleMap


T = TypeVar("T", bound="IssuerRequest")


@_attrs_define
class IssuerRequest:
    """
    Attributes:
        issuer (str): `iss` of its tokens, exactly; its OpenID configuration is fetched from there
        audience (str): `aud` that its tokens for this gateway have
        roles_claim (str): Name of the claim with roles or groups, or a path with dots
        role_map (IssuerRequestRoleMap): What each value of the claim gives; values that are not here give nothing
    """

    issuer: str
    audience: str
    roles_claim: str
    role_map: IssuerRequestRoleMap

    def to_dict(self) -> dict[str, Any]:
        issuer = self.issuer

        audience = self.audience

        roles_claim = self.roles_claim

        role_map = self.role_map.to_dict()

        field_dict: dict[str, Any] = {}

        field_dict.update(
            {
                "issuer": issuer,
                "audience": audience,
                "roles_claim": roles_claim,
                "role_map": role_map,
            }
        )

        return field_dict

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        from ..models.issuer_request_role_map import IssuerRequestRoleMap  # noqa: PLC0415

        d = dict(src_dict)
        issuer = d.pop("issuer")

        audience = d.pop("audience")

        roles_claim = d.pop("roles_claim")

        role_map = IssuerRequestRoleMap.from_dict(d.pop("role_map"))

        issuer_request = cls(
            issuer=issuer,
            audience=audience,
            roles_claim=roles_claim,
            role_map=role_map,
        )

        return issuer_request
