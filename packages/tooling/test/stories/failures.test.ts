/**
 * All errors of the library have one base (see decision 38): each is an `Error` with a tag, a stack, a sentence and a
 * schema, and whatever fails at a public door fails with an `Error`.
 */
import { describe, expect, expectTypeOf, it } from "@effect/vitest"
import type * as Context from "effect/Context"
import type * as Effect from "effect/Effect"
import * as Equal from "effect/Equal"
import type * as Result from "effect/Result"
import * as Schema from "effect/Schema"
import type * as Stream from "effect/Stream"
import fc from "fast-check"
import { globSync, readFileSync } from "node:fs"
import { join } from "node:path"
import { pathToFileURL } from "node:url"
import { inspect } from "node:util"
import { DecisionRefused } from "@liulinhui/core/Rule"
import { all, doorsOf, isLibrary, root } from "../../src/packages.ts"

/** Every public door. A test finds a door that is missing here. */
interface Doors {
  "@liulinhui/announcer/Announcer": typeof import("@liulinhui/announcer/Announcer")
  "@liulinhui/announcer/DeadLetters": typeof import("@liulinhui/announcer/DeadLetters")
  "@liulinhui/announcer/Outbox": typeof import("@liulinhui/announcer/Outbox")
  "@liulinhui/announcer/NoticePreview": typeof import("@liulinhui/announcer/NoticePreview")
  "@liulinhui/announcer/Queued": typeof import("@liulinhui/announcer/Queued")
  "@liulinhui/assignment": typeof import("@liulinhui/assignment")
  "@liulinhui/assignment/AssignmentCheck": typeof import("@liulinhui/assignment/AssignmentCheck")
  "@liulinhui/assignment/AssignmentWritten": typeof import("@liulinhui/assignment/AssignmentWritten")
  "@liulinhui/assignment/Sized": typeof import("@liulinhui/assignment/Sized")
  "@liulinhui/assignment/SizedCheck": typeof import("@liulinhui/assignment/SizedCheck")
  "@liulinhui/board": typeof import("@liulinhui/board")
  "@liulinhui/blobs-folder": typeof import("@liulinhui/blobs-folder")
  "@liulinhui/cluster/Cluster": typeof import("@liulinhui/cluster/Cluster")
  "@liulinhui/core": typeof import("@liulinhui/core")
  "@liulinhui/core/Actor": typeof import("@liulinhui/core/Actor")
  "@liulinhui/core/Blobs": typeof import("@liulinhui/core/Blobs")
  "@liulinhui/core/Bookmarks": typeof import("@liulinhui/core/Bookmarks")
  "@liulinhui/core/Calendar": typeof import("@liulinhui/core/Calendar")
  "@liulinhui/core/Case": typeof import("@liulinhui/core/Case")
  "@liulinhui/core/Companion": typeof import("@liulinhui/core/Companion")
  "@liulinhui/core/Context": typeof import("@liulinhui/core/Context")
  "@liulinhui/core/Coverage": typeof import("@liulinhui/core/Coverage")
  "@liulinhui/core/Day": typeof import("@liulinhui/core/Day")
  "@liulinhui/core/Disclosure": typeof import("@liulinhui/core/Disclosure")
  "@liulinhui/core/District": typeof import("@liulinhui/core/District")
  "@liulinhui/core/Facts": typeof import("@liulinhui/core/Facts")
  "@liulinhui/core/Failure": typeof import("@liulinhui/core/Failure")
  "@liulinhui/core/Governance": typeof import("@liulinhui/core/Governance")
  "@liulinhui/core/Id": typeof import("@liulinhui/core/Id")
  "@liulinhui/core/Identity": typeof import("@liulinhui/core/Identity")
  "@liulinhui/core/Intake": typeof import("@liulinhui/core/Intake")
  "@liulinhui/core/Ledger": typeof import("@liulinhui/core/Ledger")
  "@liulinhui/core/Model": typeof import("@liulinhui/core/Model")
  "@liulinhui/core/ModelDiff": typeof import("@liulinhui/core/ModelDiff")
  "@liulinhui/core/Notice": typeof import("@liulinhui/core/Notice")
  "@liulinhui/core/Notifier": typeof import("@liulinhui/core/Notifier")
  "@liulinhui/core/Pairing": typeof import("@liulinhui/core/Pairing")
  "@liulinhui/core/Playbook": typeof import("@liulinhui/core/Playbook")
  "@liulinhui/core/Poll": typeof import("@liulinhui/core/Poll")
  "@liulinhui/core/Problem": typeof import("@liulinhui/core/Problem")
  "@liulinhui/core/Question": typeof import("@liulinhui/core/Question")
  "@liulinhui/core/Ratio": typeof import("@liulinhui/core/Ratio")
  "@liulinhui/core/Registry": typeof import("@liulinhui/core/Registry")
  "@liulinhui/core/Rule": typeof import("@liulinhui/core/Rule")
  "@liulinhui/core/Talent": typeof import("@liulinhui/core/Talent")
  "@liulinhui/core/Text": typeof import("@liulinhui/core/Text")
  "@liulinhui/core/Vault": typeof import("@liulinhui/core/Vault")
  "@liulinhui/core/Views": typeof import("@liulinhui/core/Views")
  "@liulinhui/fp-ts": typeof import("@liulinhui/fp-ts")
  "@liulinhui/http/Api": typeof import("@liulinhui/http/Api")
  "@liulinhui/http/DevelopmentTokens": typeof import("@liulinhui/http/DevelopmentTokens")
  "@liulinhui/http/Document": typeof import("@liulinhui/http/Document")
  "@liulinhui/http/Languages": typeof import("@liulinhui/http/Languages")
  "@liulinhui/http/Limits": typeof import("@liulinhui/http/Limits")
  "@liulinhui/http/NodeServer": typeof import("@liulinhui/http/NodeServer")
  "@liulinhui/http/Problem": typeof import("@liulinhui/http/Problem")
  "@liulinhui/http/Uploads": typeof import("@liulinhui/http/Uploads")
  "@liulinhui/http/Visit": typeof import("@liulinhui/http/Visit")
  "@liulinhui/http/WebHandler": typeof import("@liulinhui/http/WebHandler")
  "@liulinhui/http/Reports": typeof import("@liulinhui/http/Reports")
  "@liulinhui/http/SignIn": typeof import("@liulinhui/http/SignIn")
  liulinhui: typeof import("liulinhui")
  "@liulinhui/model-file": typeof import("@liulinhui/model-file")
  "@liulinhui/notify-chat/DingTalk": typeof import("@liulinhui/notify-chat/DingTalk")
  "@liulinhui/notify-chat/Feishu": typeof import("@liulinhui/notify-chat/Feishu")
  "@liulinhui/notify-chat/WeCom": typeof import("@liulinhui/notify-chat/WeCom")
  "@liulinhui/notify-console": typeof import("@liulinhui/notify-console")
  "@liulinhui/notify-console/CopyText": typeof import("@liulinhui/notify-console/CopyText")
  "@liulinhui/notify-email": typeof import("@liulinhui/notify-email")
  "@liulinhui/notify-webhook": typeof import("@liulinhui/notify-webhook")
  "@liulinhui/promise": typeof import("@liulinhui/promise")
  "@liulinhui/promise/Adapters": typeof import("@liulinhui/promise/Adapters")
  "@liulinhui/promise/Operations": typeof import("@liulinhui/promise/Operations")
  "@liulinhui/report": typeof import("@liulinhui/report")
  "@liulinhui/report/Markup": typeof import("@liulinhui/report/Markup")
  "@liulinhui/report/PageStyle": typeof import("@liulinhui/report/PageStyle")
  "@liulinhui/service/Anchors": typeof import("@liulinhui/service/Anchors")
  "@liulinhui/service/Batch": typeof import("@liulinhui/service/Batch")
  "@liulinhui/service/CaseMigration": typeof import("@liulinhui/service/CaseMigration")
  "@liulinhui/service/Certificates": typeof import("@liulinhui/service/Certificates")
  "@liulinhui/service/DueClock": typeof import("@liulinhui/service/DueClock")
  "@liulinhui/service/EvidenceFiles": typeof import("@liulinhui/service/EvidenceFiles")
  "@liulinhui/service/Governance": typeof import("@liulinhui/service/Governance")
  "@liulinhui/service/Health": typeof import("@liulinhui/service/Health")
  "@liulinhui/service/Intake": typeof import("@liulinhui/service/Intake")
  "@liulinhui/service/PersonalData": typeof import("@liulinhui/service/PersonalData")
  "@liulinhui/service/Projection": typeof import("@liulinhui/service/Projection")
  "@liulinhui/service/Seals": typeof import("@liulinhui/service/Seals")
  "@liulinhui/simulator": typeof import("@liulinhui/simulator")
  "@liulinhui/six-hearts": typeof import("@liulinhui/six-hearts")
  "@liulinhui/six-hearts/Calendar": typeof import("@liulinhui/six-hearts/Calendar")
  "@liulinhui/six-hearts/HolidayNotice": typeof import("@liulinhui/six-hearts/HolidayNotice")
  "@liulinhui/six-hearts/Polls": typeof import("@liulinhui/six-hearts/Polls")
  "@liulinhui/spreadsheet": typeof import("@liulinhui/spreadsheet")
  "@liulinhui/storage-memory": typeof import("@liulinhui/storage-memory")
  "@liulinhui/storage-postgres": typeof import("@liulinhui/storage-postgres")
  "@liulinhui/storage-sqlite": typeof import("@liulinhui/storage-sqlite")
  "@liulinhui/testing/BlobsSuite": typeof import("@liulinhui/testing/BlobsSuite")
  "@liulinhui/testing/BookmarksSuite": typeof import("@liulinhui/testing/BookmarksSuite")
  "@liulinhui/testing/Casework": typeof import("@liulinhui/testing/Casework")
  "@liulinhui/testing/Coverage": typeof import("@liulinhui/testing/Coverage")
  "@liulinhui/testing/IdentityStoreSuite": typeof import("@liulinhui/testing/IdentityStoreSuite")
  "@liulinhui/testing/Invalid": typeof import("@liulinhui/testing/Invalid")
  "@liulinhui/testing/KeyStoreSuite": typeof import("@liulinhui/testing/KeyStoreSuite")
  "@liulinhui/testing/KilledWriters": typeof import("@liulinhui/testing/KilledWriters")
  "@liulinhui/testing/Laws": typeof import("@liulinhui/testing/Laws")
  "@liulinhui/testing/LedgerArbitraries": typeof import("@liulinhui/testing/LedgerArbitraries")
  "@liulinhui/testing/LedgerModel": typeof import("@liulinhui/testing/LedgerModel")
  "@liulinhui/testing/LedgerSuite": typeof import("@liulinhui/testing/LedgerSuite")
  "@liulinhui/testing/Linearizable": typeof import("@liulinhui/testing/Linearizable")
  "@liulinhui/testing/Neighbourhood": typeof import("@liulinhui/testing/Neighbourhood")
  "@liulinhui/testing/NotifierCases": typeof import("@liulinhui/testing/NotifierCases")
  "@liulinhui/testing/NotifierSuite": typeof import("@liulinhui/testing/NotifierSuite")
  "@liulinhui/testing/OfModel": typeof import("@liulinhui/testing/OfModel")
  "@liulinhui/testing/Pairing": typeof import("@liulinhui/testing/Pairing")
  "@liulinhui/testing/Receiver": typeof import("@liulinhui/testing/Receiver")
  "@liulinhui/testing/Registry": typeof import("@liulinhui/testing/Registry")
  "@liulinhui/testing/RobotReceivers": typeof import("@liulinhui/testing/RobotReceivers")
  "@liulinhui/testing/RuleSuite": typeof import("@liulinhui/testing/RuleSuite")
  "@liulinhui/testing/SettableClock": typeof import("@liulinhui/testing/SettableClock")
  "@liulinhui/testing/Story": typeof import("@liulinhui/testing/Story")
  "@liulinhui/testing/StoryCoverage": typeof import("@liulinhui/testing/StoryCoverage")
  "@liulinhui/testing/StoryPaths": typeof import("@liulinhui/testing/StoryPaths")
  "@liulinhui/testing/Suite": typeof import("@liulinhui/testing/Suite")
  "@liulinhui/testing/VaultSuite": typeof import("@liulinhui/testing/VaultSuite")
  "@liulinhui/testing/ViewsSuite": typeof import("@liulinhui/testing/ViewsSuite")
  "@liulinhui/texts": typeof import("@liulinhui/texts")
  // The type of the words has too many messages for this test. They fail with nothing.
  "@liulinhui/texts/Texts": Omit<
    typeof import("@liulinhui/texts/Texts"),
    "words" | "wordsInEach" | "sayInEach" | "section"
  >
  "@liulinhui/vault": typeof import("@liulinhui/vault")
  "@liulinhui/vault/EpochKeys": typeof import("@liulinhui/vault/EpochKeys")
  "@liulinhui/vault/MasterKeys": typeof import("@liulinhui/vault/MasterKeys")
  "@liulinhui/vault/MemoryKeys": typeof import("@liulinhui/vault/MemoryKeys")
}

