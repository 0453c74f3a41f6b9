/**
 * The command `liulinhui adopt MODEL LEDGER`: checks a model file as `check` does, and adopts the model for the
 * district of the ledger. It is the first command for a new district. If the ledger does not exist, the command creates
 * it, and a master key in the same folder. Only the operator of the machine can do this, because no actor has a mandate
 * before there is a model.
 */
import type { Language } from "@liulinhui/core/Text"
import { Ledger } from "@liulinhui/core/Ledger"
import type { Model } from "@liulinhui/core/Model"
import { diff } from "@liulinhui/core/ModelDiff"
import { Governance } from "@liulinhui/service/Governance"
import * as Argument from "effect/cli/Argument"
import * as Command from "effect/cli/Command"
import * as Flag from "effect/cli/Flag"
import * as Console from "effect/Console"
import * as Effect from "effect/Effect"
import * as FileSystem from "effect/FileSystem"
import { canAsk, confirmed } from "./AskMissing.ts"
import { language as languageAsked } from "./Words.ts"
import { CommandFailed } from "./CommandFailed.ts"
import * as DistrictFiles from "./DistrictFiles.ts"
import { json, printData } from "./Envelope.ts"
import { modelDiffJson } from "./model.ts"
import { modelDiffLines } from "./ModelDiffLines.ts"
import { services } from "./Ledgers.ts"
import { say } from "./Say.ts"
import { isDatabase, shown } from "./Stores.ts"
import { masterKeyFile } from "./MasterKeyFile.ts"
import type { Access } from "./PrivateFiles.ts"
import { begin } from "./Vaults.ts"

/**
 * What the change from the model in force to another model means. `undefined` if the district has no model yet, or if the
 * model is the same.
 */
const changeOf = Effect.fnUntraced(function* (
  ledger: string,
  model: Model,
  access: Access,
  language: Language
) {
  if (!isDatabase(ledger)) {
    const files = yield* FileSystem.FileSystem
    if (!(yield* files.exists(ledger))) return undefined
  }
  return yield* Governance.use(({ read }) =>
    read(model.id, (state, on) => {
      const before = state.model
      if (before === undefined) return undefined
      const found = diff(before, model, { district: { district: state, on } })
      return found.differences.length +
        found.unexplored.length +
        found.hiding.length +
        found.others.length ===
        0
        ? undefined
        : { found, lines: modelDiffLines({ before, after: model, district: state }, found, language) }
    })
  ).pipe(
    Effect.catchTag("DistrictUnknown", () => Effect.succeed(undefined)),
    Effect.provide(services(ledger, access))
  )
})

/**
 * @category commands
 */
export const adopt = Command.make(
  "adopt",
  {
    model: Argument.String("model").pipe(
      Argument.withDescription("The district's model, such as district.yaml")
    ),
    // The ledger does not have to exist, because this command creates it.
    ledger: Argument.String("ledger").pipe(
      Argument.withDescription(
        "The SQLite file of the district, or postgres://…; a new file is made if it does not exist"
      )
    ),
    dryRun: Flag.Boolean("dry-run").pipe(
      Flag.withDescription("Check everything, and write nothing"),
      Flag.withDefault(false)
    ),
    yes: Flag.Boolean("yes").pipe(
      Flag.withDescription("Adopt a changed model without a question"),
      Flag.withDefault(false)
    ),
    json
  },
  Effect.fn(function* ({ dryRun, json, ledger, model: path, yes }) {
    const language = yield* languageAsked
    const { file, model, warnings } = yield* DistrictFiles.readModelFor(path)
    const { branches, coverage, groups, id: district, name, playbooks } = model
    const counts = {
      branches: branches.length,
      groups: groups.length,
      playbooks: playbooks.size,
      coverage: coverage.size
    }
    for (const line of warnings) yield* Console.error(line)
    const change = yield* changeOf(ledger, model, dryRun ? "reads" : "writes", language)
    if (change !== undefined && !json) yield* Console.log(change.lines.join("\n"))
    const means = change === undefined ? {} : { change: modelDiffJson(change.found) }
    if (dryRun) {
      return json
        ? yield* printData("adopt", { dryRun: true, district, ...counts, ...means })
        : yield* Console.log(say(language, "adopt.would", { district: name, ...counts }))
    }
    if (change !== undefined && !yes) {
      const isAdopted = (yield* canAsk(json)) && (yield* confirmed(say(language, "diff.ask"), language))
      if (!isAdopted) return yield* new CommandFailed({ message: say(language, "diff.adopt") })
    }
    const { hasNewKeys, isNew } = yield* begin(ledger, language)
    const written = yield* Effect.gen(function* () {
      const { head } = yield* Ledger
      const before = yield* head(district)
      yield* Governance.use(({ adopt }) => adopt(file.document)).pipe(
        Effect.catchTag("ModelRefused", (problems) => DistrictFiles.refused(file, problems))
      )
      const after = yield* head(district)
      return after.position > before.position
    }).pipe(Effect.provide(services(ledger, "writes")))
    if (isNew) yield* Console.error(say(language, "adopt.ledger", { ledger: shown(ledger) }))
    if (hasNewKeys) yield* Console.error(say(language, "adopt.keys", { file: masterKeyFile(ledger) }))
    if (json)
      return yield* printData("adopt", { dryRun: false, district, written, isNew, ...counts, ...means })
    yield* Console.log(
      written
        ? say(language, "adopt.done", { district: name, ...counts })
        : say(language, "adopt.same", { district: name })
    )
    if (isNew) {
      const registrar = [...model.actors.values()].find(({ mandates }) =>
        mandates.some(({ role }) => model.roles.get(role)?.may.includes("registry") === true)
      )
      if (model.actors.size === 0)
        yield* Console.error(say(language, "adopt.first", { ledger: shown(ledger) }))
      const next = { ledger: shown(ledger), actor: registrar?.id ?? "ACTOR" }
      yield* Console.error(say(language, "adopt.next", next))
    }
  })
).pipe(Command.withDescription("Check a model and adopt it; makes the ledger and its keys if there are none"))
