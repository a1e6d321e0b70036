"""Contains all the data models used in inputs/outputs"""

from .access_token import AccessToken
from .accreditation_list import AccreditationList
from .accreditation_list_items_item import AccreditationListItemsItem
from .administrative_act import AdministrativeAct
from .administrative_act_detail import AdministrativeActDetail
from .administrative_act_page import AdministrativeActPage
from .alert_acknowledged import AlertAcknowledged
from .alert_acknowledgement import AlertAcknowledgement
from .alert_channel import AlertChannel
from .alert_channel_confirmation import AlertChannelConfirmation
from .alert_channel_last_error_type_0 import AlertChannelLastErrorType0
from .alert_channel_list import AlertChannelList
from .alert_closing import AlertClosing
from .alert_defaults import AlertDefaults
from .alert_defaults_choice import AlertDefaultsChoice
from .alert_detail_changes_item import AlertDetailChangesItem
from .alert_detail_detail import AlertDetailDetail
from .alert_rule import AlertRule
from .alert_rule_body import AlertRuleBody
from .alert_rule_list import AlertRuleList
from .alert_silence import AlertSilence
from .alert_silence_ended_type_0 import AlertSilenceEndedType0
from .alert_silence_list import AlertSilenceList
from .anchor import Anchor
from .anchoring import Anchoring
from .api_key import ApiKey
from .api_key_request import ApiKeyRequest
from .api_key_rotation import ApiKeyRotation
from .api_keys import ApiKeys
from .batch_answer import BatchAnswer
from .batch_item import BatchItem
from .batch_item_problem import BatchItemProblem
from .batch_item_problem_errors_item import BatchItemProblemErrorsItem
from .batch_item_reasons_item import BatchItemReasonsItem
from .batch_totals import BatchTotals
from .batch_totals_verdicts import BatchTotalsVerdicts
from .bundle import Bundle
from .bundle_links import BundleLinks
from .caller import Caller
from .caller_user_type_0 import CallerUserType0
from .caller_user_type_0_organisations_item import CallerUserType0OrganisationsItem
from .carbon_calculation import CarbonCalculation
from .carbon_calculation_factors import CarbonCalculationFactors
from .carbon_calculation_periods_item import CarbonCalculationPeriodsItem
from .carbon_calculation_periods_item_trace_item import (
    CarbonCalculationPeriodsItemTraceItem,
)
from .carbon_calculation_periods_item_trace_item_inputs import (
    CarbonCalculationPeriodsItemTraceItemInputs,
)
from .carbon_calculation_periods_item_trace_item_result import (
    CarbonCalculationPeriodsItemTraceItemResult,
)
from .carbon_calculation_request import CarbonCalculationRequest
from .carbon_calculation_request_design import CarbonCalculationRequestDesign
from .carbon_calculation_request_grid import CarbonCalculationRequestGrid
from .carbon_calculation_request_grid_om import CarbonCalculationRequestGridOm
from .carbon_calculation_request_grid_om_units_item import (
    CarbonCalculationRequestGridOmUnitsItem,
)
from .carbon_calculation_request_grid_om_units_item_fuels_item import (
    CarbonCalculationRequestGridOmUnitsItemFuelsItem,
)
from .carbon_calculation_request_issuance import CarbonCalculationRequestIssuance
from .carbon_calculation_request_periods_item import CarbonCalculationRequestPeriodsItem
from .carbon_calculation_request_periods_item_delayed_calibration import (
    CarbonCalculationRequestPeriodsItemDelayedCalibration,
)
from .carbon_calculation_totals import CarbonCalculationTotals
from .carbon_calculation_totals_ex_ante_type_0 import CarbonCalculationTotalsExAnteType0
from .carbon_calculation_totals_vintages_item import CarbonCalculationTotalsVintagesItem
from .carbon_estimate import CarbonEstimate
from .carbon_estimate_reason import CarbonEstimateReason
from .certificate import Certificate
from .certificate_properties import CertificateProperties
from .certificate_properties_mints_item import CertificatePropertiesMintsItem
from .claim import Claim
from .claim_code import ClaimCode
from .claim_code_request import ClaimCodeRequest
from .claim_list import ClaimList
from .claim_withdrawn_type_0 import ClaimWithdrawnType0
from .claimed_device import ClaimedDevice
from .closing_facts import ClosingFacts
from .closing_facts_calibration import ClosingFactsCalibration
from .correction_request import CorrectionRequest
from .decision_made import DecisionMade
from .decision_request import DecisionRequest
from .device import Device
from .device_claim import DeviceClaim
from .device_config import DeviceConfig
from .device_in_force import DeviceInForce
from .device_key import DeviceKey
from .device_key_revocation import DeviceKeyRevocation
from .device_key_rotation import DeviceKeyRotation
from .device_keys import DeviceKeys
from .device_sensor_limit import DeviceSensorLimit
from .drift_report import DriftReport
from .drift_report_features_type_0 import DriftReportFeaturesType0
from .drift_report_policy import DriftReportPolicy
from .drift_report_recent import DriftReportRecent
from .drift_report_scores import DriftReportScores
from .drift_report_votes_type_0 import DriftReportVotesType0
from .email_confirmation import EmailConfirmation
from .forgotten_password import ForgottenPassword
from .get_liveness_response_200 import GetLivenessResponse200
from .grid_table import GridTable
from .grid_table_page import GridTablePage
from .grid_table_page_items_item import GridTablePageItemsItem
from .grid_table_table import GridTableTable
from .grid_table_table_years_item import GridTableTableYearsItem
from .grid_table_upload import GridTableUpload
from .grid_table_upload_years_item import GridTableUploadYearsItem
from .holding_list import HoldingList
from .holding_list_items_item import HoldingListItemsItem
from .invitation import Invitation
from .invitation_list import InvitationList
from .isolation_forest import IsolationForest
from .issuance import Issuance
from .issuance_alerts_item import IssuanceAlertsItem
from .issuance_list import IssuanceList
from .issuance_mint_type_0 import IssuanceMintType0
from .issuance_mint_type_0_certificate_type_0 import IssuanceMintType0CertificateType0
from .issuance_mint_type_0_parts_item import IssuanceMintType0PartsItem
from .issuance_steps_item import IssuanceStepsItem
from .issuance_steps_item_accreditation_type_0 import (
    IssuanceStepsItemAccreditationType0,
)
from .issuer import Issuer
from .issuer_removed import IssuerRemoved
from .issuer_role_map import IssuerRoleMap
from .issuers import Issuers
from .joined import Joined
from .latest_values import LatestValues
from .latest_values_devices_item import LatestValuesDevicesItem
from .latest_values_devices_item_values import LatestValuesDevicesItemValues
from .latest_values_devices_item_values_additional_property import (
    LatestValuesDevicesItemValuesAdditionalProperty,
)
from .list_problems_response_200 import ListProblemsResponse200
from .log_consistency import LogConsistency
from .log_key import LogKey
from .login import Login
from .member import Member
from .member_invitation import MemberInvitation
from .member_invitation_withdrawn import MemberInvitationWithdrawn
from .member_invitations import MemberInvitations
from .member_removed import MemberRemoved
from .member_roles import MemberRoles
from .members import Members
from .merge_patch import MergePatch
from .meter_clash_list import MeterClashList
from .meter_clash_list_item_holder import MeterClashListItemHolder
from .meter_clash_list_items_item import MeterClashListItemsItem
from .meter_clash_list_items_item_resolved_type_0 import (
    MeterClashListItemsItemResolvedType0,
)
from .model_decided import ModelDecided
from .model_decision_request import ModelDecisionRequest
from .new_alert_channel import NewAlertChannel
from .new_alert_silence import NewAlertSilence
from .new_api_key import NewApiKey
from .new_claim import NewClaim
from .new_invitation import NewInvitation
from .new_issuer import NewIssuer
from .new_issuer_role_map import NewIssuerRoleMap
from .new_member import NewMember
from .new_retirement import NewRetirement
from .new_retirement_beneficiary import NewRetirementBeneficiary
from .new_retirement_use_period import NewRetirementUsePeriod
from .new_transfer import NewTransfer
from .new_webhook import NewWebhook
from .organisation_choice import OrganisationChoice
from .password_change import PasswordChange
from .password_reset import PasswordReset
from .period import Period
from .period_amendment import PeriodAmendment
from .period_days import PeriodDays
from .period_list import PeriodList
from .period_statement import PeriodStatement
from .period_statement_amends_type_0 import PeriodStatementAmendsType0
from .period_statement_calculation import PeriodStatementCalculation
from .period_statement_carried_in import PeriodStatementCarriedIn
from .period_statement_carried_in_trusted_export_wh import (
    PeriodStatementCarriedInTrustedExportWh,
)
from .period_statement_cross_check_type_0 import PeriodStatementCrossCheckType0
from .period_statement_design import PeriodStatementDesign
from .period_statement_factor import PeriodStatementFactor
from .period_statement_facts import PeriodStatementFacts
from .period_statement_figures import PeriodStatementFigures
from .period_statement_figures_additional_property import (
    PeriodStatementFiguresAdditionalProperty,
)
from .period_statement_figures_additional_property_inputs import (
    PeriodStatementFiguresAdditionalPropertyInputs,
)
from .period_statement_figures_additional_property_result import (
    PeriodStatementFiguresAdditionalPropertyResult,
)
from .period_statement_issuance import PeriodStatementIssuance
from .period_statement_meters_item import PeriodStatementMetersItem
from .period_statement_period import PeriodStatementPeriod
from .period_statement_records import PeriodStatementRecords
from .period_statement_warning import PeriodStatementWarning
from .period_statements_item import PeriodStatementsItem
from .period_statements_item_issuance_type_0 import PeriodStatementsItemIssuanceType0
from .period_statements_item_links import PeriodStatementsItemLinks
from .plant import Plant
from .plant_efficiency_curve import PlantEfficiencyCurve
from .plant_grid import PlantGrid
from .plant_import_report import PlantImportReport
from .plant_import_report_rows_item import PlantImportReportRowsItem
from .plant_import_report_rows_item_errors_item import (
    PlantImportReportRowsItemErrorsItem,
)
from .plant_location import PlantLocation
from .plant_model import PlantModel
from .plant_model_decisions_item import PlantModelDecisionsItem
from .plant_model_page import PlantModelPage
from .plant_page import PlantPage
from .plant_registration import PlantRegistration
from .plant_reservoir import PlantReservoir
from .plant_turbine_unit import PlantTurbineUnit
from .plant_with_devices import PlantWithDevices
from .problem_kind import ProblemKind
from .programme_notes import ProgrammeNotes
from .programme_notes_list import ProgrammeNotesList
from .programme_notes_notes_item import ProgrammeNotesNotesItem
from .project_design import ProjectDesign
from .project_design_crediting import ProjectDesignCrediting
from .project_design_design import ProjectDesignDesign
from .project_design_design_reservoir import ProjectDesignDesignReservoir
from .project_design_ex_ante import ProjectDesignExAnte
from .project_design_grid import ProjectDesignGrid
from .project_design_issuance import ProjectDesignIssuance
from .project_design_meter import ProjectDesignMeter
from .project_design_meter_calibration import ProjectDesignMeterCalibration
from .project_design_meter_replacement import ProjectDesignMeterReplacement
from .project_design_meter_replacement_last import ProjectDesignMeterReplacementLast
from .proof import Proof
from .proof_receipt import ProofReceipt
from .public_message import PublicMessage
from .quantities import Quantities
from .readiness import Readiness
from .readiness_checks_item import ReadinessChecksItem
from .reading_page import ReadingPage
from .recomputation import Recomputation
from .record import Record
from .record_correction import RecordCorrection
from .record_device_key import RecordDeviceKey
from .record_links import RecordLinks
from .record_model import RecordModel
from .record_model_model import RecordModelModel
from .record_reopen import RecordReopen
from .record_reopen_records import RecordReopenRecords
from .record_review import RecordReview
from .record_review_effect import RecordReviewEffect
from .record_review_record import RecordReviewRecord
from .recorded_context import RecordedContext
from .recorded_context_observations_item import RecordedContextObservationsItem
from .recorded_signature import RecordedSignature
from .recovery_codes import RecoveryCodes
from .refresh_token import RefreshToken
from .registered import Registered
from .registered_design import RegisteredDesign
from .registered_design_crediting_period import RegisteredDesignCreditingPeriod
from .registered_links import RegisteredLinks
from .registered_organisation import RegisteredOrganisation
from .registered_plant import RegisteredPlant
from .registered_sign_in import RegisteredSignIn
from .registration import Registration
from .registration_organisation import RegistrationOrganisation
from .retirement import Retirement
from .retirement_beneficiary import RetirementBeneficiary
from .retirement_links import RetirementLinks
from .retirement_page import RetirementPage
from .retirement_use_period_type_0 import RetirementUsePeriodType0
from .review import Review
from .review_changes_item import ReviewChangesItem
from .review_page import ReviewPage
from .river_flow import RiverFlow
from .river_flow_import import RiverFlowImport
from .river_flow_import_rows_item import RiverFlowImportRowsItem
from .river_flow_list import RiverFlowList
from .rotated_api_key import RotatedApiKey
from .second_factor_code import SecondFactorCode
from .second_factor_enrolment import SecondFactorEnrolment
from .second_factor_removal import SecondFactorRemoval
from .second_factor_request import SecondFactorRequest
from .series import Series
from .series_devices_item import SeriesDevicesItem
from .series_devices_item_points_item import SeriesDevicesItemPointsItem
from .series_devices_item_points_item_quality import SeriesDevicesItemPointsItemQuality
from .sessions_ended import SessionsEnded
from .shadow_report import ShadowReport
from .shadow_report_chain import ShadowReportChain
from .shadow_report_design import ShadowReportDesign
from .shadow_report_false_rejections import ShadowReportFalseRejections
from .shadow_report_interventions import ShadowReportInterventions
from .shadow_report_ledger import ShadowReportLedger
from .shadow_report_row_manual import ShadowReportRowManual
from .shadow_report_rows_item import ShadowReportRowsItem
from .shadow_report_rows_item_delta_percent import ShadowReportRowsItemDeltaPercent
from .shadow_report_verdict import ShadowReportVerdict
from .shadow_report_verdict_marks_item import ShadowReportVerdictMarksItem
from .stated import Stated
from .telemetry_reading import TelemetryReading
from .telemetry_reading_signature import TelemetryReadingSignature
from .telemetry_reading_signature_batch import TelemetryReadingSignatureBatch
from .token import Token
from .token_halted_type_0 import TokenHaltedType0
from .token_list import TokenList
from .token_reconciled_type_0 import TokenReconciledType0
from .tokens import Tokens
from .training_schedule import TrainingSchedule
from .training_set import TrainingSet
from .training_set_readings import TrainingSetReadings
from .transfer import Transfer
from .transfer_list import TransferList
from .verification import Verification
from .verification_layers_item import VerificationLayersItem
from .verification_reasons_item import VerificationReasonsItem
from .verification_request import VerificationRequest
from .verify_answer import VerifyAnswer
from .verify_answer_checks_item import VerifyAnswerChecksItem
from .verify_request import VerifyRequest
from .webhook import Webhook
from .webhook_change import WebhookChange
from .webhook_delivery import WebhookDelivery
from .webhook_delivery_log_item import WebhookDeliveryLogItem
from .webhook_delivery_page import WebhookDeliveryPage
from .webhook_disabled import WebhookDisabled
from .webhook_list import WebhookList
from .webhook_replay import WebhookReplay
from .webhook_test import WebhookTest
from .webhook_with_secret import WebhookWithSecret

