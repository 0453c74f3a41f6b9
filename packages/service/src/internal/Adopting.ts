/** Adopts a model for a district, and switches a district to the current ledger format. */
import * as District from "@liulinhui/core/District"
import { Journal } from "@liulinhui/core/District"
import { OwnCommands } from "@liulinhui/core/Governance"
import { make as problem, type Problem } from "@liulinhui/core/Problem"
import { dayAt, isTimeZone } from "@liulinhui/core/Calendar"
import { checkModel, type Model, read as readModel } from "@liulinhui/core/Model"
import type { DistrictId } from "@liulinhui/core/Id"
import * as Clock from "effect/Clock"
import * as Effect from "effect/Effect"
import * as Result from "effect/Result"
import type * as Schema from "effect/Schema"
import { ModelRefused } from "../GovernanceError.ts"
import { NoticeTexts } from "@liulinhui/texts"
import { appendOwn, hasMoved, versionOf } from "./Appending.ts"
import { type Districts, modelOf, todayIn, withDistrict } from "./Districts.ts"

/** Finds the playbooks that were changed, but still have the version of an adopted playbook. */
const versionProblems = (model: Model, draft: District.Draft): ReadonlyArray<Problem> =>
  [...model.playbooks].flatMap(([id, { playbook }]) => {
    const before = draft.playbooks.get(District.versionKey(id, playbook.version))?.playbook
    return before === undefined || JSON.stringify(before) === JSON.stringify(playbook)
      ? []
      : [
          problem(
            ["playbooks", id, "version"],
            "version-not-raised",
            `the playbook has changed but is still version ${playbook.version}, under which cases may be open: ` +
              `raise it to ${playbook.version + 1}`,
            { version: playbook.version, next: playbook.version + 1 }
          )
        ]
  })

/**
 * Appends the adoption of a model to the ledger. The model may say that an actor is a resident who has left: then it also
 * ends the companion pairs of this actor. A district of format 0 has no fields for that until it is upgraded.
 */
const adoptIn = (
  districts: Districts,
  district: DistrictId,
  draft: District.Draft,
  id: OwnCommands.OwnCommand,
  model: Model,
  event: Journal.ModelEvent
) => {
  const expected = versionOf(draft, Journal.modelStream)
  const isDone = hasMoved(draft, Journal.modelStream, expected)
  const isCurrent = (event.format ?? draft.format) === Journal.format
  const changes = [
    { stream: Journal.modelStream, expected, events: [event] },
    ...(isCurrent ? District.endedByModel(draft, model, event.on) : [])
  ]
  return appendOwn(districts, district, draft, id, changes, isDone, event.format)
}

/**
 * Adopts a model document for a district. If the document is the same as that of the model in force, nothing changes.
 */
export const adopt = Effect.fn("Governance.adopt")(function* (districts: Districts, document: Schema.Json) {
  const errorsIn = Effect.map(Clock.currentTimeMillis, (now) => {
    const options = { on: dayAt(now, "UTC"), isTimeZone, unwordable: NoticeTexts.problems }
    return checkModel(document, options).errors
  })
  const read = readModel(document)
  if (Result.isFailure(read)) return yield* new ModelRefused({ problems: yield* errorsIn })
  const model = read.success
  const district = model.id
  const adoption = Effect.fnUntraced(function* (draft: District.Draft) {
    const text = JSON.stringify(document)
    if (JSON.stringify(draft.document) === text) return model
    const problems = [...(yield* errorsIn), ...versionProblems(model, draft)]
    if (problems.length > 0) return yield* new ModelRefused({ problems })
    const on = yield* todayIn(districts, model)
    // A new district gets the ledger format that belongs to this version of the library.
    const format = draft.model === undefined ? { format: Journal.format } : {}
    const id = OwnCommands.adoption(draft.position, districts.ledger.hash(text))
    yield* adoptIn(districts, district, draft, id, model, {
      _tag: "ModelAdopted",
      on,
      document,
      ...format
    })
    return model
  })
  return yield* withDistrict(districts, district, adoption)
})

/**
 * Switches a district to the current ledger format: the district adopts the model in force once more, and the entry
 * states the format.
 */
export const upgrade = Effect.fn("Governance.upgrade")(function* (
  districts: Districts,
  district: DistrictId
) {
  const switching = Effect.fnUntraced(function* (draft: District.Draft) {
    const { model, on } = yield* modelOf(districts, district, draft)
    const { document, format } = draft
    if (format === Journal.format || document === undefined) return
    const event = { _tag: "ModelAdopted" as const, on, document, format: Journal.format }
    yield* adoptIn(districts, district, draft, OwnCommands.upgrade(Journal.format), model, event)
  })
  yield* withDistrict(districts, district, switching)
})