/** What a value fails with: an effect, a stream or a result, or what a function returns, at most two calls deep. */
type FailureOf<A> = [A] extends [never]
  ? never
  : A extends Effect.Effect<infer _, infer E, infer _R>
    ? E
    : A extends Stream.Stream<infer _, infer E, infer _R>
      ? E
      : A extends Result.Result<infer _, infer E>
        ? E
        : never

type FailureAt<A> = A extends (...args: never) => infer B
  ? B extends (...args: never) => infer C
    ? FailureOf<C>
    : FailureOf<B>
  : FailureOf<A>

// A failure of any type is the choice of the caller.
type IsError<E> = [E] extends [never] ? true : unknown extends E ? true : [E] extends [Error] ? true : false

/** The names of a module, or of a service in it, that fail with something else than an `Error`. */
type WrongIn<Module, Name extends string> = {
  readonly [K in keyof Module & string]: Module[K] extends Context.Key<infer _, infer Shape>
    ? WrongNames<Shape, `${Name}.${K}`>
    : IsError<FailureAt<Module[K]>> extends true
      ? never
      : `${Name}.${K}`
}[keyof Module & string]

type WrongNames<Module, Name extends string> = {
  readonly [K in keyof Module & string]: IsError<FailureAt<Module[K]>> extends true ? never : `${Name}.${K}`
}[keyof Module & string]

