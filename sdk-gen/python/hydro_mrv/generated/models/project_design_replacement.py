from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, TypeVar

from attrs import define as _attrs_define

from ..types import UNSET, Unset

if TYPE_CHECKING:
    from ..models.project_design_crediting import ProjectDesignCrediting
    from ..models.project_design_design import ProjectDesignDesign
    from ..models.project_design_ex_ante import ProjectDesignExAnte
    from ..models.project_design_grid import ProjectDesignGrid
    from ..models.project_design_issuance import ProjectDesignIssuance
    from ..models.project_design_meter import ProjectDesignMeter


T = TypeVar("T", bound="ProjectDesignReplacement")


@_attrs_define
class ProjectDesignReplacement:
    """
    Attributes:
        rulebook (str): A rulebook by id, e.g. acm0002-v22.0
        grid (ProjectDesignGrid):
        design (ProjectDesignDesign):
        crediting (ProjectDesignCrediting):
        meters (list[ProjectDesignMeter]):
        in_force_from (str | Unset): First local day it holds for; periods before go on by the version before. Absent:
            every day
        issuance (ProjectDesignIssuance | Unset):
        ex_ante (ProjectDesignExAnte | Unset):
    """

    rulebook: str
    grid: ProjectDesignGrid
    design: ProjectDesignDesign
    crediting: ProjectDesignCrediting
    meters: list[ProjectDesignMeter]
    in_force_from: str | Unset = UNSET
    issuance: ProjectDesignIssuance | Unset = UNSET
    ex_ante: ProjectDesignExAnte | Unset = UNSET

    def to_dict(self) -> dict[str, Any]:
        rulebook = self.rulebook

        grid = self.grid.to_dict()

        design = self.design.to_dict()

        crediting = self.crediting.to_dict()

        meters = []
        for meters_item_data in self.meters:
            meters_item = meters_item_data.to_dict()
            meters.append(meters_item)

        in_force_from = self.in_force_from

        issuance: dict[str, Any] | Unset = UNSET
        if not isinstance(self.issuance, Unset):
            issuance = self.issuance.to_dict()

        ex_ante: dict[str, Any] | Unset = UNSET
        if not isinstance(self.ex_ante, Unset):
            ex_ante = self.ex_ante.to_dict()

        field_dict: dict[str, Any] = {}

        field_dict.update(
            {
                "rulebook": rulebook,
                "grid": grid,
                "design": design,
                "crediting": crediting,
                "meters": meters,
            }
        )
        if in_force_from is not UNSET:
            field_dict["in_force_from"] = in_force_from
        if issuance is not UNSET:
            field_dict["issuance"] = issuance
        if ex_ante is not UNSET:
            field_dict["ex_ante"] = ex_ante

        return field_dict

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        from ..models.project_design_crediting import ProjectDesignCrediting  # noqa: PLC0415
        from ..models.project_design_design import ProjectDesignDesign  # noqa: PLC0415
        from ..models.project_design_ex_ante import ProjectDesignExAnte  # noqa: PLC0415
        from ..models.project_design_grid import ProjectDesignGrid  # noqa: PLC0415
        from ..models.project_design_issuance import ProjectDesignIssuance  # noqa: PLC0415
        from ..models.project_design_meter import ProjectDesignMeter  # noqa: PLC0415

        d = dict(src_dict)
        rulebook = d.pop("rulebook")

        grid = ProjectDesignGrid.from_dict(d.pop("grid"))

        design = ProjectDesignDesign.from_dict(d.pop("design"))

        crediting = ProjectDesignCrediting.from_dict(d.pop("crediting"))

        meters = []
        _meters = d.pop("meters")
        for meters_item_data in _meters:
            meters_item = ProjectDesignMeter.from_dict(meters_item_data)

            meters.append(meters_item)

        in_force_from = d.pop("in_force_from", UNSET)

        _issuance = d.pop("issuance", UNSET)
        issuance: ProjectDesignIssuance | Unset
        if isinstance(_issuance, Unset):
            issuance = UNSET
        else:
            issuance = ProjectDesignIssuance.from_dict(_issuance)

        _ex_ante = d.pop("ex_ante", UNSET)
        ex_ante: ProjectDesignExAnte | Unset
        if isinstance(_ex_ante, Unset):
            ex_ante = UNSET
        else:
            ex_ante = ProjectDesignExAnte.from_dict(_ex_ante)

        project_design_replacement = cls(
            rulebook=rulebook,
            grid=grid,
            design=design,
            crediting=crediting,
            meters=meters,
            in_force_from=in_force_from,
            issuance=issuance,
            ex_ante=ex_ante,
        )

        return project_design_replacement
