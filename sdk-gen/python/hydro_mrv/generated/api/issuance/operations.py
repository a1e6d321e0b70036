from ...client import AuthenticatedClient
from ...models.accreditation_list import AccreditationList
from ...models.certificate import Certificate
from ...models.claim import Claim
from ...models.claim_list import ClaimList
from ...models.claim_request import ClaimRequest
from ...models.invitation import Invitation
from ...models.invitation_list import InvitationList
from ...models.invitation_request import InvitationRequest
from ...models.issuance import Issuance
from ...models.issuance_list import IssuanceList
from ...models.meter_clash_list import MeterClashList
from ...models.period import Period
from ...models.period_statement import PeriodStatement
from ...models.token_list import TokenList
from ...models.verification_request import VerificationRequest
from ...types import UNSET, File, Unset
from . import approve_issuance as _approve_issuance
from . import export_invited_records as _export_invited_records
from . import get_certificate as _get_certificate
from . import get_invited_bundle as _get_invited_bundle
from . import get_invited_period as _get_invited_period
from . import get_invited_statement as _get_invited_statement
from . import get_issuance as _get_issuance
from . import invite_to_period as _invite_to_period
from . import list_accreditations as _list_accreditations
from . import list_claims as _list_claims
from . import list_issuances as _list_issuances
from . import list_meter_clashes as _list_meter_clashes
from . import list_period_invitations as _list_period_invitations
from . import list_received_invitations as _list_received_invitations
from . import list_tokens as _list_tokens
from . import mint_issuance as _mint_issuance
from . import record_claim as _record_claim
from . import request_issuance as _request_issuance
from . import verify_issuance as _verify_issuance
from . import withdraw_invitation as _withdraw_invitation


