/**
 * The frame around every page: the name of the district, who is signed in, the navigation, the language, and signing out.
 */
import type { DistrictId } from "@liulinhui/core/Id"
import type * as Problem from "@liulinhui/http/Problem"
import { type Markup, markup, type Part, toString, trusted } from "@liulinhui/report/Markup"
import * as Hash from "effect/Hash"
import { icon, manifest } from "./Install.ts"
import { type Moment, nameOf } from "./Moment.ts"
import type { Page, Screen } from "./Screen.ts"
import type { Speech } from "./Speech.ts"

/** The addresses that every page uses, and the languages that the reader can choose. */
export interface Site {
  /** The path of the board, such as ``, or `/board`. */
  readonly base: string
  readonly stylesheet: string
  /** The languages with their own names, such as `["zh", "中文"]`. */
  readonly languages: ReadonlyArray<readonly [language: string, name: string]>
}

/** A link to the board of a district. */
export interface Place {
  readonly district: DistrictId
  readonly name: string
}

const document = (
  { words }: Speech,
  site: Site,
  { script, title }: Pick<Page, "script" | "title">,
  body: Markup
): string =>
  toString(markup`${trusted("<!doctype html>")}
<html lang="${words.locale}">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<title>${title}</title>
<link rel="stylesheet" href="${site.stylesheet}">
<link rel="icon" href="${site.base}${icon.path}" type="${icon.type}">
<link rel="manifest" href="${site.base}${manifest.path}">
${script === undefined ? null : markup`<script src="${site.base}${script.path}?${Hash.string(script.text)}" defer></script>`}
</head>
<body class="board">
${body}
</body>
</html>
`)

const languages = ({ say, words }: Speech, { base, languages: all }: Site, back: string): Markup =>
  markup`<form method="post" action="${base}/language" class="inline">
<input type="hidden" name="back" value="${back}">
<span id="language" class="unseen">${say("frame.language")}</span>
${all
  .filter(([one]) => one !== words.language)
  .map(
    ([language, name]) =>
      markup`<button class="plain" name="language" value="${language}" lang="${language}" aria-describedby="language">${name}</button>`
  )}
</form>`

/** Whether the address of a page is below the link of a screen. */
const isIn = (here: string, link: string): boolean => here === link || here.startsWith(`${link}/`)

const navigation = (moment: Moment, screens: ReadonlyArray<Screen>, here: string): Markup => {
  const { home, say } = moment
  const links = screens.flatMap(({ link, path }) =>
    link !== undefined && link.isFor(moment) ? [{ path: home + path, name: say(link.name) }] : []
  )
  return markup`<nav aria-label="${say("frame.navigation")}"><ul>${links.map(
    ({ name, path }) =>
      markup`<li><a href="${path}"${isIn(here, path) ? trusted(' aria-current="page"') : null}>${name}</a></li>`
  )}</ul></nav>`
}

/** What the frame shows around a page. */
export interface Around {
  readonly site: Site
  readonly screens: ReadonlyArray<Screen>
  /** The boards of the other districts of the reader. */
  readonly others: ReadonlyArray<Place>
  /** The path of the page. */
  readonly here: string
}

/** A page in its frame, as HTML. */
export const page = (
  moment: Moment,
  { body, title, ...head }: Page,
  { here, others, screens, site }: Around
): string => {
  const { actor, district, say, words } = moment
  return document(
    moment,
    site,
    { ...head, title: say("frame.title", { page: title }) },
    markup`<a class="skip" href="#main">${say("frame.skip")}</a>
<header>
<p class="site">${nameOf(moment, "district", district)}</p>
<p class="who">${moment.personOf(actor)}</p>
${navigation(moment, screens, here)}
</header>
<main id="main" tabindex="-1">
<h1>${title}</h1>
${body}
</main>
<footer>
${others.map(({ district: other, name }) => markup`<a class="more" href="${site.base}/d/${encodeURIComponent(other)}">${name}</a>`)}
${languages({ say, words }, site, here)}
<form method="post" action="/sign-in/out" class="inline"><button class="plain">${words.say("signIn.out")}</button></form>
</footer>`
  )
}

/** The words of a problem: its title, and every reason. */
export const problem = ({ reasons, title }: Problem.Problem): Markup =>
  markup`<div class="failure" role="alert">
<h2>${title}</h2>
${reasons.length === 0 ? null : markup`<ul>${reasons.map(({ words }) => markup`<li>${words}</li>`)}</ul>`}
</div>`

/** Why a form cannot be sent as it is. Empty if it can. */
export const mistakes = ({ say }: Pick<Speech, "say">, reasons: ReadonlyArray<string>): Part =>
  reasons.length === 0
    ? null
    : markup`<div class="failure" role="alert"><h2>${say("failed")}</h2><ul>${reasons.map((reason) => markup`<li>${reason}</li>`)}</ul></div>`

/** A page for a problem that has no frame, because nobody is known. */
export const bare = (speech: Speech, site: Site, failed: Problem.Problem): string =>
  document(
    speech,
    site,
    { title: failed.title },
    markup`<main id="main"><h1>${failed.title}</h1>
${failed.reasons.length === 0 ? null : markup`<ul>${failed.reasons.map(({ words }) => markup`<li>${words}</li>`)}</ul>`}
<p><a class="more" href="${site.base}/">${speech.say("frame.home")}</a></p></main>`
  )

/**
 * A page that everybody may see. It has no frame, because nobody is known.
 *
 * @param here the address of the page, to which the reader returns with another language. Default: no choice of the language
 */
export const open = (speech: Speech, site: Site, page: Page, here?: string): string =>
  document(
    speech,
    site,
    page,
    markup`<main id="main"><h1>${page.title}</h1>
${page.body}</main>
${here === undefined ? null : markup`<footer>${languages(speech, site, here)}</footer>`}`
  )
