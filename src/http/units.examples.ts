/** Examples of holdings, transfers and retirements. A test holds each against its schema. */

const tail = "5f2rkq0v9c8hxw3n7d1ytbgm4e";
const hash = (digit: string) => digit.repeat(64);
const tokenId = "0.0.6255930";
const tokenUrl = `https://hashscan.io/testnet/token/${tokenId}`;

export const holdingPage = {
  items: [
    {
      plant_id: "PLANT-HP-001",
      issuance_id: `iss_${tail}`,
      token_id: tokenId,
      token_url: tokenUrl,
      rulebook: "acm0002-v22.0",
      vintage: 2025,
      unit_g: "1000",
      minted: "273170",
      free: "222170",
      moving: "1000",
      transferred: "25000",
      retired: "25000",
      free_t: "222.17",
      token_deleted_at: null,
    },
  ],
  next_cursor: null,
};

export const newTransfer = { to_account: "0.0.7712345", units: "25000" };

export const transfer = {
  transfer_id: `trf_${tail}`,
  issuance_id: `iss_${tail}`,
  token_id: tokenId,
  units: newTransfer.units,
  to_account: newTransfer.to_account,
  account_url: `https://hashscan.io/testnet/account/${newTransfer.to_account}`,
  state: "ordered",
  route: null,
  reason: null,
  statement: `{"issued_under":"${hash("c")}","to_account":"0.0.7712345","token_id":"0.0.6255930","transfer_id":"trf_${tail}","type":"transfer","units":"25000","v":1}`,
  memo: hash("d"),
  transaction_id: null,
  hashscan_url: null,
  claim_transaction_id: null,
  ordered_at: "2025-02-20T09:00:00.000Z",
  recalled_at: null,
  settled_at: null,
  record_id: `rec_${tail}`,
};
export const transferPage = { items: [transfer], next_cursor: null };

export const newRetirement = {
  units: "25000",
  beneficiary: { name: "Acme Limited", id: "GB 01234567", country: "GB" },
  reason: "Electricity of the Leeds site, 2025",
  use_period: { from: "2025-01-01", to: "2025-12-31" },
};

const transactionId = "0.0.6255927@1740042000.000000417";

export const retirement = {
  retirement_id: `ret_${tail}`,
  state: "done",
  label: "issued units, retired",
  units: newRetirement.units,
  unit_g: "1000",
  tonnes: "25",
  rulebook: "acm0002-v22.0",
  vintage: 2025,
  beneficiary: newRetirement.beneficiary,
  reason: newRetirement.reason,
  use_period: newRetirement.use_period,
  method: "burn",
  account_id: null,
  issued_under: hash("c"),
  statement: `{"account_id":null,"beneficiary":{"country":"GB","id":"GB 01234567","name":"Acme Limited"},"issued_under":"${hash("c")}","method":"burn","ordered_at":"2025-02-20T09:00:00.000Z","reason":"Electricity of the Leeds site, 2025","retirement_id":"ret_${tail}","rulebook":"acm0002-v22.0","token_id":"0.0.6255930","tonnes":"25","type":"retirement","unit_g":"1000","units":"25000","use_period":{"from":"2025-01-01","to":"2025-12-31"},"v":1,"vintage":2025}`,
  statement_sha256: hash("e"),
  token_id: tokenId,
  token_url: tokenUrl,
  transaction_id: transactionId,
  hashscan_url: "https://hashscan.io/testnet/transaction/0.0.6255927-1740042000-000000417",
  network: "testnet",
  ordered_at: "2025-02-20T09:00:00.000Z",
  retired_at: "2025-02-20T09:00:04.000Z",
  failed_at: null,
  failure: null,
  links: { self: `/api/v1/retirements/ret_${tail}`, page: `/retirements/ret_${tail}` },
};
export const retirementPage = {
  items: [retirement],
  next_cursor: "MTc0MDA0MjAwNDAwMC5yZXRfNWYycmtxMHY5YzhoeHczbjdkMXl0YmdtNGU",
};
