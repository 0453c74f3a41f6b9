/** The board over a small district in memory, for tests: pages as a browser gets them. */
import * as DeadLetters from "@liulinhui/announcer/DeadLetters"
import * as Outbox from "@liulinhui/announcer/Outbox"
import type { Identity } from "@liulinhui/core/Identity"
import type { Ledger } from "@liulinhui/core/Ledger"
import * as DevelopmentTokens from "@liulinhui/http/DevelopmentTokens"
import type * as Reports from "@liulinhui/http/Reports"
import * as SignIn from "@liulinhui/http/SignIn"
import type { Governance } from "@liulinhui/service/Governance"
import * as Memory from "@liulinhui/storage-memory"
import * as Effect from "effect/Effect"
import * as Context from "effect/Context"
import { SecureRandom } from "effect/crypto"
import * as Layer from "effect/Layer"
import type * as Scope from "effect/Scope"
import { defaultTreeAdapter, type DefaultTreeAdapterTypes, parse } from "parse5"
import { handlerOf, origin, services, tokens } from "../../http/test/served.ts"
import { district } from "../../service/test/wanLiu.ts"
import { board, type Options } from "../src/index.ts"

export { district, origin }

type Node = DefaultTreeAdapterTypes.ChildNode

/** An element of a page. */
export interface Element {
  readonly tag: string
  readonly attributes: Readonly<Record<string, string>>
  readonly text: string
}

/** A page, or another answer. */
export interface Page {
  readonly status: number
  readonly headers: Headers
  readonly html: string
  /** The whole text of the page, as a reader sees it. */
  readonly text: string
  readonly elements: ReadonlyArray<Element>
  /** The path to which the answer sends the browser. */
  readonly location: string | null
}

const textOf = (node: Node): string =>
  defaultTreeAdapter.isTextNode(node)
    ? node.value
    : "childNodes" in node
      ? node.childNodes.map(textOf).join(" ")
      : ""

const elementsOf = (node: Node): ReadonlyArray<Element> => {
  if (!("childNodes" in node)) return []
  const own = defaultTreeAdapter.isElementNode(node)
    ? [
        {
          tag: node.tagName,
          attributes: Object.fromEntries(node.attrs.map(({ name, value }) => [name, value])),
          text: textOf(node).replaceAll(/\s+/gu, " ").trim()
        }
      ]
    : []
  return [...own, ...node.childNodes.flatMap(elementsOf)]
}

/** What a browser sends: who is signed in, the fields of a form, and more headers. */
export interface Sent {
  readonly as?: string
  readonly form?: Readonly<Record<string, string>> | FormData | URLSearchParams
  readonly language?: string
  readonly headers?: Readonly<Record<string, string>>
}

/** Opens a page, or sends a form. */
export type Visit = (path: string, sent?: Sent) => Effect.Effect<Page>

const requestOf = (path: string, { as, form, headers, language = "zh" }: Sent): Request =>
  new Request(`${origin}${path}`, {
    method: form === undefined ? "GET" : "POST",
    headers: {
      host: new URL(origin).host,
      "accept-language": language,
      ...(as === undefined ? {} : { cookie: `liulinhui=token-${as}` }),
      ...(form === undefined ? {} : { origin }),
      ...headers
    },
    ...(form === undefined
      ? {}
      : {
          body: form instanceof FormData || form instanceof URLSearchParams ? form : new URLSearchParams(form)
        })
  })

const pageOf = async (response: Response): Promise<Page> => {
  const html = await response.text()
  const elements = parse(html).childNodes.flatMap(elementsOf)
  return {
    status: response.status,
    headers: response.headers,
    html,
    elements,
    text: elements.find(({ tag }) => tag === "body")?.text ?? "",
    location: response.headers.get("location")
  }
}

const signingIn = SignIn.layer({ cost: { N: 2, r: 1, p: 1 } }).pipe(
  Layer.provide([Memory.identity, SecureRandom.layerWebCrypto])
)

