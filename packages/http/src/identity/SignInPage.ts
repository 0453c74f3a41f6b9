/**
 * The page on which people sign in, as HTML. Its forms work without scripts. It loads a stylesheet, and a short script that
 * takes the invitation out of the address, both from this server.
 */
import { type Markup, markup, toString, trusted, verbatim } from "@liulinhui/report/Markup"
import type { Texts } from "@liulinhui/texts"

/**
 * The form of a page: `new` binds this device with an invitation, `add` uses an invitation with the PIN of this device, and
 * `pin` signs in with this device.
 */
export type Form = "new" | "add" | "pin"

/** What a page shows around its form: why the last attempt failed, and what the person has entered. No PIN is shown again. */
export interface Shown {
  readonly failures?: ReadonlyArray<string>
  readonly invitation?: string
  readonly name?: string
}

/** A person who is signed in: the name of the device, and one line for each actor. */
export interface Person {
  readonly device: string
  readonly actors: ReadonlyArray<string>
  /** The path of the first page of the web app. `undefined` if there is no web app. */
  readonly home?: string | undefined
}

const documentOf = ({ locale }: Texts.Words, title: string, body: Markup): string =>
  toString(markup`<!doctype html>
<html lang="${locale}">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${title}</title>
<link rel="stylesheet" href="/sign-in.css">
<script src="/sign-in.js" defer></script>
</head>
<body>
<main>
<h1>${title}</h1>
${body}
</main>
</body>
</html>
`)

interface Field {
  readonly id: string
  readonly label: string
  readonly hint?: string
  readonly attributes: string
  readonly value?: string | undefined
}

const fieldOf = ({ attributes, hint, id, label, value }: Field): Markup => {
  const described = hint === undefined ? null : markup` aria-describedby="${id}-hint"`
  const valued = value === undefined || value === "" ? null : markup` value="${verbatim(value)}"`
  const explained = hint === undefined ? null : markup`<p class="hint" id="${id}-hint">${hint}</p>\n`
  return markup`<div id="${id}-row">
<label for="${id}">${label}</label>
${explained}<input id="${id}" name="${id}" required${described}${valued} ${trusted(attributes)}>
</div>
`
}

const pinAttributes = (use: "new" | "current"): string =>
  `type="password" inputmode="numeric" maxlength="12" autocomplete="${use}-password"`

const fieldsOf = (form: Form, { say }: Texts.Words, { invitation, name }: Shown): ReadonlyArray<Field> => {
  const link: Field = {
    id: "invitation",
    label: say("signIn.invitation"),
    hint: say("signIn.invitationHint"),
    attributes: `maxlength="500" autocomplete="off" autocapitalize="none" spellcheck="false"`,
    value: invitation
  }
  const known: Field = { id: "pin", label: say("signIn.pin"), attributes: pinAttributes("current") }
  if (form === "pin") return [known]
  if (form === "add") return [link, known]
  return [
    link,
    {
      id: "name",
      label: say("signIn.name"),
      hint: say("signIn.nameHint"),
      attributes: `maxlength="60" autocomplete="off"`,
      value: name
    },
    {
      id: "pin",
      label: say("signIn.newPin"),
      hint: say("signIn.newPinHint"),
      attributes: pinAttributes("new")
    },
    { id: "again", label: say("signIn.again"), attributes: pinAttributes("new") }
  ]
}

/** The other forms that a person may want, as links. */
const othersOf = (form: Form, { say }: Texts.Words): ReadonlyArray<Markup> => {
  const links = {
    pin: markup`<a href="/sign-in?with=pin">${say("signIn.toPin")}</a>`,
    invitation: markup`<a href="/sign-in?with=invitation">${say("signIn.toInvitation")}</a>`,
    new: markup`<a href="/sign-in?with=new">${say("signIn.toNew")}</a>`
  }
  const shown = { pin: [links.invitation], add: [links.new, links.pin], new: [links.pin] }[form]
  return shown.map((link) => markup`<p>${link}</p>\n`)
}

const failuresOf = ({ say }: Texts.Words, failures: ReadonlyArray<string>): Markup | null =>
  failures.length === 0
    ? null
    : markup`<div class="failure" role="alert">
<h2>${say("signIn.failed")}</h2>
<ul>${failures.map((failure) => markup`<li>${failure}</li>`)}</ul>
</div>
`

