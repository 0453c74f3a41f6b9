/**
 * The command `liulinhui model diff OLD NEW`: shows what the change from one model to another means. With `--ledger`, it
 * also counts the people and cases of the district in the ledger.
 */
import { CaseReason } from "@liulinhui/core/Case"
import { type Difference, diff, type ModelDiff } from "@liulinhui/core/ModelDiff"
import { Mandate } from "@liulinhui/core/Actor"
import { Governance } from "@liulinhui/service/Governance"
import * as Argument from "effect/cli/Argument"
import * as Command from "effect/cli/Command"
import * as Flag from "effect/cli/Flag"
import * as Console from "effect/Console"
import * as Effect from "effect/Effect"
import * as Option from "effect/Option"
import * as Schema from "effect/Schema"
import * as DistrictFiles from "./DistrictFiles.ts"
import { json, printData } from "./Envelope.ts"
import { chosen, district, onLedger } from "./Ledgers.ts"
import { modelDiffLines } from "./ModelDiffLines.ts"
import { ledgerFlag } from "./Stores.ts"
import { language } from "./Words.ts"

const encodeReasons = Schema.encodeSync(Schema.toCodecJson(Schema.Array(CaseReason)))
const encodeMandate = Schema.encodeSync(Schema.toCodecJson(Mandate))

/** A difference as JSON. Absent values, such as a deadline that does not exist, are left out. */
const differenceJson = (one: Difference): Schema.Json =>
  JSON.parse(
    JSON.stringify({
      ...one,
      ...("because" in one ? { because: encodeReasons(one.because) } : {}),
      ...("mandate" in one ? { mandate: encodeMandate(one.mandate) } : {})
    })
  )

interface Answer {
  readonly found: ModelDiff
  readonly lines: ReadonlyArray<string>
}

/** The differences between two models as JSON. Days are ISO dates. */
export const modelDiffJson = ({ differences, hiding, others, unexplored }: ModelDiff): Schema.JsonObject => ({
  differences: differences.map(differenceJson),
  unexplored: unexplored.map((one) => ({ ...one })),
  hiding: hiding.map(({ parts, playbook }) => ({
    playbook,
    parts: parts.map((part) => (typeof part === "string" ? part : { ...part }))
  })),
  others: [...others]
})

const file = (name: "old" | "new", about: string) =>
  Argument.String(name).pipe(Argument.withDescription(about))

const modelDiff = Command.make(
  "diff",
  {
    before: file("old", "The model as it was, such as the district.yaml that was adopted"),
    after: file("new", "The model as it will be"),
    ledger: ledgerFlag.pipe(Flag.withDescription("Count the people and cases of this ledger"), Flag.optional),
    district,
    bound: Flag.Int("bound").pipe(
      Flag.withDescription(
        "The number of situations of a case after which the comparison of a playbook stops"
      ),
      Flag.withSchema(Schema.Int.check(Schema.isBetween({ minimum: 1, maximum: 1_000_000 }))),
      Flag.optional
    ),
    json
  },
  Effect.fn(function* ({ after: newer, before: older, bound, district, json, ledger }) {
    const asked = yield* language
    const before = yield* DistrictFiles.readModelAlone(older)
    const after = yield* DistrictFiles.readModelAlone(newer)
    const limit = Option.isSome(bound) ? { bound: bound.value } : {}
    const answer = (options: Parameters<typeof diff>[2]): Answer => {
      const found = diff(before, after, { ...limit, ...options })
      const registered = options?.district?.district
      const lines = modelDiffLines(
        { before, after, ...(registered === undefined ? {} : { district: registered }) },
        found,
        asked
      )
      return { found, lines }
    }
    const { found, lines } = Option.isNone(ledger)
      ? answer({})
      : yield* Effect.gen(function* () {
          const which = yield* chosen(district)
          return yield* Governance.use(({ read }) =>
            read(which, (state, on) => answer({ district: { district: state, on } }))
          )
        }).pipe(onLedger(ledger.value, "reads"))
    yield* json ? printData("model diff", modelDiffJson(found)) : Console.log(lines.join("\n"))
  })
).pipe(Command.withDescription("Show what the change from one model to another means, with examples"))

/**
 * @category commands
 */
export const model = Command.make("model").pipe(
  Command.withDescription("Compare two models"),
  Command.withSubcommands([modelDiff])
)