/** The secret key of a test. The command takes it from the vault. */
const residentKey = () => Effect.succeed("0123456789abcdef")

/**
 * Runs a test with the board, over which people sign in with tokens, and with the service for devices and PINs.
 *
 * @param options.keepsFiles whether files of evidence are kept; default: they are not
 */
export const visited = <A, E>(
  test: (
    visit: Visit,
    services: {
      readonly signIn: SignIn.SignInShape
      readonly letters: DeadLetters.DeadLettersShape
      readonly outbox: Outbox.OutboxShape
    }
  ) => Effect.Effect<A, E, Governance | Identity | Ledger | Reports.Reports | Scope.Scope>,
  { keepsFiles = false, ...options }: Options & { readonly keepsFiles?: boolean } = {}
) =>
  Effect.gen(function* () {
    const people = yield* DevelopmentTokens.people(tokens)
    const notices = yield* Layer.build(Layer.provideMerge(DeadLetters.layer, Outbox.layerMemory))
    const dead = Context.get(notices, DeadLetters.DeadLetters)
    const signIn = Context.get(yield* Layer.build(signingIn), SignIn.SignIn)
    const pages = board({
      administration: { signIn, residentKey, letters: DeadLetters.forPages(dead) },
      ...options
    })
    const address = ({ headers }: Request) => headers.get("x-address") ?? undefined
    const handler = yield* handlerOf({ people, pages, address }, { keepsFiles })
    const visit: Visit = (path, sent = {}) =>
      Effect.promise(async () => pageOf(await handler(requestOf(path, sent))))
    return yield* test(visit, { signIn, letters: dead, outbox: Context.get(notices, Outbox.Outbox) })
  }).pipe(Effect.scoped, Effect.provide(services))

/** The fields of the form of a page that does something (`act`), as a browser sends them. Without such a form, they are empty. */
export const fieldsIn = (page: Page, act: string): Readonly<Record<string, string>> => {
  const [, inside] = page.html
    .split(/<form\b/u)
    .map((part) => part.split("</form>", 1)[0] ?? "")
    .filter((part) => part.includes(`name="act" value="${act}"`))
    .map((part) => ["", `<form${part}</form>`] as const)
    .at(0) ?? ["", ""]
  return fieldsOf({ ...page, elements: parse(inside).childNodes.flatMap(elementsOf) })
}

/** The fields of the only form of a page that has an id of a command, as a browser would send them with a button. */
export const fieldsOf = ({ elements }: Page): Readonly<Record<string, string>> =>
  Object.fromEntries(
    elements.flatMap(({ attributes: { checked, name, type, value = "" }, tag, text }) => {
      if (name === undefined || name === "back") return []
      if (tag === "textarea") return [[name, text]]
      if (tag === "select") {
        return elements.flatMap((option) =>
          option.tag === "option" && "selected" in option.attributes
            ? [[name, option.attributes["value"] ?? ""]]
            : []
        )
      }
      if (tag !== "input" || type === "file") return []
      return (type === "radio" || type === "checkbox") && checked === undefined ? [] : [[name, value]]
    })
  )

/** Markup that runs a script if a page does not escape it, between tags, in an attribute or in a comment. */
export const planted = `"><script>alert(1)</script><img src=x onerror='alert(2)'></textarea></title><!-- ' &lt;`

/** The elements of a page that could run a planted script. Empty on a page that escapes every text. */
export const scripted = ({ elements }: Page): ReadonlyArray<string> =>
  elements.flatMap(({ attributes, tag }) => [
    ...((tag === "script" && attributes["src"] === undefined) || tag === "img" ? [tag] : []),
    ...Object.keys(attributes).filter((name) => name.startsWith("on"))
  ])

/** The links of a page. */
export const linksOf = ({ elements }: Page): ReadonlyArray<string> =>
  elements.flatMap(({ attributes: { href }, tag }) => (tag === "a" && href !== undefined ? [href] : []))