/** The page with a form to sign in. */
export const signIn = (form: Form, words: Texts.Words, shown: Shown = {}): string => {
  const { say } = words
  const title = say(form === "pin" ? "signIn.title" : "signIn.titleOfInvitation")
  return documentOf(
    words,
    title,
    markup`${failuresOf(words, shown.failures ?? [])}<form method="post" action="/sign-in">
<input type="hidden" name="form" value="${form}">
${fieldsOf(form, words, shown).map(fieldOf)}<button>${say(form === "pin" ? "signIn.enter" : "signIn.accept")}</button>
</form>
${othersOf(form, words)}<p>${say("signIn.forgotten")}</p>`
  )
}

/** The page of a person who is signed in. */
export const signedIn = ({ actors, device, home }: Person, words: Texts.Words): string => {
  const { say } = words
  const homeward = home === undefined ? null : markup`<p><a href="${home}">${say("signIn.toHome")}</a></p>\n`
  return documentOf(
    words,
    say("signIn.signedIn"),
    markup`<ul>${actors.map((actor) => markup`<li>${actor}</li>`)}</ul>
<p>${say("signIn.device", { name: device })}</p>
${homeward}<form method="post" action="/sign-in/out"><button>${say("signIn.out")}</button></form>
<p><a href="/sign-in?with=invitation">${say("signIn.toInvitation")}</a></p>`
  )
}

/** The page of a development server, with a form for a token. */
export const withToken = (words: Texts.Words, failures: ReadonlyArray<string> = []): string => {
  const { say } = words
  const token: Field = {
    id: "invitation",
    label: say("signIn.token"),
    hint: say("signIn.tokenHint"),
    attributes: `maxlength="100" autocomplete="off" autocapitalize="none" spellcheck="false"`
  }
  return documentOf(
    words,
    say("signIn.title"),
    markup`${failuresOf(words, failures)}<form method="post" action="/sign-in">
${fieldOf(token)}<button>${say("signIn.enter")}</button>
</form>`
  )
}

/** The stylesheet of the pages: large type, targets of at least 44 pixels, and contrast of at least 7 : 1. */
export const stylesheet = `:root { color-scheme: light; }
* { box-sizing: border-box; }
body { margin: 0; background: #fff; color: #1a1a1a; font: 1.25rem/1.6 system-ui, "PingFang SC", "Microsoft YaHei", "Noto Sans CJK SC", sans-serif; }
main { max-width: 32rem; margin: 0 auto; padding: 1rem; }
h1 { font-size: 1.75rem; line-height: 1.3; }
h2 { font-size: 1.25rem; margin: 0; }
label { display: block; margin-top: 1.25rem; font-weight: 600; }
.hint { margin: 0; color: #474747; font-size: 1.0625rem; }
input, button { width: 100%; min-height: 3.25rem; font: inherit; border-radius: .5rem; padding: .25rem .75rem; }
input { border: 2px solid #595959; background: #fff; color: #1a1a1a; }
button { margin-top: 1.75rem; border: 0; background: #0b5a3c; color: #fff; font-weight: 600; cursor: pointer; }
a { display: inline-block; min-height: 2.75rem; padding: .4rem 0; color: #0b4a8f; }
:focus-visible { outline: 4px solid #0b4a8f; outline-offset: 2px; }
.failure { border: 2px solid #a30014; border-radius: .5rem; padding: .75rem 1rem; color: #a30014; overflow-wrap: anywhere; }
.failure ul { margin: 0; padding-left: 1.25rem; }
[hidden] { display: none; }
`

/**
 * The script of the pages. A browser does not send the part of an address after `#` to a server, so the script takes the
 * invitation from there and puts it in the form. Without scripts, a person pastes the link.
 */
export const script = `(function () {
  var token = /^#[A-Za-z0-9_-]{43}$/.test(location.hash) ? location.hash.slice(1) : "";
  if (token === "") return;
  var field = document.getElementById("invitation");
  if (field === null) return location.replace("/sign-in?with=invitation#" + token);
  field.value = token;
  document.getElementById("invitation-row").hidden = true;
  Array.prototype.forEach.call(document.querySelectorAll('a[href$="=new"]'), function (link) { link.hash = token; });
  history.replaceState(null, "", location.pathname + location.search);
})();
`
