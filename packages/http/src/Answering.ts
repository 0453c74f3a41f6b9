/**
 * Writes answers: values as JSON, and failures as problem documents in the language of the reader. No failure, and no
 * defect of the library, leaves without an answer.
 */
import type { IdentityUnavailable, NotSignedIn } from "@liulinhui/core/Identity"
import { rulesBehind, type Request } from "@liulinhui/core/Governance"
import type { Language } from "@liulinhui/core/Text"
import type { QuestionRefused, SubmitError } from "@liulinhui/service/Governance"
import { Names, Reason, Rules, type Texts } from "@liulinhui/texts"
import type * as Problem from "./Problem.ts"
import { mediaType, statuses, typeOf } from "./Problem.ts"
import type { AccessNotYours, PinTooSimple, SignInRefused, TooManyAttempts } from "./identity/SignInError.ts"
import type { NoIntake, ReceiptRefused } from "./intake/Reports.ts"
import type { RequestUnfit } from "./RequestUnfit.ts"
import * as Schema from "effect/Schema"
import * as HttpServerResponse from "effect/http/HttpServerResponse"

/** The failures of signing in, and of giving access to others. */
export type SignInFailure =
  | AccessNotYours
  | IdentityUnavailable
  | NotSignedIn
  | PinTooSimple
  | RequestUnfit
  | SignInRefused
  | TooManyAttempts

/** The failures of reports of people without an account. */
export type IntakeFailure = NoIntake | ReceiptRefused

/** Everything that can prevent an answer. */
export type Failure = SubmitError | QuestionRefused | SignInFailure | IntakeFailure

/** The words of an answer: its language, and the names of the things in the district. */
export interface Speech {
  readonly words: Texts.Words
  readonly names: Names.Names
}

/** A failure as plain data: the kind of the problem, and its reasons. */
interface Finding {
  readonly kind: Problem.Kind
  readonly reasons: ReadonlyArray<Reason.Tagged>
  readonly request?: Request["_tag"] | ""
  readonly recorded?: boolean
  /** The number of seconds after which the caller may try again. */
  readonly retryAfter?: number
}

const mistakes: ReadonlySet<string> = new Set([
  "RequestUnknown",
  "KeyMissing",
  "KeyUnknown",
  "ValueMalformed"
])

/** Every failure has one kind. If the caller may not see a thing, the answer is the same as if it did not exist. */
const findingOf = (failure: Failure): Finding => {
  switch (failure._tag) {
    case "NotSignedIn":
    case "DistrictUnknown":
      return { kind: "not-signed-in", reasons: [] }
    case "NotAllowed":
      return { kind: "not-allowed", reasons: [{ _tag: "NotAllowed" }], request: failure.request }
    case "RequestUnfit":
      return { kind: failure.kind, reasons: failure.reasons }
    case "Refused": {
      const { kept, reasons, request } = failure
      const kind = reasons.every(({ _tag }) => mistakes.has(_tag)) ? "malformed" : "refused"
      return { kind, reasons, request, recorded: kept }
    }
    case "QuestionRefused": {
      const { reasons } = failure
      const isAllowed = reasons.every(({ _tag }) => _tag !== "NotAllowed")
      return isAllowed
        ? { kind: "not-found", reasons }
        : { kind: "not-allowed", reasons: [{ _tag: "NotAllowed" }] }
    }
    case "VersionConflict":
      return { kind: "conflict", reasons: [] }
    case "AppendRejected":
    case "OwnerErased":
      return { kind: "refused", reasons: [] }
    case "DistrictIncomplete":
    case "LedgerUnavailable":
    case "VaultUnavailable":
    case "IdentityUnavailable":
      return { kind: "unavailable", reasons: [] }
    case "EntryUnreadable":
    case "SealBroken":
      return { kind: "broken", reasons: [] }
    case "AccessNotYours":
      return { kind: "not-allowed", reasons: [] }
    case "PinTooSimple":
      return { kind: "pin-too-simple", reasons: [] }
    case "SignInRefused":
      return { kind: "sign-in-refused", reasons: [] }
    case "TooManyAttempts":
      return { kind: "too-many-attempts", reasons: [], retryAfter: failure.retryAfter }
    case "NoIntake":
      return { kind: "not-found", reasons: [] }
    case "ReceiptRefused":
      return { kind: "receipt-refused", reasons: [] }
  }
}

/** The finding for a person without an account, who does not learn when the last entry was written. */
const publicFindingOf = (failure: Failure): Finding =>
  failure._tag === "Refused" && failure.reasons.some(({ _tag }) => _tag === "ClockJumped")
    ? { kind: "unavailable", reasons: [] }
    : findingOf(failure)

const ruleOf = (
  reason: Reason.Tagged,
  request: Finding["request"],
  language: Language
): Pick<Problem.Reason, "rule"> => {
  const [rule] = rulesBehind(reason, request === undefined || request === "" ? undefined : { _tag: request })
  // The cast is safe: `rulesBehind` returns rules of the list for which the catalogue of rules has the words.
  return rule === undefined ? {} : { rule: { id: rule.id, name: Rules.sayRule(rule.id, language) } }
}

