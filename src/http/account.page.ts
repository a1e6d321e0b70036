import { html, page } from "./answers.ts";
import { hidden, type Operation, open } from "./operation.ts";

/** The page that a link from a letter leads to. The token stands in the fragment, which reaches no server or log. */

const policy =
  "default-src 'none'; script-src 'self'; connect-src 'self'; frame-ancestors 'none'; base-uri 'none'; form-action 'none'";

const body = `<form id="form" hidden>
<p id="about"></p>
<p><label>Password<br><input id="password" type="password" autocomplete="new-password" minlength="12" maxlength="256" size="40"></label></p>
<p><button>Go on</button></p>
</form>
<p id="told" role="status">This page needs a link from a letter of this gateway, and a browser that runs its script.</p>
<p id="next" hidden>This gateway has no page to sign in at: <a href="docs#/Sign-in/login">the call that signs you in</a> gives a token for the others, and <a href="docs#/Sign-in/enrolSecondFactor">a second factor</a> is needed for what verifiers and issuers decide.</p>
<script src="account/start.js"></script>`;

const script = `const [, kind, token] = /^#(join|password)=([\\w-]+)$/.exec(location.hash) ?? [];
const by = (id) => document.getElementById(id);
const tell = (text) => { by("told").textContent = text; };

const ways = {
  join: {
    path: "api/v1/auth/verify-email",
    about: "Confirm your address and join. Choose a password of at least 12 characters, or leave it empty if you have an account here already.",
    done: (answer) => "Done: " + answer.email + " belongs to " + answer.organisation + " as " + answer.roles.join(", ") + ". Sign in with your address and your password.",
  },
  password: {
    path: "api/v1/auth/password/reset",
    about: "Choose a new password of at least 12 characters. Every session of yours ends.",
    done: () => "Done: sign in with your new password.",
  },
};

async function send(way) {
  const password = by("password").value;
  const response = await fetch(way.path, {
    method: "POST",
    headers: { "Content-Type": "application/json" },
    body: JSON.stringify({ token, ...(password !== "" && { password }) }),
  });
  const text = await response.text();
  const answer = text === "" ? {} : JSON.parse(text);
  if (!response.ok) return tell(answer.detail ?? "It did not work: try again.");
  history.replaceState(null, "", location.pathname);
  by("form").hidden = true;
  by("next").hidden = false;
  tell(way.done(answer));
}

// A newer link that is opened in the same tab differs in its fragment alone, for which no browser loads the page anew.
addEventListener("hashchange", () => location.reload());

const way = ways[kind];
if (way !== undefined) {
  by("about").textContent = way.about;
  by("form").hidden = false;
  tell("");
  // A link works once: what a second press is answered would stand in the place of what the first one did.
  let isSending = false;
  by("form").addEventListener("submit", (event) => {
    event.preventDefault();
    if (isSending) return;
    isSending = true;
    tell("One moment.");
    send(way)
      .catch(() => tell("No answer came from the gateway: try again. If the link is used up then, it was done: sign in."))
      .finally(() => { isSending = false; });
  });
}
`;

const getPage = open(hidden("/account"), (_deps, { c }) => {
  c.header("Content-Security-Policy", policy);
  return html(c, page("Hydro MRV Gateway: your account", body));
});

const getScript = open(hidden("/account/start.js"), (_deps, { c }) =>
  c.body(script, 200, { "Content-Type": "text/javascript; charset=utf-8" }),
);

export const accountPages: readonly Operation[] = [getPage, getScript];
