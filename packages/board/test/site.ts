/**
 * The board as people use it, for tests in a real browser: a real server on a port, a small district, and people who sign in
 * on the page for it, with an invitation and a PIN. The server's day is fixed, and its clock runs.
 */
import { ActorId } from "@liulinhui/core/Id"
import * as NodeServer from "@liulinhui/http/NodeServer"
import * as Reports from "@liulinhui/http/Reports"
import * as SignIn from "@liulinhui/http/SignIn"
import * as WebHandler from "@liulinhui/http/WebHandler"
import { Governance, layer as governance } from "@liulinhui/service/Governance"
import * as Intake from "@liulinhui/service/Intake"
import * as Memory from "@liulinhui/storage-memory"
import * as VaultOf from "@liulinhui/vault"
import * as Clock from "effect/Clock"
import { SecureRandom } from "effect/crypto"
import * as Effect from "effect/Effect"
import * as Layer from "effect/Layer"
import * as ManagedRuntime from "effect/ManagedRuntime"
import * as Redacted from "effect/Redacted"
import * as Scope from "effect/Scope"
import * as Exit from "effect/Exit"
import type { Browser, BrowserContext, Page } from "playwright-core"
import { showing } from "@liulinhui/testing/SettableClock"
import { ask, district, document, nine, submission } from "../../service/test/wanLiu.ts"
import { board } from "../src/index.ts"

/** The PIN that everybody in the tests chooses. */
export const pin = "831047"

const mandates = (role: string) => ({ mandates: [{ role, scope: { district: true } }] })

/**
 * Two volunteers who visit in the whole district, and the group leader Zhao. Residents may report clutter. A building is
 * released from the patrol after one check.
 */
const own = {
  actors: {
    wang: mandates("volunteer"),
    li: mandates("volunteer"),
    zhao: { mandates: [{ role: "group-lead", scope: { group: "unity" } }] }
  },
  intake: {
    playbooks: {
      "corridor-clutter": {
        name: { zh: "楼道堆物", en: "Clutter in a corridor" },
        ask: { zh: "在几层？堆了什么？", en: "On which floor? What is there?" }
      },
      "hardship-and-hoarding": { name: { zh: "邻居需要帮助", en: "A neighbour needs help" } }
    }
  },
  playbooks: { "building-clutter": { patrol: { release: { after: 1 } } } }
}

const flats = [
  ["b1", "101", 1],
  ["b1", "102", 1],
  ["b1", "201", 2],
  ["b2", "101", 2]
] as const

/** Four doors, of which the last two have two people each. Everybody is over 60. */
const registry = ask({
  _tag: "ImportRegistry",
  buildings: ["b1", "b2"].map((id) => ({ id, label: `${id.slice(1)}号楼`, floors: 6 })),
  households: flats.map(([building, unit]) => ({
    id: `${building}-${unit}`,
    building,
    unit,
    floor: Number(unit.slice(0, 1)),
    area: 50,
    tags: []
  })),
  residents: flats.flatMap(([building, unit, people]) =>
    Array.from({ length: people }, (_, n) => ({
      id: `${building}-${unit}-${n + 1}`,
      household: `${building}-${unit}`,
      name: `居民${n + 1}`,
      birth: "1945-05-05",
      tags: []
    }))
  )
})

/** A contact or an attempt that is in the ledger. */
export interface Recorded {
  readonly subject: string
  readonly outcome: string
}

/** A running site. */
export interface Site {
  readonly address: string
  /** Makes the link of an invitation. */
  readonly invite: (actor: string) => Promise<string>
  /** Revokes all devices of an actor. */
  readonly revoke: (actor: string) => Promise<unknown>
  /** All contacts and attempts in the ledger, in their order. */
  readonly recorded: () => Promise<ReadonlyArray<Recorded>>
  /** Lets days pass. Then the sessions have ended, and people enter their PIN again. */
  readonly pass: (days: number) => void
  /** Makes a request of an actor. */
  readonly submit: (by: string, request: object) => Promise<unknown>
  /** Records that a person was reached, as another device does. */
  readonly reach: (subject: string, by: string) => Promise<unknown>
  readonly close: () => Promise<void>
}