const reasonOf = (
  reason: Reason.Tagged,
  request: Finding["request"],
  { names, words }: Speech
): Problem.Reason => {
  const { _tag, ...data } = reason
  const { rule } = ruleOf(reason, request, words.language)
  // The reason of a missing authority has no message: the name of its rule says all.
  const said =
    words.has(`reason.${_tag}`) || rule === undefined ? Reason.say(words, reason, names) : rule.name
  return {
    code: _tag,
    words: said,
    ...(rule === undefined ? {} : { rule }),
    // The cast is safe: reasons are plain data. Fields that are not JSON, such as `undefined`, disappear.
    data: JSON.parse(JSON.stringify(data)) as Record<string, Schema.Json>
  }
}

/** Makes the function that answers with a value of a schema as JSON. Default: status 200, and nobody stores the answer. */
export const written = <A>(codec: Schema.Codec<A, unknown>) => {
  const encode = Schema.encodeSync(Schema.toCodecJson(codec))
  return (
    value: A,
    {
      headers = { "cache-control": "no-store" },
      status = 200
    }: { readonly headers?: Readonly<Record<string, string>>; readonly status?: number } = {}
  ): HttpServerResponse.HttpServerResponse =>
    HttpServerResponse.jsonUnsafe(encode(value), { headers, status })
}

/** The messages that are the titles of problem documents. */
const titles = {
  malformed: "http.malformed",
  "key-missing": "http.keyMissing",
  "not-signed-in": "http.notSignedIn",
  "not-allowed": "http.notAllowed",
  "wrong-origin": "http.wrongOrigin",
  "not-found": "http.notFound",
  "method-not-allowed": "http.methodNotAllowed",
  "not-acceptable": "http.notAcceptable",
  conflict: "http.conflict",
  "too-large": "http.tooLarge",
  "media-type": "http.mediaType",
  refused: "http.refused",
  broken: "http.broken",
  unavailable: "http.unavailable",
  "receipt-refused": "http.receiptRefused",
  "sign-in-refused": "http.signInRefused",
  "too-many-attempts": "http.tooManyAttempts",
  "pin-too-simple": "http.pinTooSimple",
  "file-type": "http.fileType",
  "file-damaged": "http.fileDamaged",
  "file-erased": "http.fileErased",
  "file-missing": "http.fileMissing",
  "upload-offset": "http.uploadOffset"
} as const satisfies Record<Problem.Kind, string>

/** The problem document of a kind, without reasons. */
export const documentOf = (kind: Problem.Kind, words: Texts.Words): Problem.Problem => ({
  type: typeOf(kind),
  title: words.say(titles[kind]),
  status: statuses[kind],
  reasons: []
})

const moreHeaders: Partial<Readonly<Record<Problem.Kind, Readonly<Record<string, string>>>>> = {
  "not-signed-in": { "www-authenticate": 'Bearer realm="liulinhui"' },
  conflict: { "retry-after": "1" },
  unavailable: { "retry-after": "5" }
}

const answer = (
  document: Problem.Problem,
  kind: Problem.Kind,
  words: Texts.Words,
  more: Readonly<Record<string, string>> = {}
) =>
  HttpServerResponse.jsonUnsafe(document, {
    status: document.status,
    contentType: mediaType,
    headers: { "content-language": words.locale, "cache-control": "no-store", ...moreHeaders[kind], ...more }
  })

const documentFor = ({ kind, reasons, recorded, request }: Finding, speech: Speech): Problem.Problem => ({
  ...documentOf(kind, speech.words),
  reasons: reasons.map((reason) => reasonOf(reason, request, speech)),
  ...(recorded === true ? { recorded } : {})
})

/** The problem document of a failure, as data. */
export const problemOf = (failure: Failure, speech: Speech): Problem.Problem =>
  documentFor(findingOf(failure), speech)

/** The problem document of a failure, as data, for a person without an account. */
export const publicProblemOf = (failure: Failure, words: Texts.Words): Problem.Problem =>
  documentFor(publicFindingOf(failure), { words, names: Names.none })

/** The answer to a request that failed. */
export const failed = (failure: Failure, speech: Speech): HttpServerResponse.HttpServerResponse =>
  answerTo(findingOf(failure), speech)

/** The answer to a request of a person without an account that failed. */
export const publiclyFailed = (failure: Failure, words: Texts.Words): HttpServerResponse.HttpServerResponse =>
  answerTo(publicFindingOf(failure), { words, names: Names.none })

const answerTo = (finding: Finding, speech: Speech): HttpServerResponse.HttpServerResponse => {
  const { kind, retryAfter } = finding
  const more = retryAfter === undefined ? {} : { "retry-after": String(retryAfter) }
  return answer(documentFor(finding, speech), kind, speech.words, more)
}

/** The HTTP status of a failure. */
export const statusOf = (failure: Failure): number => statuses[findingOf(failure).kind]

/** The answer of a kind of problem that has no reasons, such as a defect of the library. */
export const problem = (kind: Problem.Kind, words: Texts.Words): HttpServerResponse.HttpServerResponse =>
  answer(documentOf(kind, words), kind, words)
