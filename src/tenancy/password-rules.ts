/**
 * Which passwords are refused, after NIST SP 800-63B: by length, by being known to every guesser, by repeating the
 * address. No rule asks for kinds of characters, and none for a change after a time.
 */

export const shortestPassword = 12;
export const longestPassword = 256;

/** What lists of leaked passwords begin with. A password made of nothing else, however decorated, is one of them. */
const knownWords = [
  ..."password passwort passw0rd pass word login letmein welcome admin administrator root user guest master".split(" "),
  ..."superuser secret changeme default test testing temp qwerty qwertz qwertyuiop azerty asdfgh asdfghjkl".split(" "),
  ..."zxcvbn zxcvbnm qazwsx qwert asdf iloveyou loveyou love you monkey dragon football baseball basketball".split(" "),
  ..."superman batman sunshine princess shadow michael jordan hunter trustno charlie donald starwars whatever".split(
    " ",
  ),
  ..."freedom mustang ninja flower hello summer winter spring autumn monday january computer internet samsung".split(
    " ",
  ),
  ..."google facebook microsoft apple pokemon naruto killer cheese cookie soccer hockey ranger thomas jennifer".split(
    " ",
  ),
  ..."gateway hydro hydropower hydromrv turbine plant energy carbon credit hedera abc abcd abcdef the my is i am".split(
    " ",
  ),
];

const leet: Readonly<Record<string, string>> = {
  "@": "a",
  "4": "a",
  "3": "e",
  "1": "i",
  "!": "i",
  "0": "o",
  $: "s",
  "5": "s",
  "7": "t",
};

export type PasswordRefusal = { readonly rule: string; readonly detail: string };

/** Why a password is refused for an address; undefined where it is taken. */
export function whyRefused(password: string, email: string): PasswordRefusal | undefined {
  const length = [...password].length;
  if (length < shortestPassword) {
    return { rule: "password.too-short", detail: `must have at least ${shortestPassword} characters` };
  }
  if (length > longestPassword) {
    return { rule: "password.too-long", detail: `must have at most ${longestPassword} characters` };
  }
  const lower = password.normalize("NFKC").toLowerCase();
  const [local = ""] = email.toLowerCase().split("@");
  if (lower.includes(email.toLowerCase()) || (local.length >= 4 && lower.includes(local))) {
    return { rule: "password.holds-address", detail: "must not hold your e-mail address or its first part" };
  }
  if (isRepeated(lower) || isRun(lower) || isKnown(lower)) {
    return { rule: "password.common", detail: "is one of those that are tried first: choose another" };
  }
  return undefined;
}

/** One to four characters again and again. */
function isRepeated(text: string): boolean {
  return /^(.{1,4}?)\1+.{0,3}$/u.test(text);
}

/** Each character follows the one before, up or down, but for a few: 123456789012, abcdefghijkl. */
function isRun(text: string): boolean {
  const codes = [...text].map((one) => one.codePointAt(0) ?? 0);
  const steps = codes.slice(1).filter((code, i) => Math.abs(code - (codes[i] ?? 0)) <= 1).length;
  return steps >= codes.length - 2;
}

/** Nothing but known words and decoration, read as written or with digits and signs inside as letters. */
function isKnown(lower: string): boolean {
  const asLetters = (text: string) => [...text].map((one) => leet[one] ?? one).join("");
  return [lower, asLetters(lower), asLetters(lower.replace(/^\P{L}+|\P{L}+$/gu, ""))].some((text) => {
    const letters = text.replace(/[^\p{L}]/gu, "");
    return letters.length >= 4 && isOfWords(letters);
  });
}

function isOfWords(text: string): boolean {
  const reached = new Array<boolean>(text.length + 1).fill(false);
  reached[0] = true;
  for (let at = 0; at < text.length; at++) {
    if (!reached[at]) continue;
    for (const word of knownWords) if (text.startsWith(word, at)) reached[at + word.length] = true;
  }
  return reached[text.length] === true;
}