type Wrong = { readonly [Door in keyof Doors]: WrongIn<Doors[Door], Door> }[keyof Doors]

describe("a public door", () => {
  it("fails with an Error alone", () => {
    expectTypeOf<Wrong>().toEqualTypeOf<never>()
  })

  it("is found, if it fails with something else", () => {
    const module = {
      reasons: (_: string): Result.Result<number, ReadonlyArray<string>> => expect.fail(),
      curried: (_: string) => (): Effect.Effect<number, { readonly _tag: "Bare" }> => expect.fail(),
      right: (): Result.Result<number, RangeError> => expect.fail()
    }
    expectTypeOf<WrongIn<typeof module, "m">>().toEqualTypeOf<"m.reasons" | "m.curried">()
  })

  it("is in the list of this test", () => {
    const own = readFileSync(import.meta.filename, "utf8")
    const doors = all()
      .filter(isLibrary)
      .flatMap(({ folder, manifest: { exports = {}, name } }) =>
        doorsOf({ name, folder: join(root, folder) }, exports)
      )
    expect(doors.filter(({ specifier }) => !own.includes(`import("${specifier}")`))).toEqual([])
  })
})

/** An error class, as a table of fields can build it. */
interface ErrorClass extends Schema.Codec<Error & { readonly _tag: string }, unknown> {
  new (fields: object): Error & { readonly _tag: string }
}