class Operations:
    """Operations of the API's part "issuance"."""

    def __init__(self, client: AuthenticatedClient) -> None:
        self._client = client

    def list_accreditations(
        self,
        *,
        rulebook: str | Unset = UNSET,
        cursor: str | Unset = UNSET,
        limit: int | Unset = UNSET,
    ) -> AccreditationList:
        """List who may verify and issue, by key.

        Public: rulebook, role, public key and validity of every accreditation the registrar of this gateway
        has given. Each is a record of the registrar's chain and a leaf of the log. Who holds it is told by
        its holder, and by the evidence of what was issued under it.

        Args:
            rulebook (str | Unset): Id of a rulebook: only what is of this one
            cursor (str | Unset): `next_cursor` of the page before, unchanged
            limit (int | Unset): Most items on a page
        """
        return _list_accreditations.sync(
            client=self._client,
            rulebook=rulebook,
            cursor=cursor,
            limit=limit,
        )

    def list_received_invitations(
        self,
        *,
        cursor: str | Unset = UNSET,
        limit: int | Unset = UNSET,
    ) -> InvitationList:
        """List the periods your organisation is invited to.

        Standing invitations by other organisations, oldest first. Follow `next_cursor`, or the Link header.

        Args:
            cursor (str | Unset): `next_cursor` of the page before, unchanged
            limit (int | Unset): Most items on a page
        """
        return _list_received_invitations.sync(
            client=self._client,
            cursor=cursor,
            limit=limit,
        )

    def get_invited_bundle(
        self,
        invitation_id: str,
    ) -> File:
        """Get the newest evidence bundle of the period you are invited to.

        As its own organisation gets it. Beside the period it holds the records back to the closing from
        which everything can be recomputed.

        Args:
            invitation_id (str): Id of the invitation
        """
        return _get_invited_bundle.sync(
            client=self._client,
            invitation_id=invitation_id,
        )

    def get_invited_period(
        self,
        invitation_id: str,
    ) -> Period:
        """Look at the period you are invited to.

        As its own organisation sees it; a statement's link leads to its bytes as a guest reads them. Those
        of its record and proof lead nowhere for a guest: a bundle holds both, and `/records` the readings.

        Args:
            invitation_id (str): Id of the invitation
        """
        return _get_invited_period.sync(
            client=self._client,
            invitation_id=invitation_id,
        )

    def export_invited_records(
        self,
        invitation_id: str,
    ) -> File:
        """Get the records of the period you are invited to, byte for byte.

        Readings and corrections that end in the period, what reviews made of them, and every configuration
        of the plant, in order of acceptance, one a line. Records of other days are left out, so `seq` has
        gaps; the log proves each line by itself.

        Args:
            invitation_id (str): Id of the invitation
        """
        return _export_invited_records.sync(
            client=self._client,
            invitation_id=invitation_id,
        )

    def get_invited_statement(
        self,
        invitation_id: str,
        statement_no: int,
    ) -> PeriodStatement:
        """Get a statement of the period you are invited to, byte for byte.

        Its canonical (RFC 8785) bytes: what a verifier's Ed25519 signature covers.

        Args:
            invitation_id (str): Id of the invitation
            statement_no (int): Number of the statement in its period, from 1
        """
        return _get_invited_statement.sync(
            client=self._client,
            invitation_id=invitation_id,
            statement_no=statement_no,
        )

    def list_issuances(
        self,
        *,
        cursor: str | Unset = UNSET,
        limit: int | Unset = UNSET,
    ) -> IssuanceList:
        """List issuances that your organisation has to do with.

        Those of its own plants and of periods it is invited to, by organisation, plant and time of request.
        Follow `next_cursor`, or the Link header.

        Args:
            cursor (str | Unset): `next_cursor` of the page before, unchanged
            limit (int | Unset): Most items on a page
        """
        return _list_issuances.sync(
            client=self._client,
            cursor=cursor,
            limit=limit,
        )

    def get_issuance(
        self,
        issuance_id: str,
    ) -> Issuance:
        """Look at one issuance.

        Where it stands, who took which step under which accreditation, and how far the ledger has got.

        Args:
            issuance_id (str): Id of the issuance
        """
        return _get_issuance.sync(
            client=self._client,
            issuance_id=issuance_id,
        )

    def approve_issuance(
        self,
        issuance_id: str,
        *,
        idempotency_key: str | Unset = UNSET,
    ) -> Issuance:
        """Accept a verified statement for issue.

        For keys with the role `issuer` of an organisation that is invited as the period's issuer,
        accredited for the rulebook, and neither its operator nor its verifier. What an issuer approved that
        is invited no more, another one approves in its place. Again: 200.

        Args:
            issuance_id (str): Id of the issuance
            idempotency_key (str | Unset): Makes the call safe to repeat for 24 h: 1-255 visible ASCII
                characters, best as a structured-field string: `"8e03978e"`. The same key with the same
                path and body gets the first answer again
        """
        return _approve_issuance.sync(
            client=self._client,
            issuance_id=issuance_id,
            idempotency_key=idempotency_key,
        )

    def mint_issuance(
        self,
        issuance_id: str,
        *,
        idempotency_key: str | Unset = UNSET,
    ) -> Issuance:
        """Have an approved issuance minted.

        Commits the mint: from here on there is no way back, and the ledger does it once. The answer does
        not wait for it; `state` becomes `issued` when the last part is on the ledger. Again: 200 with the
        same mint.

        Args:
            issuance_id (str): Id of the issuance
            idempotency_key (str | Unset): Makes the call safe to repeat for 24 h: 1-255 visible ASCII
                characters, best as a structured-field string: `"8e03978e"`. The same key with the same
                path and body gets the first answer again
        """
        return _mint_issuance.sync(
            client=self._client,
            issuance_id=issuance_id,
            idempotency_key=idempotency_key,
        )

    def verify_issuance(
        self,
        issuance_id: str,
        *,
        body: VerificationRequest,
        idempotency_key: str | Unset = UNSET,
    ) -> Issuance:
        """Sign a statement, or reject it.

        For keys with the role `verifier` of an organisation that is invited to the period as its verifier
        and accredited for the rulebook now. The signature is made off the gateway over the statement's
        exact bytes (`npm run audit -- sign FILE`, or any Ed25519 tool) and held against the accredited
        keys. The same finding again answers 200.

        Args:
            issuance_id (str): Id of the issuance
            idempotency_key (str | Unset): Makes the call safe to repeat for 24 h: 1-255 visible ASCII
                characters, best as a structured-field string: `"8e03978e"`. The same key with the same
                path and body gets the first answer again
            body (VerificationRequest):
        """
        return _verify_issuance.sync(
            client=self._client,
            issuance_id=issuance_id,
            body=body,
            idempotency_key=idempotency_key,
        )

    def list_claims(
        self,
        plant_id: str,
        *,
        cursor: str | Unset = UNSET,
        limit: int | Unset = UNSET,
    ) -> ClaimList:
        """List what of a plant was claimed under other programmes.

        In the order of their days, those that were taken back included. Follow `next_cursor`, or the Link
        header.

        Args:
            plant_id (str): Id of the plant, as it was registered
            cursor (str | Unset): `next_cursor` of the page before, unchanged
            limit (int | Unset): Most items on a page
        """
        return _list_claims.sync(
            client=self._client,
            plant_id=plant_id,
            cursor=cursor,
            limit=limit,
        )

    def record_claim(
        self,
        plant_id: str,
        *,
        body: ClaimRequest,
        idempotency_key: str | Unset = UNSET,
    ) -> Claim:
        """Record that MWh were claimed under another programme.

        Certificates such as I-REC(E), or credits elsewhere, for whole local days of a plant: a record of
        its chain. What is claimed is not issued here, and a request that waits for it is void; what is
        issued here, or on its way, cannot be claimed any more (422 with `rule` and `clause`). The same
        claim again answers 200; one of other days or energy under the same `reference` and `from` is
        refused (409). Only the registrar takes one back.

        Args:
            plant_id (str): Id of the plant, as it was registered
            idempotency_key (str | Unset): Makes the call safe to repeat for 24 h: 1-255 visible ASCII
                characters, best as a structured-field string: `"8e03978e"`. The same key with the same
                path and body gets the first answer again
            body (ClaimRequest):
        """
        return _record_claim.sync(
            client=self._client,
            plant_id=plant_id,
            body=body,
            idempotency_key=idempotency_key,
        )

    def list_period_invitations(
        self,
        plant_id: str,
        period_id: str,
        *,
        cursor: str | Unset = UNSET,
        limit: int | Unset = UNSET,
    ) -> InvitationList:
        """List who is invited to a period.

        Oldest first, those that were withdrawn included. Follow `next_cursor`, or the Link header.

        Args:
            plant_id (str): Id of the plant, as it was registered
            period_id (str): Id of the monitoring period
            cursor (str | Unset): `next_cursor` of the page before, unchanged
            limit (int | Unset): Most items on a page
        """
        return _list_period_invitations.sync(
            client=self._client,
            plant_id=plant_id,
            period_id=period_id,
            cursor=cursor,
            limit=limit,
        )

    def invite_to_period(
        self,
        plant_id: str,
        period_id: str,
        *,
        body: InvitationRequest,
        idempotency_key: str | Unset = UNSET,
    ) -> Invitation:
        """Invite another organisation to one period.

        The owner lets an organisation look at this period of this plant, and nothing else, as its verifier,
        its issuer or an auditor. Whether that organisation exists is not told. The same invitation again
        answers 200.

        Args:
            plant_id (str): Id of the plant, as it was registered
            period_id (str): Id of the monitoring period
            idempotency_key (str | Unset): Makes the call safe to repeat for 24 h: 1-255 visible ASCII
                characters, best as a structured-field string: `"8e03978e"`. The same key with the same
                path and body gets the first answer again
            body (InvitationRequest):
        """
        return _invite_to_period.sync(
            client=self._client,
            plant_id=plant_id,
            period_id=period_id,
            body=body,
            idempotency_key=idempotency_key,
        )

    def withdraw_invitation(
        self,
        plant_id: str,
        period_id: str,
        invitation_id: str,
        *,
        idempotency_key: str | Unset = UNSET,
    ) -> Invitation:
        """Take an invitation back.

        Its guest sees the period no more; the steps it took stay. Again: nothing changes.

        Args:
            plant_id (str): Id of the plant, as it was registered
            period_id (str): Id of the monitoring period
            invitation_id (str): Id of the invitation
            idempotency_key (str | Unset): Makes the call safe to repeat for 24 h: 1-255 visible ASCII
                characters, best as a structured-field string: `"8e03978e"`. The same key with the same
                path and body gets the first answer again
        """
        return _withdraw_invitation.sync(
            client=self._client,
            plant_id=plant_id,
            period_id=period_id,
            invitation_id=invitation_id,
            idempotency_key=idempotency_key,
        )

    def request_issuance(
        self,
        plant_id: str,
        period_id: str,
        *,
        idempotency_key: str | Unset = UNSET,
    ) -> Issuance:
        """Ask for a period's newest statement to be verified and issued.

        The operator's step. A verifier and an issuer of two other organisations, invited by the owner and
        accredited for the rulebook, take the next ones. Asked again, there is one request; an amendment of
        the period or a claim on its MWh elsewhere ends it. Refused (422) with `rule` and `clause` where MWh
        of the period are claimed elsewhere, a meter's serial is active in another plant, or the statement
        rests on records that count no more.

        Args:
            plant_id (str): Id of the plant, as it was registered
            period_id (str): Id of the monitoring period
            idempotency_key (str | Unset): Makes the call safe to repeat for 24 h: 1-255 visible ASCII
                characters, best as a structured-field string: `"8e03978e"`. The same key with the same
                path and body gets the first answer again
        """
        return _request_issuance.sync(
            client=self._client,
            plant_id=plant_id,
            period_id=period_id,
            idempotency_key=idempotency_key,
        )

    def list_meter_clashes(
        self,
        *,
        cursor: str | Unset = UNSET,
        limit: int | Unset = UNSET,
    ) -> MeterClashList:
        """List meters that were registered at two plants.

        For the registrar only: it names plants of several organisations. The decision is made on the
        gateway's machine (`npm run admin -- clash resolve`).

        Args:
            cursor (str | Unset): `next_cursor` of the page before, unchanged
            limit (int | Unset): Most items on a page
        """
        return _list_meter_clashes.sync(
            client=self._client,
            cursor=cursor,
            limit=limit,
        )

    def list_tokens(
        self,
        *,
        cursor: str | Unset = UNSET,
        limit: int | Unset = UNSET,
    ) -> TokenList:
        """List the tokens that issued units are kept in.

        Public: fungible tokens, for each rulebook, vintage and unit one after the other as each is full,
        and a collection of NFTs where issuances get certificates; each with its place on the ledger and
        what the last reconciliation of the ledger with the statements found. No credit of a programme.

        Args:
            cursor (str | Unset): `next_cursor` of the page before, unchanged
            limit (int | Unset): Most items on a page
        """
        return _list_tokens.sync(
            client=self._client,
            cursor=cursor,
            limit=limit,
        )

    def get_certificate(
        self,
        sha256: str,
    ) -> Certificate:
        """Get the certificate that an NFT points to.

        Public: the HIP-412 document of one issuance, byte for byte, for ever. Its address is the metadata
        of an NFT and ends in the SHA-256 of these bytes. It names no plant, organisation or person. A
        browser that follows the link gets a page that says what it shows and what not, and holds the
        document.

        Args:
            sha256 (str): Of the document's bytes
        """
        return _get_certificate.sync(
            client=self._client,
            sha256=sha256,
        )


