/** Figures and texts of a report as they stand on its page. */

/** Digits of Wh as kWh. */
export function kwh(wh: string): string {
  return `${thousandths(wh)} kWh`;
}

/** Digits of grams as kg of CO2e. */
export function kilograms(grams: string): string {
  return `${thousandths(grams)} kg CO2e`;
}

/** Integer digits by a thousand, exactly. */
function thousandths(digits: string): string {
  const negative = digits.startsWith("-");
  const padded = digits.replace("-", "").padStart(4, "0");
  return `${negative ? "-" : ""}${padded.slice(0, -3)}.${padded.slice(-3)}`;
}

export function escaped(text: string): string {
  return text.replace(
    /[&<>"']/g,
    (one) => ({ "&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;", "'": "&#39;" })[one] as string,
  );
}
