import { Fault } from "../kernel/fault.ts";
import { recordActs } from "./acts.ts";
import { findQuota, type OrgQuota, setQuota } from "./quota-store.ts";
import { organisationExists } from "./store.ts";
import type { TenancyDeps } from "./tenancy.ts";

/** What an organisation may ask in a minute beside the gateway's defaults. @throws {Fault} `not-found` */
export async function orgQuota(deps: TenancyDeps, orgId: string): Promise<OrgQuota> {
  await requireOrganisation(deps, orgId);
  return findQuota(deps.db.of(orgId), orgId);
}

/** Gateways go by it from their next slice on, at the latest in the next minute. @throws {Fault} `not-found` */
export async function setOrgQuota(deps: TenancyDeps, orgId: string, quota: OrgQuota): Promise<void> {
  await requireOrganisation(deps, orgId);
  const at = new Date(deps.clock.nowMs());
  const detail = { org_per_minute: quota.orgPerMinute, key_per_minute: quota.keyPerMinute };
  await deps.db
    .of(orgId)
    .transaction()
    .execute(async (tx) => {
      await setQuota(tx, orgId, quota, at);
      await recordActs(tx, [{ orgId, actor: undefined, act: "organisation.quota-set", object: orgId, detail }], at);
    });
}

async function requireOrganisation(deps: TenancyDeps, orgId: string): Promise<void> {
  if (!(await organisationExists(deps.db.of(orgId), orgId)))
    throw new Fault("not-found", `There is no organisation ${orgId}.`);
}