const reasons = [{ _tag: "UnknownBuilding", building: "b9", known: ["b1", "b2"] }, { _tag: "NobodyAsked" }]
const problems = [
  { path: ["playbooks", "p", 2], code: "unknown-heart", message: 'there is no heart "x": use joy' }
]
const cell = {
  sheet: "居民",
  row: 12,
  letter: "E",
  column: "出生日期",
  code: "no-such-day",
  found: "1950-02-29",
  args: {}
}

/** The fields of one error of each class, by the file of the class and its name. */
const samples: Readonly<Record<string, object>> = {
  "announcer/src/DeadLetters.ts LetterUnknown": { district: "d", key: "k" },
  "cli/src/CommandFailed.ts CommandFailed": { message: "no such file: check the path", exit: 2 },
  "cli/src/DistrictFiles.ts FilesRefused": { lines: ["district.yaml:1:1 no name"] },
  "cluster/src/internal/Runner.ts RunnerUnusable": { host: "10.0.0.1", port: 4411, reason: "it is in use" },
  "core/src/contexts/Context.ts EntryUnreadable": { position: 3, type: "CaseOpened", reason: "no day" },
  "core/src/coverage/CoverageCertificate.ts CertificateMalformed": { reason: "no format" },
  "core/src/kernel/Problem.ts DocumentRefused": { problems },
  "core/src/kernel/Rule.ts DecisionRefused": { reasons },
  "core/src/polls/Tally.ts NoTerms": { rules: "alteration", on: 20_000 },
  "core/src/ports/Blobs.ts BlobDamaged": { district: "d", address: "0".repeat(64) },
  "core/src/ports/Blobs.ts BlobsUnavailable": {
    operation: "store a file",
    reason: "the disk is full",
    retryable: true
  },
  "core/src/ports/Identity.ts IdentityUnavailable": {
    operation: "find a session",
    reason: "the disk is full",
    retryable: true
  },
  "core/src/ports/Identity.ts NotSignedIn": {},
  "core/src/ports/Ledger.ts AppendRejected": { district: "d", reasons: ["it is empty"] },
  "core/src/ports/Ledger.ts ChainBroken": { district: "d", position: 1, reason: "the hash differs" },
  "core/src/ports/Ledger.ts CommandIdReused": { district: "d", commandId: "c" },
  "core/src/ports/Ledger.ts LedgerUnavailable": {
    operation: "read",
    reason: "the disk is full",
    retryable: true,
    cause: new Error("ENOSPC")
  },
  "core/src/ports/Ledger.ts VersionConflict": { district: "d", stream: "registry", expected: 1, actual: 2 },
  "core/src/ports/Notifier.ts DeliveryFailed": {
    channel: "wecom",
    key: "k",
    reason: "busy",
    kind: "transient"
  },
  "core/src/ports/Portable.ts PortableRefused": { line: 1, reason: "it is not JSON" },
  "core/src/ports/Vault.ts OwnerErased": { district: "d", owner: "resident/r1" },
  "core/src/ports/Vault.ts SealBroken": { district: "d", place: "p", reason: "the tag is wrong" },
  "core/src/ports/Vault.ts VaultUnavailable": { operation: "seal", reason: "no key", retryable: false },
  "coverage-index/src/SecondFlat.ts SecondFlatUnsupported": { dwelling: "b01-302" },
  "fp-ts/src/Convert.ts Interrupted": { cause: new Error("stopped") },
  "http/src/evidence/Uploads.ts OffsetDiffers": { expected: 4096 },
  "http/src/NodeServer.ts CertificateUnusable": { reason: "key-unreadable", detail: "no start line" },
  "http/src/NodeServer.ts AddressUnusable": { host: "127.0.0.1", port: 80, reason: "permission denied" },
  "http/src/RequestUnfit.ts RequestUnfit": {
    kind: "malformed",
    reasons: [{ _tag: "KeyMissing", path: "Idempotency-Key" }]
  },
  "http/src/identity/SignInError.ts AccessNotYours": {},
  "http/src/identity/SignInError.ts PinTooSimple": { reason: "Sequence" },
  "http/src/identity/SignInError.ts SignInRefused": {},
  "http/src/identity/SignInError.ts TooManyAttempts": { retryAfter: 60 },
  "http/src/intake/Reports.ts NoIntake": {},
  "http/src/intake/Reports.ts ReceiptRefused": {},
  "model-file/src/FileProblem.ts ModelFileRefused": {
    file: "m.yaml",
    problems: [{ file: "m.yaml", line: 1, column: 2, ...problems[0] }]
  },
  "promise/src/Errors.ts Closed": {},
  "promise/src/Errors.ts InvalidCall": { reasons: ["there is no channel: give `notifier`"] },
  "promise/src/Errors.ts Refused": {
    district: "d",
    id: "c",
    by: "a",
    request: "EnterHousehold",
    reasons,
    sentences: { zh: ["没有这幢楼"], en: ["there is no such building"] },
    kept: false
  },
  "report/src/PrintedNotice.ts NoNotice": { case: "c1", reason: "no-longer" },
  "service/src/Anchors.ts AnchorKeyInvalid": { expected: "private" },
  "service/src/DueClock.ts DutyFailed": { duty: "notices", reason: "the network is down" },
  "service/src/Asking.ts QuestionRefused": {
    district: "d",
    by: "a",
    question: "AskToday",
    reasons: [{ _tag: "NotAllowed", question: "AskToday" }]
  },
  "service/src/Certificates.ts DayNotCertifiable": { asOf: 20_000, began: 20_001, today: 20_002 },
  "service/src/Certificates.ts RuleUnknown": { district: "d", rule: "r", known: ["s"] },
  "service/src/evidence/EvidenceFileError.ts FileGone": { why: "erased" },
  "service/src/evidence/EvidenceFileError.ts FileRefused": { fault: "type-unknown" },
  "service/src/evidence/EvidenceFileError.ts FileUnknown": {},
  "service/src/GovernanceError.ts CaseDied": { case: "c", cause: new Error("a defect") },
  "simulator/src/Course.ts Broken": {
    invariant: { id: "few", name: "there are few cases" },
    found: ["7 cases"]
  },
  "simulator/src/Course.ts NobodyEnters": { model: "d" },
  "service/src/GovernanceError.ts DistrictIncomplete": { district: "d", position: 4000, of: 12_000 },
  "service/src/GovernanceError.ts DistrictUnknown": { district: "not an id" },
  "service/src/GovernanceError.ts ModelRefused": { problems },
  "service/src/GovernanceError.ts NotAllowed": { district: "d", id: "c", by: "a", request: "TakeStep" },
  "service/src/GovernanceError.ts Refused": { district: "d", id: "c", request: "", reasons, kept: true },
  "six-hearts/src/HolidayNotice.ts HolidayNoticeRefused": { problems: [{ _tag: "TitleMissing" }] },
  "spreadsheet/src/Problem.ts SheetRefused": { file: "r.xlsx", problems: [cell] },
  "spreadsheet/src/file/FileRefusal.ts FileRefusal": { problem: cell },
  "testing/src/laws/Law.ts LawBroken": {
    law: "case-can-end",
    sentence: "every case can end",
    found: ['playbook "help", stage "asked": no step leads to an end']
  },
  "vault/src/MasterKeys.ts MasterKeysRefused": { reasons: ["two keys have one name"] }
}

