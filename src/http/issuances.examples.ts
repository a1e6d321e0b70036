/** Examples of accreditations, invitations, issuances and claims. A test holds each against its schema. */

const tail = "5f2rkq0v9c8hxw3n7d1ytbgm4e";
const recordId = `rec_${tail}`;
const hash = (digit: string) => digit.repeat(64);

export const accreditationPage = {
  items: [
    {
      accreditation_id: `acc_${tail}`,
      role: "verifier",
      rulebook: "acm0002-v22.0",
      public_key: hash("b"),
      valid_from: "2025-01-01T00:00:00.000Z",
      valid_to: "2028-01-01T00:00:00.000Z",
      withdrawn_at: null,
      stands: true,
      record_id: recordId,
      commitment: hash("a"),
    },
  ],
  next_cursor: null,
};

export const newInvitation = { organisation: "verify-co", role: "verifier" };

export const invitation = {
  invitation_id: `inv_${tail}`,
  period_id: `per_${tail}`,
  ...newInvitation,
  created_at: "2025-02-03T09:00:00.000Z",
  withdrawn_at: null,
};
export const invitationPage = { items: [invitation], next_cursor: null };

const step = (name: string, duty: string, organisation: string, at: string, more: object = {}) => ({
  step: name,
  duty,
  organisation,
  key_id: "k3y0f0ne0rg1",
  accreditation: null,
  signature: null,
  reason: null,
  at,
  record_id: recordId,
  commitment: hash("a"),
  ...more,
});
const accreditation = { accreditation_id: `acc_${tail}`, public_key: hash("b") };
export const signature = `${"A".repeat(86)}==`;

export const issuance = {
  issuance_id: `iss_${tail}`,
  plant_id: "PLANT-HP-001",
  period_id: `per_${tail}`,
  statement_no: 1,
  statement_sha256: hash("c"),
  state: "minting",
  label: "verified statement",
  rulebook: "acm0002-v22.0",
  vintage: 2025,
  unit_g: "1000",
  units: "273170",
  requested_at: "2025-02-03T09:05:00.000Z",
  steps: [
    step("request", "operator", "my-company", "2025-02-03T09:05:00.000Z"),
    step("verify", "verifier", "verify-co", "2025-02-10T11:00:00.000Z", { accreditation, signature }),
    step("approve", "issuer", "issue-co", "2025-02-11T08:00:00.000Z", { accreditation }),
    step("mint", "issuer", "issue-co", "2025-02-11T08:01:00.000Z", { accreditation }),
  ],
  mint: {
    mint_id: `mnt_${tail}`,
    state: "committed",
    token: "acm0002-v22.0/2025/1000",
    amount: "273170",
    certificate: null,
    parts: [
      {
        part_no: 1,
        amount: "273170",
        memo: hash("c"),
        state: "committed",
        token_id: null,
        transaction_id: null,
        message_transaction_id: null,
        token_url: null,
        hashscan_url: null,
      },
    ],
  },
  alerts: [],
};
export const issuancePage = { items: [issuance], next_cursor: null };

export const verification = { decision: "verify", signature };
export const rejection = { decision: "reject", reason: "The calibration certificate of METER-001 is not legible." };

export const newClaim = {
  scheme: "I-REC(E)",
  reference: "IN-2025-000417",
  from: "2025-03-01",
  to: "2025-04-01",
  energy_wh: "370000000",
};
export const claim = {
  claim_id: `clm_${tail}`,
  plant_id: "PLANT-HP-001",
  scheme: newClaim.scheme,
  reference: newClaim.reference,
  from_at: "2025-02-28T18:30:00.000Z",
  to_at: "2025-03-31T18:30:00.000Z",
  energy_wh: newClaim.energy_wh,
  created_at: "2025-04-02T09:00:00.000Z",
  record_id: recordId,
  withdrawn: null,
};
export const claimPage = { items: [claim], next_cursor: null };

export const clashPage = {
  items: [
    {
      clash_id: `cls_${tail}`,
      serial: "X1234567",
      claimant: { organisation: "other-company", plant_id: "PLANT-7" },
      holder: { organisation: "my-company", plant_id: "PLANT-HP-001" },
      days: null,
      raised_at: "2025-02-03T09:00:00.000Z",
      resolved: null,
    },
  ],
  next_cursor: null,
};

export const programmes = {
  list: {
    id: "programmes-2026-11",
    as_of: "2026-11-01",
    hash: hash("7"),
    source: "Programme documents; each to be confirmed with the programme before use",
  },
  notes: [
    {
      programme: "Verra VCS",
      standing: "closed",
      note: "VMR0017 v1.0 takes hydropower in UN-listed least developed countries only",
      clause: "VMR0017 v1.0, applicability",
    },
  ],
};
