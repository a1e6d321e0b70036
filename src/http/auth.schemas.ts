import { z } from "@hono/zod-openapi";
import { chosenIdSchema } from "../hydropower/reading.ts";
import { roles } from "../kernel/actor.ts";
import { longestPassword, shortestPassword } from "../tenancy/password-rules.ts";
import { memberRoles } from "../tenancy/scope.ts";
import { leftStandingSchema } from "./left-standing.ts";
import { nextCursor } from "./pages.ts";
import { withReadOnly } from "./read-only.ts";

/** Schemas of accounts, sessions, members and issuers. */

const id = (prefix: string, example: string) =>
  z
    .string()
    .regex(new RegExp(`^${prefix}_[0-9a-hjkmnp-tv-z]{26}$`))
    .openapi({ example });

export const userId = id("usr", "usr_5f2rkq0v9c8hxw3n7d1ytbgm4e");
export const memberInvitationId = id("inv", "inv_5f2rkq0v9c8hxw3n7d1ytbgm4e");
export const issuerId = id("oid", "oid_5f2rkq0v9c8hxw3n7d1ytbgm4e");

const email = z.email().max(254);
const personName = z
  .string()
  .trim()
  .min(1)
  .max(100)
  .regex(/^\P{Cc}*$/u);
const password = z.string().min(1).max(1_024).describe("As it was chosen");
const newPassword = z
  .string()
  .min(1)
  .max(1_024)
  .describe(
    `${shortestPassword} to ${longestPassword} characters of any kind; not one of those that are tried first, and without your address`,
  );
const token = (what: string) => z.string().min(1).max(200).describe(what);
const totp = z
  .string()
  .regex(/^\d{6}$/)
  .describe("The six digits that your app shows now");
const recoveryCode = token("A recovery code that was not used, instead of the digits");
const role = z.enum(roles);
const memberRoleList = z.array(z.enum(memberRoles)).min(1).max(memberRoles.length);

const accessToken = {
  access_token: z.string().describe("Send it as `Authorization: Bearer`; for `organisation` only"),
  token_type: z.literal("Bearer"),
  expires_in_s: z.int(),
};
const standing = {
  organisation: chosenIdSchema.describe("Which the access token is for"),
  roles: z.array(role),
  second_factor: z.boolean().describe("The session has shown a second factor"),
};

export const registerBody = z
  .strictObject({
    organisation: z.strictObject({ name: personName.describe("Its id is made of it") }),
    email: email.describe("Of the organisation's first user"),
    name: personName.describe("Of that user"),
    invitation: token("Where registration is by invitation: the operator's code").optional(),
  })
  .meta({ id: "Registration" });

export const registeredSchema = z
  .object({
    organisation: z.object({ id: chosenIdSchema, name: z.string() }),
    api_key: z.string().describe("Roles operator and device. Shown only now, kept nowhere"),
    key_id: z.string(),
    sign_in: z
      .object({
        email,
        link_by: z
          .enum(["e-mail", "console"])
          .describe("`console`: this gateway sends no mail; its operator prints the link"),
        link_expires_at: z.iso.datetime(),
      })
      .describe("The link confirms the address; there the first user chooses a password"),
    links: z.object({ login: z.string(), plants: z.string(), docs: z.string() }),
  })
  .meta({ id: "Registered" });

export const loginBody = z
  .strictObject({
    email,
    password,
    totp: totp.optional(),
    recovery_code: recoveryCode.optional(),
    organisation: chosenIdSchema.describe("Which of yours; else the one you joined first").optional(),
  })
  .meta({ id: "Login" });

export const tokensSchema = z
  .object({
    ...accessToken,
    refresh_token: z.string().describe("Good once, for the next pair. One that comes again ends the session"),
    refresh_expires_at: z.iso.datetime(),
    user_id: userId,
    ...standing,
  })
  .meta({ id: "Tokens" });

export const refreshBody = z.strictObject({ refresh_token: token("The newest one") }).meta({ id: "RefreshToken" });

export const verifyEmailBody = z
  .strictObject({
    token: token("Of the link, behind `#join=`"),
    password: newPassword.optional().describe("Needed when the address has no account yet; else not looked at"),
    name: personName.optional(),
  })
  .meta({ id: "EmailConfirmation" });

export const joinedSchema = z
  .object({
    user_id: userId,
    email,
    organisation: chosenIdSchema,
    roles: z.array(role),
    account: z.enum(["created", "existing"]).describe("`existing`: its password and name stay"),
  })
  .meta({ id: "Joined" });

export const forgotBody = z.strictObject({ email }).meta({ id: "ForgottenPassword" });
export const resetBody = z
  .strictObject({ token: token("Of the link, behind `#password=`"), password: newPassword })
  .meta({ id: "PasswordReset" });