/** Starts a site on a free port. */
export const open = async (): Promise<Site> => {
  const live = Clock.Clock.defaultValue()
  const started = live.currentTimeMillisUnsafe()
  let passed = 0
  const clock = Layer.succeed(
    Clock.Clock,
    showing(() => nine(passed) + live.currentTimeMillisUnsafe() - started)
  )
  const cost = { N: 2, r: 1, p: 1 }
  const services = Layer.merge(
    SignIn.layer({ cost }),
    Layer.provide(Reports.layer({ cost }), Intake.layer)
  ).pipe(
    Layer.provideMerge(Layer.mergeAll(Memory.identity, SecureRandom.layerWebCrypto)),
    Layer.provideMerge(governance()),
    Layer.provideMerge(Layer.mergeAll(Memory.layer, VaultOf.layerMemory)),
    Layer.provideMerge(clock)
  )
  const runtime = ManagedRuntime.make(services)
  const scope = Scope.makeUnsafe()
  const run = runtime.runPromise
  const place = (actor: string) => ({ district, actor: ActorId.make(actor) })
  let commands = 0
  const submit = (by: string, request: Parameters<typeof submission>[2]) =>
    run(Governance.use((service) => service.submit(submission(by, `test-${(commands += 1)}`, request))))

  await run(Governance.use(({ adopt }) => adopt(document(own))))
  await submit("committee", registry)
  const address = await run(
    Effect.gen(function* () {
      const signIn = yield* SignIn.SignIn
      const reports = yield* Reports.Reports
      return yield* NodeServer.serve(
        WebHandler.make({
          signIn,
          reports,
          pages: board({ administration: { signIn, residentKey: () => Effect.succeed("0123456789abcdef") } })
        })
      )
    }).pipe(Scope.provide(scope))
  )
  return {
    address,
    invite: (actor) =>
      run(
        SignIn.SignIn.use(({ invite }) =>
          Effect.map(
            invite(undefined, place(actor)),
            ({ token }) => `${address}/sign-in#${Redacted.value(token)}`
          )
        )
      ),
    revoke: (actor) => run(SignIn.SignIn.use(({ revoke }) => revoke(undefined, place(actor)))),
    recorded: () =>
      run(
        Governance.use(({ read }) =>
          read(district, ({ attempts, contacts }) =>
            [...[...contacts.all].map((one) => ({ ...one, outcome: "reached" })), ...attempts.all]
              .toSorted((a, b) => a.source - b.source)
              .map(({ outcome, subject }) => ({ outcome, subject }))
          )
        )
      ),
    pass: (days) => {
      passed += days
    },
    submit: (by, request) => submit(by, ask(request)),
    reach: (subject, by) =>
      submit(by, ask({ _tag: "RecordContacts", contacts: [{ kind: "outreach-visit", subject }] })),
    close: async () => {
      await run(Scope.close(scope, Exit.void))
      await runtime.dispose()
    }
  }
}

/** How a person uses the site. */
export interface Way {
  readonly language?: "zh-CN" | "en-GB"
  readonly width?: number
  readonly height?: number
  readonly scripts?: boolean
}

/** A browser of one person, with everything that it has requested. */
export interface Person {
  readonly context: BrowserContext
  readonly page: Page
  /** The requests to other origins, and the requests with a text in their address. */
  readonly requested: ReadonlyArray<string>
}

/** A person with a browser, who is not signed in. */
export const meet = async (
  browser: Browser,
  { height = 844, language = "zh-CN", scripts = true, width = 390 }: Way = {}
): Promise<Person> => {
  const context = await browser.newContext({
    viewport: { width, height },
    locale: language,
    javaScriptEnabled: scripts
  })
  const requested: Array<string> = []
  context.on("request", (request) => requested.push(request.url()))
  return { context, page: await context.newPage(), requested }
}

/** Signs a person in on a new device: opens the invitation, chooses a PIN, and gets to the first page. */
export const arrive = async (browser: Browser, site: Site, actor: string, way: Way = {}): Promise<Person> => {
  const person = await meet(browser, way)
  const { page } = person
  const { scripts = true } = way
  const link = await site.invite(actor)
  await page.goto(link)
  // Without scripts, a person pastes the link.
  if (!scripts) await page.fill("#invitation", link)
  await page.fill("#name", "phone")
  await page.fill("#pin", pin)
  await page.fill("#again", pin)
  await page.click("button")
  await page.waitForURL(/\/d\/small\//u)
  return person
}

/** The requests of a person that have left the origin of the site. */
export const elsewhere = ({ requested }: Person, { address }: Site): ReadonlyArray<string> =>
  requested.filter((url) => !url.startsWith(`${address}/`) && !url.startsWith("data:"))