__all__ = (
    "AccessToken",
    "AccreditationList",
    "AccreditationListItemsItem",
    "AdministrativeAct",
    "AdministrativeActDetail",
    "AdministrativeActPage",
    "AlertAcknowledged",
    "AlertAcknowledgement",
    "AlertChannel",
    "AlertChannelConfirmation",
    "AlertChannelLastErrorType0",
    "AlertChannelList",
    "AlertClosing",
    "AlertDefaults",
    "AlertDefaultsChoice",
    "AlertDetailChangesItem",
    "AlertDetailDetail",
    "AlertRule",
    "AlertRuleBody",
    "AlertRuleList",
    "AlertSilence",
    "AlertSilenceEndedType0",
    "AlertSilenceList",
    "Anchor",
    "Anchoring",
    "ApiKey",
    "ApiKeyRequest",
    "ApiKeyRotation",
    "ApiKeys",
    "BatchAnswer",
    "BatchItem",
    "BatchItemProblem",
    "BatchItemProblemErrorsItem",
    "BatchItemReasonsItem",
    "BatchTotals",
    "BatchTotalsVerdicts",
    "Bundle",
    "BundleLinks",
    "Caller",
    "CallerUserType0",
    "CallerUserType0OrganisationsItem",
    "CarbonCalculation",
    "CarbonCalculationFactors",
    "CarbonCalculationPeriodsItem",
    "CarbonCalculationPeriodsItemTraceItem",
    "CarbonCalculationPeriodsItemTraceItemInputs",
    "CarbonCalculationPeriodsItemTraceItemResult",
    "CarbonCalculationRequest",
    "CarbonCalculationRequestDesign",
    "CarbonCalculationRequestGrid",
    "CarbonCalculationRequestGridOm",
    "CarbonCalculationRequestGridOmUnitsItem",
    "CarbonCalculationRequestGridOmUnitsItemFuelsItem",
    "CarbonCalculationRequestIssuance",
    "CarbonCalculationRequestPeriodsItem",
    "CarbonCalculationRequestPeriodsItemDelayedCalibration",
    "CarbonCalculationTotals",
    "CarbonCalculationTotalsExAnteType0",
    "CarbonCalculationTotalsVintagesItem",
    "CarbonEstimate",
    "CarbonEstimateReason",
    "Certificate",
    "CertificateProperties",
    "CertificatePropertiesMintsItem",
    "Claim",
    "ClaimCode",
    "ClaimCodeRequest",
    "ClaimedDevice",
    "ClaimList",
    "ClaimWithdrawnType0",
    "ClosingFacts",
    "ClosingFactsCalibration",
    "CorrectionRequest",
    "DecisionMade",
    "DecisionRequest",
    "Device",
    "DeviceClaim",
    "DeviceConfig",
    "DeviceInForce",
    "DeviceKey",
    "DeviceKeyRevocation",
    "DeviceKeyRotation",
    "DeviceKeys",
    "DeviceSensorLimit",
    "DriftReport",
    "DriftReportFeaturesType0",
    "DriftReportPolicy",
    "DriftReportRecent",
    "DriftReportScores",
    "DriftReportVotesType0",
    "EmailConfirmation",
    "ForgottenPassword",
    "GetLivenessResponse200",
    "GridTable",
    "GridTablePage",
    "GridTablePageItemsItem",
    "GridTableTable",
    "GridTableTableYearsItem",
    "GridTableUpload",
    "GridTableUploadYearsItem",
    "HoldingList",
    "HoldingListItemsItem",
    "Invitation",
    "InvitationList",
    "IsolationForest",
    "Issuance",
    "IssuanceAlertsItem",
    "IssuanceList",
    "IssuanceMintType0",
    "IssuanceMintType0CertificateType0",
    "IssuanceMintType0PartsItem",
    "IssuanceStepsItem",
    "IssuanceStepsItemAccreditationType0",
    "Issuer",
    "IssuerRemoved",
    "IssuerRoleMap",
    "Issuers",
    "Joined",
    "LatestValues",
    "LatestValuesDevicesItem",
    "LatestValuesDevicesItemValues",
    "LatestValuesDevicesItemValuesAdditionalProperty",
    "ListProblemsResponse200",
    "LogConsistency",
    "Login",
    "LogKey",
    "Member",
    "MemberInvitation",
    "MemberInvitations",
    "MemberInvitationWithdrawn",
    "MemberRemoved",
    "MemberRoles",
    "Members",
    "MergePatch",
    "MeterClashList",
    "MeterClashListItemHolder",
    "MeterClashListItemsItem",
    "MeterClashListItemsItemResolvedType0",
    "ModelDecided",
    "ModelDecisionRequest",
    "NewAlertChannel",
    "NewAlertSilence",
    "NewApiKey",
    "NewClaim",
    "NewInvitation",
    "NewIssuer",
    "NewIssuerRoleMap",
    "NewMember",
    "NewRetirement",
    "NewRetirementBeneficiary",
    "NewRetirementUsePeriod",
    "NewTransfer",
    "NewWebhook",
    "OrganisationChoice",
    "PasswordChange",
    "PasswordReset",
    "Period",
    "PeriodAmendment",
    "PeriodDays",
    "PeriodList",
    "PeriodStatement",
    "PeriodStatementAmendsType0",
    "PeriodStatementCalculation",
    "PeriodStatementCarriedIn",
    "PeriodStatementCarriedInTrustedExportWh",
    "PeriodStatementCrossCheckType0",
    "PeriodStatementDesign",
    "PeriodStatementFactor",
    "PeriodStatementFacts",
    "PeriodStatementFigures",
    "PeriodStatementFiguresAdditionalProperty",
    "PeriodStatementFiguresAdditionalPropertyInputs",
    "PeriodStatementFiguresAdditionalPropertyResult",
    "PeriodStatementIssuance",
    "PeriodStatementMetersItem",
    "PeriodStatementPeriod",
    "PeriodStatementRecords",
    "PeriodStatementsItem",
    "PeriodStatementsItemIssuanceType0",
    "PeriodStatementsItemLinks",
    "PeriodStatementWarning",
    "Plant",
    "PlantEfficiencyCurve",
    "PlantGrid",
    "PlantImportReport",
    "PlantImportReportRowsItem",
    "PlantImportReportRowsItemErrorsItem",
    "PlantLocation",
    "PlantModel",
    "PlantModelDecisionsItem",
    "PlantModelPage",
    "PlantPage",
    "PlantRegistration",
    "PlantReservoir",
    "PlantTurbineUnit",
    "PlantWithDevices",
    "ProblemKind",
    "ProgrammeNotes",
    "ProgrammeNotesList",
    "ProgrammeNotesNotesItem",
    "ProjectDesign",
    "ProjectDesignCrediting",
    "ProjectDesignDesign",
    "ProjectDesignDesignReservoir",
    "ProjectDesignExAnte",
    "ProjectDesignGrid",
    "ProjectDesignIssuance",
    "ProjectDesignMeter",
    "ProjectDesignMeterCalibration",
    "ProjectDesignMeterReplacement",
    "ProjectDesignMeterReplacementLast",
    "Proof",
    "ProofReceipt",
    "PublicMessage",
    "Quantities",
    "Readiness",
    "ReadinessChecksItem",
    "ReadingPage",
    "Recomputation",
    "Record",
    "RecordCorrection",
    "RecordDeviceKey",
    "RecordedContext",
    "RecordedContextObservationsItem",
    "RecordedSignature",
    "RecordLinks",
    "RecordModel",
    "RecordModelModel",
    "RecordReopen",
    "RecordReopenRecords",
    "RecordReview",
    "RecordReviewEffect",
    "RecordReviewRecord",
    "RecoveryCodes",
    "RefreshToken",
    "Registered",
    "RegisteredDesign",
    "RegisteredDesignCreditingPeriod",
    "RegisteredLinks",
    "RegisteredOrganisation",
    "RegisteredPlant",
    "RegisteredSignIn",
    "Registration",
    "RegistrationOrganisation",
    "Retirement",
    "RetirementBeneficiary",
    "RetirementLinks",
    "RetirementPage",
    "RetirementUsePeriodType0",
    "Review",
    "ReviewChangesItem",
    "ReviewPage",
    "RiverFlow",
    "RiverFlowImport",
    "RiverFlowImportRowsItem",
    "RiverFlowList",
    "RotatedApiKey",
    "SecondFactorCode",
    "SecondFactorEnrolment",
    "SecondFactorRemoval",
    "SecondFactorRequest",
    "Series",
    "SeriesDevicesItem",
    "SeriesDevicesItemPointsItem",
    "SeriesDevicesItemPointsItemQuality",
    "SessionsEnded",
    "ShadowReport",
    "ShadowReportChain",
    "ShadowReportDesign",
    "ShadowReportFalseRejections",
    "ShadowReportInterventions",
    "ShadowReportLedger",
    "ShadowReportRowManual",
    "ShadowReportRowsItem",
    "ShadowReportRowsItemDeltaPercent",
    "ShadowReportVerdict",
    "ShadowReportVerdictMarksItem",
    "Stated",
    "TelemetryReading",
    "TelemetryReadingSignature",
    "TelemetryReadingSignatureBatch",
    "Token",
    "TokenHaltedType0",
    "TokenList",
    "TokenReconciledType0",
    "Tokens",
    "TrainingSchedule",
    "TrainingSet",
    "TrainingSetReadings",
    "Transfer",
    "TransferList",
    "Verification",
    "VerificationLayersItem",
    "VerificationReasonsItem",
    "VerificationRequest",
    "VerifyAnswer",
    "VerifyAnswerChecksItem",
    "VerifyRequest",
    "Webhook",
    "WebhookChange",
    "WebhookDelivery",
    "WebhookDeliveryLogItem",
    "WebhookDeliveryPage",
    "WebhookDisabled",
    "WebhookList",
    "WebhookReplay",
    "WebhookTest",
    "WebhookWithSecret",
)
