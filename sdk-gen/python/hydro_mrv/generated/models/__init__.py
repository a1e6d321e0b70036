"""Contains all the data models used in inputs/outputs"""

from .access_token import AccessToken
from .accreditation import Accreditation
from .accreditation_list import AccreditationList
from .administrative_act import AdministrativeAct
from .administrative_act_detail import AdministrativeActDetail
from .administrative_act_page import AdministrativeActPage
from .alert import Alert
from .alert_acknowledged import AlertAcknowledged
from .alert_acknowledgement import AlertAcknowledgement
from .alert_channel import AlertChannel
from .alert_channel_confirmation import AlertChannelConfirmation
from .alert_channel_last_error import AlertChannelLastError
from .alert_channel_list import AlertChannelList
from .alert_channel_request import AlertChannelRequest
from .alert_closing import AlertClosing
from .alert_defaults import AlertDefaults
from .alert_defaults_choice import AlertDefaultsChoice
from .alert_detail import AlertDetail
from .alert_list import AlertList
from .alert_rule import AlertRule
from .alert_rule_body import AlertRuleBody
from .alert_rule_list import AlertRuleList
from .alert_silence import AlertSilence
from .alert_silence_ended import AlertSilenceEnded
from .alert_silence_list import AlertSilenceList
from .alert_silence_request import AlertSilenceRequest
from .alert_with_history import AlertWithHistory
from .alert_with_history_change import AlertWithHistoryChange
from .alert_with_history_detail import AlertWithHistoryDetail
from .anchor import Anchor
from .anchoring import Anchoring
from .api_key import ApiKey
from .api_key_detail import ApiKeyDetail
from .api_key_made import ApiKeyMade
from .api_key_request import ApiKeyRequest
from .api_key_rotation import ApiKeyRotation
from .api_keys import ApiKeys
from .batch_answer import BatchAnswer
from .batch_item import BatchItem
from .batch_item_problem import BatchItemProblem
from .batch_item_reason import BatchItemReason
from .batch_sample import BatchSample
from .batch_totals import BatchTotals
from .batch_totals_verdicts import BatchTotalsVerdicts
from .bundle import Bundle
from .bundle_links import BundleLinks
from .calculated_fuel import CalculatedFuel
from .calculation_warning import CalculationWarning
from .caller import Caller
from .caller_user import CallerUser
from .caller_user_organisation import CallerUserOrganisation
from .carbon_calculation import CarbonCalculation
from .carbon_calculation_factors import CarbonCalculationFactors
from .carbon_calculation_period import CarbonCalculationPeriod
from .carbon_calculation_period_trace import CarbonCalculationPeriodTrace
from .carbon_calculation_period_trace_inputs import CarbonCalculationPeriodTraceInputs
from .carbon_calculation_period_trace_result import CarbonCalculationPeriodTraceResult
from .carbon_calculation_request import CarbonCalculationRequest
from .carbon_calculation_request_design import CarbonCalculationRequestDesign
from .carbon_calculation_request_grid import CarbonCalculationRequestGrid
from .carbon_calculation_request_grid_om import CarbonCalculationRequestGridOm
from .carbon_calculation_request_grid_om_unit import CarbonCalculationRequestGridOmUnit
from .carbon_calculation_request_issuance import CarbonCalculationRequestIssuance
from .carbon_calculation_request_period import CarbonCalculationRequestPeriod
from .carbon_calculation_request_period_delayed_calibration import (
    CarbonCalculationRequestPeriodDelayedCalibration,
)
from .carbon_calculation_totals import CarbonCalculationTotals
from .carbon_calculation_totals_ex_ante import CarbonCalculationTotalsExAnte
from .carbon_calculation_totals_vintage import CarbonCalculationTotalsVintage
from .carbon_estimate import CarbonEstimate
from .certificate import Certificate
from .certificate_properties import CertificateProperties
from .certificate_properties_mint import CertificatePropertiesMint
from .claim import Claim
from .claim_code import ClaimCode
from .claim_code_api_key_limits import ClaimCodeApiKeyLimits
from .claim_code_request import ClaimCodeRequest
from .claim_list import ClaimList
from .claim_request import ClaimRequest
from .claim_withdrawn import ClaimWithdrawn
from .claimed_device import ClaimedDevice
from .closing_facts import ClosingFacts
from .closing_facts_calibration import ClosingFactsCalibration
from .correction_request import CorrectionRequest
from .crediting_period import CreditingPeriod
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
from .drift_report_recent import DriftReportRecent
from .drift_report_votes import DriftReportVotes
from .drift_scores import DriftScores
from .email_confirmation import EmailConfirmation
from .forgotten_password import ForgottenPassword
from .get_liveness_response_200 import GetLivenessResponse200
from .grid_table import GridTable
from .grid_table_item import GridTableItem
from .grid_table_page import GridTablePage
from .grid_table_table import GridTableTable
from .grid_table_table_year import GridTableTableYear
from .grid_table_upload import GridTableUpload
from .grid_table_upload_year import GridTableUploadYear
from .holding import Holding
from .holding_list import HoldingList
from .hourly_energies import HourlyEnergies
from .invitation import Invitation
from .invitation_list import InvitationList
from .invitation_request import InvitationRequest
from .isolation_forest import IsolationForest
from .issuance import Issuance
from .issuance_alert import IssuanceAlert
from .issuance_list import IssuanceList
from .issuance_mint import IssuanceMint
from .issuance_mint_certificate import IssuanceMintCertificate
from .issuance_mint_part import IssuanceMintPart
from .issuance_step import IssuanceStep
from .issuance_step_accreditation import IssuanceStepAccreditation
from .issuer import Issuer
from .issuer_removed import IssuerRemoved
from .issuer_request import IssuerRequest
from .issuer_request_role_map import IssuerRequestRoleMap
from .issuer_role_map import IssuerRoleMap
from .issuers import Issuers
from .joined import Joined
from .latest_values import LatestValues
from .latest_values_device import LatestValuesDevice
from .latest_values_device_value import LatestValuesDeviceValue
from .latest_values_device_values import LatestValuesDeviceValues
from .left_standing import LeftStanding
from .left_standing_item import LeftStandingItem
from .list_problems_response_200 import ListProblemsResponse200
from .log_consistency import LogConsistency
from .log_key import LogKey
from .log_key_predecessor import LogKeyPredecessor
from .login import Login
from .member import Member
from .member_invitation import MemberInvitation
from .member_invitation_withdrawn import MemberInvitationWithdrawn
from .member_invitations import MemberInvitations
from .member_removed import MemberRemoved
from .member_request import MemberRequest
from .member_roles import MemberRoles
from .members import Members
from .merge_patch import MergePatch
from .meter_clash import MeterClash
from .meter_clash_days import MeterClashDays
from .meter_clash_holder import MeterClashHolder
from .meter_clash_list import MeterClashList
from .meter_clash_resolved import MeterClashResolved
from .model_decided import ModelDecided
from .model_decision_request import ModelDecisionRequest
from .model_hash import ModelHash
from .newest_sample import NewestSample
from .newest_sample_readings import NewestSampleReadings
from .organisation_choice import OrganisationChoice
from .password_change import PasswordChange
from .password_reset import PasswordReset
from .period import Period
from .period_amendment import PeriodAmendment
from .period_days import PeriodDays
from .period_list import PeriodList
from .period_statement import PeriodStatement
from .period_statement_amends import PeriodStatementAmends
from .period_statement_calculation import PeriodStatementCalculation
from .period_statement_carried_in import PeriodStatementCarriedIn
from .period_statement_carried_in_register_ahead import (
    PeriodStatementCarriedInRegisterAhead,
)
from .period_statement_carried_in_trusted_export_wh import (
    PeriodStatementCarriedInTrustedExportWh,
)
from .period_statement_cross_check import PeriodStatementCrossCheck
from .period_statement_design import PeriodStatementDesign
from .period_statement_factor import PeriodStatementFactor
from .period_statement_facts import PeriodStatementFacts
from .period_statement_figure import PeriodStatementFigure
from .period_statement_figure_inputs import PeriodStatementFigureInputs
from .period_statement_figure_result import PeriodStatementFigureResult
from .period_statement_figures import PeriodStatementFigures
from .period_statement_issuance import PeriodStatementIssuance
from .period_statement_item import PeriodStatementItem
from .period_statement_links import PeriodStatementLinks
from .period_statement_meter import PeriodStatementMeter
from .period_statement_period import PeriodStatementPeriod
from .period_statement_records import PeriodStatementRecords
from .plant import Plant
from .plant_accounting import PlantAccounting
from .plant_efficiency_curve import PlantEfficiencyCurve
from .plant_grid import PlantGrid
from .plant_import_report import PlantImportReport
from .plant_import_report_row import PlantImportReportRow
from .plant_import_report_row_error import PlantImportReportRowError
from .plant_location import PlantLocation
from .plant_model import PlantModel
from .plant_model_decision import PlantModelDecision
from .plant_model_page import PlantModelPage
from .plant_page import PlantPage
from .plant_record import PlantRecord
from .plant_record_correction import PlantRecordCorrection
from .plant_record_device_key import PlantRecordDeviceKey
from .plant_record_links import PlantRecordLinks
from .plant_record_model import PlantRecordModel
from .plant_record_reopen import PlantRecordReopen
from .plant_record_reopen_records import PlantRecordReopenRecords
from .plant_record_review import PlantRecordReview
from .plant_record_review_effect import PlantRecordReviewEffect
from .plant_registration import PlantRegistration
from .plant_reservoir import PlantReservoir
from .plant_turbine_unit import PlantTurbineUnit
from .plant_with_devices import PlantWithDevices
from .policy_hash import PolicyHash
from .problem_error import ProblemError
from .problem_kind import ProblemKind
from .programme_notes import ProgrammeNotes
from .programme_notes_list import ProgrammeNotesList
from .programme_notes_note import ProgrammeNotesNote
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
from .proof_receipt_block_proof_type_0 import ProofReceiptBlockProofType0
from .public_message import PublicMessage
from .quantities import Quantities
from .readiness import Readiness
from .readiness_check import ReadinessCheck
from .reading_page import ReadingPage
from .reason_in_words import ReasonInWords
from .recomputation import Recomputation
from .record_place import RecordPlace
from .record_sample import RecordSample
from .record_samples import RecordSamples
from .recorded_context import RecordedContext
from .recorded_context_observation import RecordedContextObservation
from .recorded_signature import RecordedSignature
from .recovery_codes import RecoveryCodes
from .refresh_token import RefreshToken
from .register_ahead import RegisterAhead
from .registered import Registered
from .registered_design import RegisteredDesign
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
from .retirement_request import RetirementRequest
from .retirement_request_beneficiary import RetirementRequestBeneficiary
from .retirement_request_use_period import RetirementRequestUsePeriod
from .retirement_use_period import RetirementUsePeriod
from .review import Review
from .review_change import ReviewChange
from .review_page import ReviewPage
from .river_flow import RiverFlow
from .river_flow_import import RiverFlowImport
from .river_flow_import_row import RiverFlowImportRow
from .river_flow_list import RiverFlowList
from .rotated_api_key import RotatedApiKey
from .rulebook_hash import RulebookHash
from .sample import Sample
from .sample_links import SampleLinks
from .sample_page import SamplePage
from .sample_slot import SampleSlot
from .second_factor_code import SecondFactorCode
from .second_factor_enrolment import SecondFactorEnrolment
from .second_factor_removal import SecondFactorRemoval
from .second_factor_request import SecondFactorRequest
from .series import Series
from .series_device import SeriesDevice
from .series_device_point import SeriesDevicePoint
from .series_device_point_quality import SeriesDevicePointQuality
from .sessions_ended import SessionsEnded
from .shadow_report import ShadowReport
from .shadow_report_chain import ShadowReportChain
from .shadow_report_design import ShadowReportDesign
from .shadow_report_false_rejections import ShadowReportFalseRejections
from .shadow_report_interventions import ShadowReportInterventions
from .shadow_report_ledger import ShadowReportLedger
from .shadow_report_row import ShadowReportRow
from .shadow_report_row_delta_percent import ShadowReportRowDeltaPercent
from .shadow_report_verdict import ShadowReportVerdict
from .shadow_report_verdict_mark import ShadowReportVerdictMark
from .stated import Stated
from .stated_issuance import StatedIssuance
from .stream_alert import StreamAlert
from .stream_anchored import StreamAnchored
from .stream_query import StreamQuery
from .stream_reading import StreamReading
from .stream_reading_readings import StreamReadingReadings
from .stream_rollup import StreamRollup
from .stream_rollup_reading import StreamRollupReading
from .stream_rollup_readings import StreamRollupReadings
from .stream_sample import StreamSample
from .stream_sample_readings import StreamSampleReadings
from .stream_verdict import StreamVerdict
from .stream_window import StreamWindow
from .stream_window_reading import StreamWindowReading
from .stream_window_readings import StreamWindowReadings
from .telemetry_reading import TelemetryReading
from .telemetry_reading_signature import TelemetryReadingSignature
from .telemetry_reading_signature_batch import TelemetryReadingSignatureBatch
from .token import Token
from .token_halted import TokenHalted
from .token_list import TokenList
from .token_reconciled import TokenReconciled
from .tokens import Tokens
from .training_schedule import TrainingSchedule
from .training_set import TrainingSet
from .training_set_readings import TrainingSetReadings
from .transfer import Transfer
from .transfer_list import TransferList
from .transfer_request import TransferRequest
from .verification import Verification
from .verification_layer import VerificationLayer
from .verification_reason import VerificationReason
from .verification_request import VerificationRequest
from .verify_answer import VerifyAnswer
from .verify_answer_check import VerifyAnswerCheck
from .verify_request import VerifyRequest
from .webhook import Webhook
from .webhook_change import WebhookChange
from .webhook_delivery import WebhookDelivery
from .webhook_delivery_log import WebhookDeliveryLog
from .webhook_delivery_page import WebhookDeliveryPage
from .webhook_disabled import WebhookDisabled
from .webhook_list import WebhookList
from .webhook_replay import WebhookReplay
from .webhook_request import WebhookRequest
from .webhook_test import WebhookTest
from .webhook_with_secret import WebhookWithSecret

