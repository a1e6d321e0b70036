import { Fault } from "../kernel/fault.ts";
import { findQuota, type OrgQuota, setQuota } from "./quota-store.ts";
import { organisationExists } from "./store.ts";
import type { TenancyDeps } from "./tenancy.ts";

/** What an organisation may ask in a minute beside the gateway's defaults. @throws {Fault} `not-found` */
export async function orgQuota(deps: TenancyDeps, orgId: string): Promise<OrgQuota> {
  await requireOrganisation(deps, orgId);
  return findQuota(deps.db, orgId);
}

/** Gateways go by it from their next slice on, at the latest in the next minute. @throws {Fault} `not-found` */
export async function setOrgQuota(deps: TenancyDeps, orgId: string, quota: OrgQuota): Promise<void> {
  await requireOrganisation(deps, orgId);
  await setQuota(deps.db, orgId, quota, new Date(deps.clock.nowMs()));
}

async function requireOrganisation(deps: TenancyDeps, orgId: string): Promise<void> {
  if (!(await organisationExists(deps.db, orgId))) throw new Fault("not-found", `There is no organisation ${orgId}.`);
}
