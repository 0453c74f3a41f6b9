/**
 * The command `liulinhui pair FILE`: computes the best pairing for a district, for a pairing problem in a file, or for
 * a matrix of integers, with its certificate. `--why-not` shows what it would cost to include another pair. `--verify
 * PLAN` checks a plan that was made elsewhere, and all its statements about itself.
 */
import { pairingProblem } from "@liulinhui/core/Model"
import type { DistrictId } from "@liulinhui/core/Id"
import { Governance } from "@liulinhui/service/Governance"
import * as Argument from "effect/cli/Argument"
import * as Command from "effect/cli/Command"
import * as Flag from "effect/cli/Flag"
import * as Effect from "effect/Effect"
import * as Option from "effect/Option"
import * as DistrictFiles from "./DistrictFiles.ts"
import { json, printData } from "./Envelope.ts"
import { chosen, district, onLedger } from "./Ledgers.ts"
import { sheetFlag } from "./SheetFile.ts"
import { ledgerFlag } from "./Stores.ts"
import { BoundsText, isLedger, type Matrix, PairText, pairOf, readInput, type Said } from "./PairInput.ts"
import { failed, print } from "./Words.ts"
import { pairMatrix, verifyMatrix } from "./PairMatrix.ts"
import { refused } from "./PairOutput.ts"
import { type PairingInput, pairProblem, verifyProblem } from "./PairProblem.ts"

/**
 * Reads the pairing problem of a district from its ledger: the model in force, the current pairs, and the history of
 * each proposal.
 */
const fromLedger = Effect.fnUntraced(function* (file: string, named: Option.Option<DistrictId>) {
  const found = yield* Effect.gen(function* () {
    const id = yield* chosen(named)
    return yield* Governance.use(({ read }) =>
      read(id, ({ actorNames, model, pairing, pairingView }) => ({
        actorNames,
        model,
        inForce: pairing.inForce,
        stories: pairingView.stories
      }))
    )
  }).pipe(onLedger(file, "reads"))
  return found
})

const isYaml = (file: string): boolean => /\.ya?ml$/i.test(file)

const readPairing = Effect.fnUntraced(function* (
  file: string,
  {
    district,
    ledger,
    ...said
  }: Said & {
    readonly district: Option.Option<DistrictId>
    readonly ledger: Option.Option<string>
  }
) {
  if (isYaml(file)) {
    const model = yield* DistrictFiles.readModelAlone(file)
    // Uses the model file that the user has edited, with the current pairs of the ledger. So the result is the best
    // pairing if the district adopted this model.
    const kept = Option.isSome(ledger) ? yield* fromLedger(ledger.value, Option.some(model.id)) : undefined
    const pairing: PairingInput =
      kept === undefined
        ? { _tag: "Pairing", model, problem: pairingProblem(model, []) }
        : {
            _tag: "Pairing",
            model,
            problem: pairingProblem(model, kept.inForce),
            stories: kept.stories,
            actorNames: kept.actorNames
          }
    return pairing
  }
  if (Option.isSome(ledger)) return yield* failed("cli.pair.ledgerFlag", { file })
  if (!(yield* isLedger(file))) return yield* readInput(file, said)
  const { actorNames, inForce, model, stories } = yield* fromLedger(file, district)
  if (model === undefined) return yield* failed("cli.district.noModel")
  const pairing: PairingInput = {
    _tag: "Pairing",
    model,
    problem: pairingProblem(model, inForce),
    stories,
    actorNames
  }
  return pairing
})

/**
 * @category commands
 */
export const pair = Command.make(
  "pair",
  {
    file: Argument.String("file").pipe(
      Argument.withDescription(
        "A district's model (YAML) or ledger (SQLite, or postgres://…), a bare problem (JSON with branches and groups), or a matrix of whole numbers (CSV or JSON)"
      )
    ),
    ledger: ledgerFlag.pipe(
      Flag.withDescription("With a district's model: its ledger, for the pairs that are in force"),
      Flag.optional
    ),
    district,
    objective: Flag.Literals("objective", ["costs", "scores"]).pipe(
      Flag.withDescription(
        "What the numbers of a bare matrix are: costs are kept down, scores are brought up"
      ),
      Flag.optional
    ),
    rows: Flag.String("rows").pipe(
      Flag.withSchema(BoundsText),
      Flag.withDescription(
        "How many columns each row of a matrix gets: 1, or 0..5 (default: 1 for the shorter side, 0..1 for the longer)"
      ),
      Flag.optional
    ),
    columns: Flag.String("columns").pipe(
      Flag.withSchema(BoundsText),
      Flag.withDescription("How many rows each column of a matrix gets, likewise"),
      Flag.optional
    ),
    mostPairs: Flag.Boolean("most-pairs").pipe(
      Flag.withDescription(
        "For a matrix: as many pairs as possible, then the best of these plans (--rows and --columns default to 0..1)"
      ),
      Flag.withDefault(false)
    ),
    verify: Flag.String("verify").pipe(
      Flag.withDescription(
        "Check this plan (JSON) and all that it states, instead of making one; without prices it is compared with the best plan"
      ),
      Flag.optional
    ),
    whyNot: Flag.String("why-not").pipe(
      Flag.withSchema(PairText),
      Flag.withDescription(
        "BRANCH:GROUP, a pair that the plan does not have: what it would cost, and what would change"
      ),
      Flag.optional
    ),
    frontier: Flag.Boolean("frontier").pipe(
      Flag.withDescription("Show also what fewer changes would cost in points"),
      Flag.withDefault(false)
    ),
    out: Flag.optional(sheetFlag),
    json
  },
  Effect.fn(function* ({
    columns,
    district,
    file,
    frontier,
    json,
    ledger,
    mostPairs,
    objective,
    out,
    rows,
    verify,
    whyNot
  }) {
    const input: Matrix | PairingInput = yield* readPairing(file, {
      columns,
      district,
      ledger,
      mostPairs,
      objective,
      rows
    })
    const asked = { json, out, trade: frontier, whyNot: Option.map(whyNot, pairOf) }
    if (input._tag === "Matrix" && (frontier || Option.isSome(whyNot) || Option.isSome(out))) {
      return yield* failed("cli.pair.matrixAsked", { file })
    }
    if (input._tag === "Pairing" && mostPairs) {
      return yield* failed("cli.pair.mostPairs", { file })
    }
    if (Option.isNone(verify)) {
      return yield* input._tag === "Matrix" ? pairMatrix(input, json) : pairProblem(input, asked)
    }
    const { flaws, notChecked } = yield* input._tag === "Matrix"
      ? verifyMatrix(input, verify.value)
      : verifyProblem(input, verify.value)
    if (flaws.length > 0) return yield* refused(...flaws)
    if (json)
      return yield* printData("pair", { verified: true, ...(notChecked.length > 0 ? { notChecked } : {}) })
    yield* print("cli.pair.checked")
    if (notChecked.length > 0) yield* print("cli.pair.notChecked", { names: notChecked })
  })
).pipe(Command.withDescription("Compute or check an optimal pairing, with its proof"))
