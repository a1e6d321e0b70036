from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, TypeVar

from attrs import define as _attrs_define

if TYPE_CHECKING:
    from ..models.rulebook_hash import RulebookHash
    from ..models.shadow_report_chain import ShadowReportChain
    from ..models.shadow_report_design import ShadowReportDesign
    from ..models.shadow_report_false_rejections import ShadowReportFalseRejections
    from ..models.shadow_report_interventions import ShadowReportInterventions
    from ..models.shadow_report_ledger import ShadowReportLedger
    from ..models.shadow_report_row import ShadowReportRow
    from ..models.shadow_report_verdict import ShadowReportVerdict


T = TypeVar("T", bound="ShadowReport")


@_attrs_define
class ShadowReport:
    """
    Attributes:
        report_id (str):
        plant_id (str):
        label (str):
        created_at (str):
        source_sha256 (str): Of the uploaded report
        chain (ShadowReportChain): How far the plant's chain was read
        design (ShadowReportDesign):
        rulebook (RulebookHash):
        rows (list[ShadowReportRow]):
        false_rejections (ShadowReportFalseRejections):
        ledger (ShadowReportLedger):
        interventions (ShadowReportInterventions):
        verdict (ShadowReportVerdict):
    """

    report_id: str
    plant_id: str
    label: str
    created_at: str
    source_sha256: str
    chain: ShadowReportChain
    design: ShadowReportDesign
    rulebook: RulebookHash
    rows: list[ShadowReportRow]
    false_rejections: ShadowReportFalseRejections
    ledger: ShadowReportLedger
    interventions: ShadowReportInterventions
    verdict: ShadowReportVerdict

    def to_dict(self) -> dict[str, Any]:
        report_id = self.report_id

        plant_id = self.plant_id

        label = self.label

        created_at = self.created_at

        source_sha256 = self.source_sha256

        chain = self.chain.to_dict()

        design = self.design.to_dict()

        rulebook = self.rulebook.to_dict()

        rows = []
        for rows_item_data in self.rows:
            rows_item = rows_item_data.to_dict()
            rows.append(rows_item)

        false_rejections = self.false_rejections.to_dict()

        ledger = self.ledger.to_dict()

        interventions = self.interventions.to_dict()

        verdict = self.verdict.to_dict()

        field_dict: dict[str, Any] = {}

        field_dict.update(
            {
                "report_id": report_id,
                "plant_id": plant_id,
                "label": label,
                "created_at": created_at,
                "source_sha256": source_sha256,
                "chain": chain,
                "design": design,
                "rulebook": rulebook,
                "rows": rows,
                "false_rejections": false_rejections,
                "ledger": ledger,
                "interventions": interventions,
                "verdict": verdict,
            }
        )

        return field_dict

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        from ..models.rulebook_hash import RulebookHash  # noqa: PLC0415
        from ..models.shadow_report_chain import ShadowReportChain  # noqa: PLC0415
        from ..models.shadow_report_design import ShadowReportDesign  # noqa: PLC0415
        from ..models.shadow_report_false_rejections import ShadowReportFalseRejections  # noqa: PLC0415
        from ..models.shadow_report_interventions import ShadowReportInterventions  # noqa: PLC0415
        from ..models.shadow_report_ledger import ShadowReportLedger  # noqa: PLC0415
        from ..models.shadow_report_row import ShadowReportRow  # noqa: PLC0415
        from ..models.shadow_report_verdict import ShadowReportVerdict  # noqa: PLC0415

        d = dict(src_dict)
        report_id = d.pop("report_id")

        plant_id = d.pop("plant_id")

        label = d.pop("label")

        created_at = d.pop("created_at")

        source_sha256 = d.pop("source_sha256")

        chain = ShadowReportChain.from_dict(d.pop("chain"))

        design = ShadowReportDesign.from_dict(d.pop("design"))

        rulebook = RulebookHash.from_dict(d.pop("rulebook"))

        rows = []
        _rows = d.pop("rows")
        for rows_item_data in _rows:
            rows_item = ShadowReportRow.from_dict(rows_item_data)

            rows.append(rows_item)

        false_rejections = ShadowReportFalseRejections.from_dict(d.pop("false_rejections"))

        ledger = ShadowReportLedger.from_dict(d.pop("ledger"))

        interventions = ShadowReportInterventions.from_dict(d.pop("interventions"))

        verdict = ShadowReportVerdict.from_dict(d.pop("verdict"))

        shadow_report = cls(
            report_id=report_id,
            plant_id=plant_id,
            label=label,
            created_at=created_at,
            source_sha256=source_sha256,
            chain=chain,
            design=design,
            rulebook=rulebook,
            rows=rows,
            false_rejections=false_rejections,
            ledger=ledger,
            interventions=interventions,
            verdict=verdict,
        )

        return shadow_report