class AsyncOperations:
    """Operations of the API's part "issuance"."""

    def __init__(self, client: AuthenticatedClient) -> None:
        self._client = client

    async def list_accreditations(
        self,
        *,
        rulebook: str | Unset = UNSET,
        cursor: str | Unset = UNSET,
        limit: int | Unset = UNSET,
    ) -> AccreditationList:
        """List who may verify and issue, by key.

        Public: rulebook, role, public key and validity of every accreditation the registrar of this gateway
        has given. Each is a record of the registrar's chain and a leaf of the log. Who holds it is told by
        its holder, and by the evidence of what was issued under it.

        Args:
            rulebook (str | Unset): Id of a rulebook: only what is of this one
            cursor (str | Unset): `next_cursor` of the page before, unchanged
            limit (int | Unset): Most items on a page
        """
        return await _list_accreditations.asyncio(
            client=self._client,
            rulebook=rulebook,
            cursor=cursor,
            limit=limit,
        )

    async def list_received_invitations(
        self,
        *,
        cursor: str | Unset = UNSET,
        limit: int | Unset = UNSET,
    ) -> InvitationList:
        """List the periods your organisation is invited to.

        Standing invitations by other organisations, oldest first. Follow `next_cursor`, or the Link header.

        Args:
            cursor (str | Unset): `next_cursor` of the page before, unchanged
            limit (int | Unset): Most items on a page
        """
        return await _list_received_invitations.asyncio(
            client=self._client,
            cursor=cursor,
            limit=limit,
        )

    async def get_invited_bundle(
        self,
        invitation_id: str,
    ) -> File:
        """Get the newest evidence bundle of the period you are invited to.

        As its own organisation gets it. Beside the period it holds the records back to the closing from
        which everything can be recomputed.

        Args:
            invitation_id (str): Id of the invitation
        """
        return await _get_invited_bundle.asyncio(
            client=self._client,
            invitation_id=invitation_id,
        )

    async def get_invited_period(
        self,
        invitation_id: str,
    ) -> Period:
        """Look at the period you are invited to.

        As its own organisation sees it; a statement's link leads to its bytes as a guest reads them. Those
        of its record and proof lead nowhere for a guest: a bundle holds both, and `/records` the readings.

        Args:
            invitation_id (str): Id of the invitation
        """
        return await _get_invited_period.asyncio(
            client=self._client,
            invitation_id=invitation_id,
        )

    async def export_invited_records(
        self,
        invitation_id: str,
    ) -> File:
        """Get the records of the period you are invited to, byte for byte.

        Readings and corrections that end in the period, what reviews made of them, and every configuration
        of the plant, in order of acceptance, one a line. Records of other days are left out, so `seq` has
        gaps; the log proves each line by itself.

        Args:
            invitation_id (str): Id of the invitation
        """
        return await _export_invited_records.asyncio(
            client=self._client,
            invitation_id=invitation_id,
        )

    async def get_invited_statement(
        self,
        invitation_id: str,
        statement_no: int,
    ) -> PeriodStatement:
        """Get a statement of the period you are invited to, byte for byte.

        Its canonical (RFC 8785) bytes: what a verifier's Ed25519 signature covers.

        Args:
            invitation_id (str): Id of the invitation
            statement_no (int): Number of the statement in its period, from 1
        """
        return await _get_invited_statement.asyncio(
            client=self._client,
            invitation_id=invitation_id,
            statement_no=statement_no,
        )

    async def list_issuances(
        self,
        *,
        cursor: str | Unset = UNSET,
        limit: int | Unset = UNSET,
    ) -> IssuanceList:
        """List issuances that your organisation has to do with.

        Those of its own plants and of periods it is invited to, by organisation, plant and time of request.
        Follow `next_cursor`, or the Link header.

        Args:
            cursor (str | Unset): `next_cursor` of the page before, unchanged
            limit (int | Unset): Most items on a page
        """
        return await _list_issuances.asyncio(
            client=self._client,
            cursor=cursor,
            limit=limit,
        )

    async def get_issuance(
        self,
        issuance_id: str,
    ) -> Issuance:
        """Look at one issuance.

        Where it stands, who took which step under which accreditation, and how far the ledger has got.

        Args:
            issuance_id (str): Id of the issuance
        """
        return await _get_issuance.asyncio(
            client=self._client,
            issuance_id=issuance_id,
        )

    async def approve_issuance(
        self,
        issuance_id: str,
        *,
        idempotency_key: str | Unset = UNSET,
    ) -> Issuance:
        """Accept a verified statement for issue.

        For keys with the role `issuer` of an organisation that is invited as the period's issuer,
        accredited for the rulebook, and neither its operator nor its verifier. What an issuer approved that
        is invited no more, another one approves in its place. Again: 200.

        Args:
            issuance_id (str): Id of the issuance
            idempotency_key (str | Unset): Makes the call safe to repeat for 24 h: 1-255 visible ASCII
                characters, best as a structured-field string: `"8e03978e"`. The same key with the same
                path and body gets the first answer again
        """
        return await _approve_issuance.asyncio(
            client=self._client,
            issuance_id=issuance_id,
            idempotency_key=idempotency_key,
        )

    async def mint_issuance(
        self,
        issuance_id: str,
        *,
        idempotency_key: str | Unset = UNSET,
    ) -> Issuance:
        """Have an approved issuance minted.

        Commits the mint: from here on there is no way back, and the ledger does it once. The answer does
        not wait for it; `state` becomes `issued` when the last part is on the ledger. Again: 200 with the
        same mint.

        Args:
            issuance_id (str): Id of the issuance
            idempotency_key (str | Unset): Makes the call safe to repeat for 24 h: 1-255 visible ASCII
                characters, best as a structured-field string: `"8e03978e"`. The same key with the same
                path and body gets the first answer again
        """
        return await _mint_issuance.asyncio(
            client=self._client,
            issuance_id=issuance_id,
            idempotency_key=idempotency_key,
        )

    async def verify_issuance(
        self,
        issuance_id: str,
        *,
        body: VerificationRequest,
        idempotency_key: str | Unset = UNSET,
    ) -> Issuance:
        """Sign a statement, or reject it.

        For keys with the role `verifier` of an organisation that is invited to the period as its verifier
        and accredited for the rulebook now. The signature is made off the gateway over the statement's
        exact bytes (`npm run audit -- sign FILE`, or any Ed25519 tool) and held against the accredited
        keys. The same finding again answers 200.

        Args:
            issuance_id (str): Id of the issuance
            idempotency_key (str | Unset): Makes the call safe to repeat for 24 h: 1-255 visible ASCII
                characters, best as a structured-field string: `"8e03978e"`. The same key with the same
                path and body gets the first answer again
            body (VerificationRequest):
        """
        return await _verify_issuance.asyncio(
            client=self._client,
            issuance_id=issuance_id,
            body=body,
            idempotency_key=idempotency_key,
        )

    async def list_claims(
        self,
        plant_id: str,
        *,
        cursor: str | Unset = UNSET,
        limit: int | Unset = UNSET,
    ) -> ClaimList:
        """List what of a plant was claimed under other programmes.

        In the order of their days, those that were taken back included. Follow `next_cursor`, or the Link
        header.

        Args:
            plant_id (str): Id of the plant, as it was registered
            cursor (str | Unset): `next_cursor` of the page before, unchanged
            limit (int | Unset): Most items on a page
        """
        return await _list_claims.asyncio(
            client=self._client,
            plant_id=plant_id,
            cursor=cursor,
            limit=limit,
        )

    async def record_claim(
        self,
        plant_id: str,
        *,
        body: ClaimRequest,
        idempotency_key: str | Unset = UNSET,
    ) -> Claim:
        """Record that MWh were claimed under another programme.

        Certificates such as I-REC(E), or credits elsewhere, for whole local days of a plant: a record of
        its chain. What is claimed is not issued here, and a request that waits for it is void; what is
        issued here, or on its way, cannot be claimed any more (422 with `rule` and `clause`). The same
        claim again answers 200; one of other days or energy under the same `reference` and `from` is
        refused (409). Only the registrar takes one back.

        Args:
            plant_id (str): Id of the plant, as it was registered
            idempotency_key (str | Unset): Makes the call safe to repeat for 24 h: 1-255 visible ASCII
                characters, best as a structured-field string: `"8e03978e"`. The same key with the same
                path and body gets the first answer again
            body (ClaimRequest):
        """
        return await _record_claim.asyncio(
            client=self._client,
            plant_id=plant_id,
            body=body,
            idempotency_key=idempotency_key,
        )

    async def list_period_invitations(
        self,
        plant_id: str,
        period_id: str,
        *,
        cursor: str | Unset = UNSET,
        limit: int | Unset = UNSET,
    ) -> InvitationList:
        """List who is invited to a period.

        Oldest first, those that were withdrawn included. Follow `next_cursor`, or the Link header.

        Args:
            plant_id (str): Id of the plant, as it was registered
            period_id (str): Id of the monitoring period
            cursor (str | Unset): `next_cursor` of the page before, unchanged
            limit (int | Unset): Most items on a page
        """
        return await _list_period_invitations.asyncio(
            client=self._client,
            plant_id=plant_id,
            period_id=period_id,
            cursor=cursor,
            limit=limit,
        )

    async def invite_to_period(
        self,
        plant_id: str,
        period_id: str,
        *,
        body: InvitationRequest,
        idempotency_key: str | Unset = UNSET,
    ) -> Invitation:
        """Invite another organisation to one period.

        The owner lets an organisation look at this period of this plant, and nothing else, as its verifier,
        its issuer or an auditor. Whether that organisation exists is not told. The same invitation again
        answers 200.

        Args:
            plant_id (str): Id of the plant, as it was registered
            period_id (str): Id of the monitoring period
            idempotency_key (str | Unset): Makes the call safe to repeat for 24 h: 1-255 visible ASCII
                characters, best as a structured-field string: `"8e03978e"`. The same key with the same
                path and body gets the first answer again
            body (InvitationRequest):
        """
        return await _invite_to_period.asyncio(
            client=self._client,
            plant_id=plant_id,
            period_id=period_id,
            body=body,
            idempotency_key=idempotency_key,
        )

    async def withdraw_invitation(
        self,
        plant_id: str,
        period_id: str,
        invitation_id: str,
        *,
        idempotency_key: str | Unset = UNSET,
    ) -> Invitation:
        """Take an invitation back.

        Its guest sees the period no more; the steps it took stay. Again: nothing changes.

        Args:
            plant_id (str): Id of the plant, as it was registered
            period_id (str): Id of the monitoring period
            invitation_id (str): Id of the invitation
            idempotency_key (str | Unset): Makes the call safe to repeat for 24 h: 1-255 visible ASCII
                characters, best as a structured-field string: `"8e03978e"`. The same key with the same
                path and body gets the first answer again
        """
        return await _withdraw_invitation.asyncio(
            client=self._client,
            plant_id=plant_id,
            period_id=period_id,
            invitation_id=invitation_id,
            idempotency_key=idempotency_key,
        )

    async def request_issuance(
        self,
        plant_id: str,
        period_id: str,
        *,
        idempotency_key: str | Unset = UNSET,
    ) -> Issuance:
        """Ask for a period's newest statement to be verified and issued.

        The operator's step. A verifier and an issuer of two other organisations, invited by the owner and
        accredited for the rulebook, take the next ones. Asked again, there is one request; an amendment of
        the period or a claim on its MWh elsewhere ends it. Refused (422) with `rule` and `clause` where MWh
        of the period are claimed elsewhere, a meter's serial is active in another plant, or the statement
        rests on records that count no more.

        Args:
            plant_id (str): Id of the plant, as it was registered
            period_id (str): Id of the monitoring period
            idempotency_key (str | Unset): Makes the call safe to repeat for 24 h: 1-255 visible ASCII
                characters, best as a structured-field string: `"8e03978e"`. The same key with the same
                path and body gets the first answer again
        """
        return await _request_issuance.asyncio(
            client=self._client,
            plant_id=plant_id,
            period_id=period_id,
            idempotency_key=idempotency_key,
        )

    async def list_meter_clashes(
        self,
        *,
        cursor: str | Unset = UNSET,
        limit: int | Unset = UNSET,
    ) -> MeterClashList:
        """List meters that were registered at two plants.

        For the registrar only: it names plants of several organisations. The decision is made on the
        gateway's machine (`npm run admin -- clash resolve`).

        Args:
            cursor (str | Unset): `next_cursor` of the page before, unchanged
            limit (int | Unset): Most items on a page
        """
        return await _list_meter_clashes.asyncio(
            client=self._client,
            cursor=cursor,
            limit=limit,
        )

    async def list_tokens(
        self,
        *,
        cursor: str | Unset = UNSET,
        limit: int | Unset = UNSET,
    ) -> TokenList:
        """List the tokens that issued units are kept in.

        Public: fungible tokens, for each rulebook, vintage and unit one after the other as each is full,
        and a collection of NFTs where issuances get certificates; each with its place on the ledger and
        what the last reconciliation of the ledger with the statements found. No credit of a programme.

        Args:
            cursor (str | Unset): `next_cursor` of the page before, unchanged
            limit (int | Unset): Most items on a page
        """
        return await _list_tokens.asyncio(
            client=self._client,
            cursor=cursor,
            limit=limit,
        )

    async def get_certificate(
        self,
        sha256: str,
    ) -> Certificate:
        """Get the certificate that an NFT points to.

        Public: the HIP-412 document of one issuance, byte for byte, for ever. Its address is the metadata
        of an NFT and ends in the SHA-256 of these bytes. It names no plant, organisation or person. A
        browser that follows the link gets a page that says what it shows and what not, and holds the
        document.

        Args:
            sha256 (str): Of the document's bytes
        """
        return await _get_certificate.asyncio(
            client=self._client,
            sha256=sha256,
        )