export const changePasswordBody = z
  .strictObject({ password, new_password: newPassword })
  .meta({ id: "PasswordChange" });

export const meSchema = z
  .object({
    organisation: chosenIdSchema,
    roles: z.array(role),
    method: z.enum(["key", "session", "oidc"]),
    second_factor: z.boolean(),
    key_id: z.string().nullable(),
    user: z
      .object({
        user_id: z.string(),
        email: email.nullable(),
        name: z.string().nullable(),
        has_second_factor: z.boolean(),
        recovery_codes_left: z.int(),
        organisations: z.array(z.object({ id: chosenIdSchema, name: z.string(), roles: z.array(role) })),
      })
      .nullable()
      .describe("Null for a key. Of an issuer's token only a pseudonym is known"),
  })
  .meta({ id: "Caller" });

export const switchBody = z.strictObject({ organisation: chosenIdSchema }).meta({ id: "OrganisationChoice" });
export const switchedSchema = z.object({ ...accessToken, ...standing }).meta({ id: "AccessToken" });

export const endedSchema = z.object({ sessions_ended: z.int() }).meta({ id: "SessionsEnded" });

export const enrolBody = z.strictObject({ password }).meta({ id: "SecondFactorRequest" });
export const enrolmentSchema = z
  .object({
    secret: z.string().describe("Base 32, to be typed into an app"),
    uri: z.string().describe("`otpauth:`, to be shown as a QR code"),
  })
  .meta({ id: "SecondFactorEnrolment" });
export const confirmBody = z.strictObject({ totp }).meta({ id: "SecondFactorCode" });
export const recoveryCodesSchema = z
  .object({ recovery_codes: z.array(z.string()).describe("Each good once, shown only now") })
  .meta({ id: "RecoveryCodes" });
export const removeFactorBody = z
  .strictObject({ password, totp: totp.optional(), recovery_code: recoveryCode.optional() })
  .meta({ id: "SecondFactorRemoval" });

export const memberSchema = z
  .object({
    user_id: userId,
    email,
    name: z.string(),
    roles: z.array(role),
    has_second_factor: z.boolean(),
    is_locked: z.boolean(),
    member_since: z.iso.datetime(),
  })
  .meta({ id: "Member" });
export const membersSchema = z
  .object({ items: z.array(memberSchema), next_cursor: nextCursor })
  .meta({ id: "Members" });
export const memberRolesBody = withReadOnly(z.strictObject({ roles: memberRoleList }), memberSchema, "MemberRoles");
export const removedMemberSchema = z
  .object({ user_id: userId, removed: z.literal(true), left_standing: leftStandingSchema })
  .meta({ id: "MemberRemoved" });

export const memberInvitationBody = z
  .strictObject({ email, name: personName, roles: memberRoleList })
  .meta({ id: "MemberRequest" });
export const memberInvitationSchema = z
  .object({
    invitation_id: memberInvitationId,
    email,
    name: z.string(),
    roles: z.array(role),
    created_at: z.iso.datetime(),
    expires_at: z.iso.datetime(),
  })
  .meta({ id: "MemberInvitation" });
export const memberInvitationsSchema = z
  .object({ items: z.array(memberInvitationSchema), next_cursor: nextCursor })
  .meta({ id: "MemberInvitations" });
export const withdrawnSchema = z
  .object({ invitation_id: memberInvitationId, withdrawn: z.literal(true) })
  .meta({ id: "MemberInvitationWithdrawn" });

export const issuerBody = z
  .strictObject({
    issuer: z.url().max(500).describe("`iss` of its tokens, exactly; its OpenID configuration is fetched from there"),
    audience: z.string().min(1).max(200).describe("`aud` that its tokens for this gateway have"),
    roles_claim: z.string().min(1).max(200).describe("Name of the claim with roles or groups, or a path with dots"),
    role_map: z
      .record(z.string().min(1).max(200), memberRoleList)
      .refine((map) => Object.keys(map).length <= 50, "must have at most 50 members")
      .describe("What each value of the claim gives; values that are not here give nothing"),
  })
  .meta({ id: "IssuerRequest" });
export const issuerSchema = z
  .object({
    issuer_id: issuerId,
    issuer: z.string(),
    audience: z.string(),
    jwks_uri: z.string(),
    roles_claim: z.string(),
    role_map: z.record(z.string(), z.array(role)),
    created_at: z.iso.datetime(),
  })
  .meta({ id: "Issuer" });
export const issuersSchema = z
  .object({ items: z.array(issuerSchema), next_cursor: nextCursor })
  .meta({ id: "Issuers" });
export const removedIssuerSchema = z
  .object({ issuer_id: issuerId, removed: z.literal(true) })
  .meta({ id: "IssuerRemoved" });