__all__ = (
    "AccessToken",
    "Accreditation",
    "AccreditationList",
    "AdministrativeAct",
    "AdministrativeActDetail",
    "AdministrativeActPage",
    "Alert",
    "AlertAcknowledged",
    "AlertAcknowledgement",
    "AlertChannel",
    "AlertChannelConfirmation",
    "AlertChannelLastError",
    "AlertChannelList",
    "AlertChannelRequest",
    "AlertClosing",
    "AlertDefaults",
    "AlertDefaultsChoice",
    "AlertDetail",
    "AlertList",
    "AlertRule",
    "AlertRuleBody",
    "AlertRuleList",
    "AlertSilence",
    "AlertSilenceEnded",
    "AlertSilenceList",
    "AlertSilenceRequest",
    "AlertWithHistory",
    "AlertWithHistoryChange",
    "AlertWithHistoryDetail",
    "Anchor",
    "Anchoring",
    "ApiKey",
    "ApiKeyDetail",
    "ApiKeyMade",
    "ApiKeyRequest",
    "ApiKeyRotation",
    "ApiKeys",
    "BatchAnswer",
    "BatchItem",
    "BatchItemProblem",
    "BatchItemReason",
    "BatchSample",
    "BatchTotals",
    "BatchTotalsVerdicts",
    "Bundle",
    "BundleLinks",
    "CalculatedFuel",
    "CalculationWarning",
    "Caller",
    "CallerUser",
    "CallerUserOrganisation",
    "CarbonCalculation",
    "CarbonCalculationFactors",
    "CarbonCalculationPeriod",
    "CarbonCalculationPeriodTrace",
    "CarbonCalculationPeriodTraceInputs",
    "CarbonCalculationPeriodTraceResult",
    "CarbonCalculationRequest",
    "CarbonCalculationRequestDesign",
    "CarbonCalculationRequestGrid",
    "CarbonCalculationRequestGridOm",
    "CarbonCalculationRequestGridOmUnit",
    "CarbonCalculationRequestIssuance",
    "CarbonCalculationRequestPeriod",
    "CarbonCalculationRequestPeriodDelayedCalibration",
    "CarbonCalculationTotals",
    "CarbonCalculationTotalsExAnte",
    "CarbonCalculationTotalsVintage",
    "CarbonEstimate",
    "Certificate",
    "CertificateProperties",
    "CertificatePropertiesMint",
    "Claim",
    "ClaimCode",
    "ClaimCodeApiKeyLimits",
    "ClaimCodeRequest",
    "ClaimedDevice",
    "ClaimList",
    "ClaimRequest",
    "ClaimWithdrawn",
    "ClosingFacts",
    "ClosingFactsCalibration",
    "CorrectionRequest",
    "CreditingPeriod",
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
    "DriftReportRecent",
    "DriftReportVotes",
    "DriftScores",
    "EmailConfirmation",
    "ForgottenPassword",
    "GetLivenessResponse200",
    "GridTable",
    "GridTableItem",
    "GridTablePage",
    "GridTableTable",
    "GridTableTableYear",
    "GridTableUpload",
    "GridTableUploadYear",
    "Holding",
    "HoldingList",
    "HourlyEnergies",
    "Invitation",
    "InvitationList",
    "InvitationRequest",
    "IsolationForest",
    "Issuance",
    "IssuanceAlert",
    "IssuanceList",
    "IssuanceMint",
    "IssuanceMintCertificate",
    "IssuanceMintPart",
    "IssuanceStep",
    "IssuanceStepAccreditation",
    "Issuer",
    "IssuerRemoved",
    "IssuerRequest",
    "IssuerRequestRoleMap",
    "IssuerRoleMap",
    "Issuers",
    "Joined",
    "LatestValues",
    "LatestValuesDevice",
    "LatestValuesDeviceValue",
    "LatestValuesDeviceValues",
    "LeftStanding",
    "LeftStandingItem",
    "ListProblemsResponse200",
    "LogConsistency",
    "Login",
    "LogKey",
    "LogKeyPredecessor",
    "Member",
    "MemberInvitation",
    "MemberInvitations",
    "MemberInvitationWithdrawn",
    "MemberRemoved",
    "MemberRequest",
    "MemberRoles",
    "Members",
    "MergePatch",
    "MeterClash",
    "MeterClashDays",
    "MeterClashHolder",
    "MeterClashList",
    "MeterClashResolved",
    "ModelDecided",
    "ModelDecisionRequest",
    "ModelHash",
    "NewestSample",
    "NewestSampleReadings",
    "OrganisationChoice",
    "PasswordChange",
    "PasswordReset",
    "Period",
    "PeriodAmendment",
    "PeriodDays",
    "PeriodList",
    "PeriodStatement",
    "PeriodStatementAmends",
    "PeriodStatementCalculation",
    "PeriodStatementCarriedIn",
    "PeriodStatementCarriedInRegisterAhead",
    "PeriodStatementCarriedInTrustedExportWh",
    "PeriodStatementCrossCheck",
    "PeriodStatementDesign",
    "PeriodStatementFactor",
    "PeriodStatementFacts",
    "PeriodStatementFigure",
    "PeriodStatementFigureInputs",
    "PeriodStatementFigureResult",
    "PeriodStatementFigures",
    "PeriodStatementIssuance",
    "PeriodStatementItem",
    "PeriodStatementLinks",
    "PeriodStatementMeter",
    "PeriodStatementPeriod",
    "PeriodStatementRecords",
    "Plant",
    "PlantAccounting",
    "PlantEfficiencyCurve",
    "PlantGrid",
    "PlantImportReport",
    "PlantImportReportRow",
    "PlantImportReportRowError",
    "PlantLocation",
    "PlantModel",
    "PlantModelDecision",
    "PlantModelPage",
    "PlantPage",
    "PlantRecord",
    "PlantRecordCorrection",
    "PlantRecordDeviceKey",
    "PlantRecordLinks",
    "PlantRecordModel",
    "PlantRecordReopen",
    "PlantRecordReopenRecords",
    "PlantRecordReview",
    "PlantRecordReviewEffect",
    "PlantRegistration",
    "PlantReservoir",
    "PlantTurbineUnit",
    "PlantWithDevices",
    "PolicyHash",
    "ProblemError",
    "ProblemKind",
    "ProgrammeNotes",
    "ProgrammeNotesList",
    "ProgrammeNotesNote",
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
    "ProofReceiptBlockProofType0",
    "PublicMessage",
    "Quantities",
    "Readiness",
    "ReadinessCheck",
    "ReadingPage",
    "ReasonInWords",
    "Recomputation",
    "RecordedContext",
    "RecordedContextObservation",
    "RecordedSignature",
    "RecordPlace",
    "RecordSample",
    "RecordSamples",
    "RecoveryCodes",
    "RefreshToken",
    "RegisterAhead",
    "Registered",
    "RegisteredDesign",
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
    "RetirementRequest",
    "RetirementRequestBeneficiary",
    "RetirementRequestUsePeriod",
    "RetirementUsePeriod",
    "Review",
    "ReviewChange",
    "ReviewPage",
    "RiverFlow",
    "RiverFlowImport",
    "RiverFlowImportRow",
    "RiverFlowList",
    "RotatedApiKey",
    "RulebookHash",
    "Sample",
    "SampleLinks",
    "SamplePage",
    "SampleSlot",
    "SecondFactorCode",
    "SecondFactorEnrolment",
    "SecondFactorRemoval",
    "SecondFactorRequest",
    "Series",
    "SeriesDevice",
    "SeriesDevicePoint",
    "SeriesDevicePointQuality",
    "SessionsEnded",
    "ShadowReport",
    "ShadowReportChain",
    "ShadowReportDesign",
    "ShadowReportFalseRejections",
    "ShadowReportInterventions",
    "ShadowReportLedger",
    "ShadowReportRow",
    "ShadowReportRowDeltaPercent",
    "ShadowReportVerdict",
    "ShadowReportVerdictMark",
    "Stated",
    "StatedIssuance",
    "StreamAlert",
    "StreamAnchored",
    "StreamQuery",
    "StreamReading",
    "StreamReadingReadings",
    "StreamRollup",
    "StreamRollupReading",
    "StreamRollupReadings",
    "StreamSample",
    "StreamSampleReadings",
    "StreamVerdict",
    "StreamWindow",
    "StreamWindowReading",
    "StreamWindowReadings",
    "TelemetryReading",
    "TelemetryReadingSignature",
    "TelemetryReadingSignatureBatch",
    "Token",
    "TokenHalted",
    "TokenList",
    "TokenReconciled",
    "Tokens",
    "TrainingSchedule",
    "TrainingSet",
    "TrainingSetReadings",
    "Transfer",
    "TransferList",
    "TransferRequest",
    "Verification",
    "VerificationLayer",
    "VerificationReason",
    "VerificationRequest",
    "VerifyAnswer",
    "VerifyAnswerCheck",
    "VerifyRequest",
    "Webhook",
    "WebhookChange",
    "WebhookDelivery",
    "WebhookDeliveryLog",
    "WebhookDeliveryPage",
    "WebhookDisabled",
    "WebhookList",
    "WebhookReplay",
    "WebhookRequest",
    "WebhookTest",
    "WebhookWithSecret",
)