/** Classes that extend an error, in the sources of all packages: file, name, and what they extend. */
const classes = globSync("packages/*/src/**/*.ts", { cwd: root }).flatMap((file) =>
  [
    ...readFileSync(join(root, file), "utf8").matchAll(
      /^(?:export )?class (\w+)[^{]*? extends ([\w.]*Error)\b/gm
    )
  ].map(([, name, base]) => ({ key: `${file.replace("packages/", "")} ${name}`, base }))
)

// It has no dependency on core, and none on schemas, so that it can be used alone.
const standsAlone = "assignment/src/Problem.ts AssignmentRefused"

describe("an error class", () => {
  it("extends the one base, and is in the table of this test", () => {
    expect(classes.filter(({ base, key }) => base !== "TaggedError" && key !== standsAlone)).toEqual([])
    expect(classes.flatMap(({ key }) => (key === standsAlone ? [] : [key])).toSorted()).toEqual(
      Object.keys(samples).toSorted()
    )
  })

  it.each(Object.entries(samples))(
    "%s has a message, a stack, and the same value after JSON",
    async (key, fields) => {
      const [file = "", name = ""] = key.split(" ")
      const module: Record<string, ErrorClass> = await import(
        pathToFileURL(join(root, "packages", file)).href
      )
      const Class = module[name] as ErrorClass
      const error = new Class(fields)
      expect(error).toBeInstanceOf(Error)
      expect([error._tag, error.name]).toEqual([name, name])
      expect(error.message).toMatch(/\S \S/)
      expect(error.message).not.toMatch(/undefined|\[object/)
      expect(error.stack).toContain(error.message)
      expect(error.stack).toContain(Class === DecisionRefused ? "" : "failures.test.ts")
      expect(inspect(error)).toContain(error.message)
      const codec = Schema.toCodecJson(Class)
      const text = JSON.stringify(Schema.encodeSync(codec)(error))
      const again = Schema.decodeUnknownSync(codec)(JSON.parse(text))
      expect(again).toBeInstanceOf(Class)
      expect(again.message).toBe(error.message)
      expect(JSON.stringify(Schema.encodeSync(codec)(again))).toBe(text)
      // Two errors of JavaScript, such as causes, are never equal.
      expect(error.cause !== undefined || Equal.equals(again, error)).toBe(true)
    }
  )

  it("DecisionRefused records no calls, and other errors still do", () => {
    const refused = new DecisionRefused({ reasons: [{ _tag: "NotOpened" }] })
    expect(refused.stack).toBe("DecisionRefused: refused: not opened. Mend every reason and try again")
    expect(new Error().stack).toContain("failures.test.ts")
  })

  it("keeps every reason of JSON", () => {
    const reason = fc
      .tuple(fc.string(), fc.dictionary(fc.string(), fc.jsonValue({ noUnpairedSurrogate: true } as object)))
      .map(([_tag, data]) => ({ ...data, _tag }))
    const codec = Schema.toCodecJson(DecisionRefused)
    fc.assert(
      fc.property(reason, fc.array(reason), (first, others) => {
        const error = new DecisionRefused({ reasons: [first, ...others] })
        const again = Schema.decodeUnknownSync(codec)(
          JSON.parse(JSON.stringify(Schema.encodeSync(codec)(error)))
        )
        expect(again.reasons).toEqual(JSON.parse(JSON.stringify(error.reasons)))
      })
    )
  })
})
