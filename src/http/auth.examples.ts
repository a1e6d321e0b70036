import { leftStandingExample } from "./left-standing.ts";

/** Examples of accounts, sessions, members and issuers. */

const email = "meera@himachal-hydro.example";
const userId = "usr_5f2rkq0v9c8hxw3n7d1ytbgm4e";
const orgId = "himachal-hydro-3f8q2xa";
const password = "seven green kingfishers";
const refreshToken = "ghrt_pCqk0mV3S1b8xYw2Zr7Nf5Ha9Tj4Ld6Ue0Gi3Ko1Qs";
const link = "ghln_pCqk0mV3S1b8xYw2Zr7Nf5Ha9Tj4Ld6Ue0Gi3Ko1Qs";

export const register = { organisation: { name: "Himachal Hydro" }, email, name: "Meera Thakur" };
export const registered = {
  organisation: { id: orgId, name: "Himachal Hydro" },
  api_key: "ghdk_live_4k2m9x7q1w8e_…",
  key_id: "4k2m9x7q1w8e",
  sign_in: { email, link_by: "e-mail", link_expires_at: "2026-06-08T12:00:00.000Z" },
  links: { login: "/api/v1/auth/login", plants: "/api/v1/plants", docs: "/docs" },
};

export const login = { email, password, totp: "287082" };
const access = {
  access_token: "eyJhbGciOiJFZERTQSIsInR5cCI6ImF0K2p3dCJ9.eyJ….k5x…",
  token_type: "Bearer",
  expires_in_s: 600,
};
const standing = { organisation: orgId, roles: ["owner", "operator"], second_factor: true };
export const tokens = {
  ...access,
  refresh_token: refreshToken,
  refresh_expires_at: "2026-06-15T12:00:00.000Z",
  user_id: userId,
  ...standing,
};
export const switched = { ...access, ...standing };
export const refresh = { refresh_token: refreshToken };

export const verifyEmail = { token: link, password };
export const joined = { user_id: userId, email, organisation: orgId, roles: ["owner", "operator"], account: "created" };
export const forgot = { email };
export const reset = { token: link, password };
export const changePassword = { password, new_password: "nine otters under a bridge" };

export const me = {
  organisation: orgId,
  roles: ["owner", "operator"],
  method: "session",
  second_factor: true,
  key_id: null,
  user: {
    user_id: userId,
    email,
    name: "Meera Thakur",
    has_second_factor: true,
    recovery_codes_left: 10,
    organisations: [{ id: orgId, name: "Himachal Hydro", roles: ["owner", "operator"] }],
  },
};
export const switchTo = { organisation: orgId };
export const ended = { sessions_ended: 3 };

export const enrol = { password };
export const enrolment = {
  secret: "GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ",
  uri: "otpauth://totp/Hydro%20MRV%20Gateway:meera%40himachal-hydro.example?secret=GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ&issuer=Hydro%20MRV%20Gateway&algorithm=SHA1&digits=6&period=30",
};
export const confirm = { totp: "287082" };
export const recoveryCodes = { recovery_codes: ["ghrc_mVq0pCk3S1b8xYw2Zr7Nf5Ha9Tj4Ld6Ue0Gi3Ko1Qs"] };
export const removeFactor = { password, totp: "287082" };

export const member = {
  user_id: userId,
  email,
  name: "Meera Thakur",
  roles: ["owner", "operator"],
  has_second_factor: true,
  is_locked: false,
  member_since: "2026-06-01T12:00:00.000Z",
};
export const members = { items: [member], next_cursor: null };
export const memberRoles = { roles: ["operator", "auditor"] };
export const memberRolesSet = { ...member, ...memberRoles };
export const removedMember = { user_id: userId, removed: true, left_standing: leftStandingExample };

const invitationId = "inv_5f2rkq0v9c8hxw3n7d1ytbgm4e";
export const newMember = { email: "arun@himachal-hydro.example", name: "Arun Negi", roles: ["operator"] };
export const memberInvitation = {
  invitation_id: invitationId,
  ...newMember,
  created_at: "2026-06-01T12:00:00.000Z",
  expires_at: "2026-06-08T12:00:00.000Z",
};
export const memberInvitations = { items: [memberInvitation], next_cursor: null };
export const withdrawn = { invitation_id: invitationId, withdrawn: true };

const issuerId = "oid_5f2rkq0v9c8hxw3n7d1ytbgm4e";
export const newIssuer = {
  issuer: "https://login.himachal-hydro.example/realms/staff",
  audience: "hydro-mrv-gateway",
  roles_claim: "realm_access.roles",
  role_map: { "hydro-operators": ["operator"], "hydro-auditors": ["auditor"] },
};
export const issuer = {
  issuer_id: issuerId,
  ...newIssuer,
  jwks_uri: "https://login.himachal-hydro.example/realms/staff/protocol/openid-connect/certs",
  created_at: "2026-06-01T12:00:00.000Z",
};
export const issuers = { items: [issuer], next_cursor: null };
export const removedIssuer = { issuer_id: issuerId, removed: true };
