/**
 * Writes a large import of the registry in parts, because an append has limits, and to use little memory. The parts take
 * effect with the last entry, which is appended under the command id of the import. If the process ends before that, the
 * import has no effect, and the same import continues after the last part that was written.
 *
 * The stream of the parts has a name that is computed from the request and the version of the registry. So the same
 * import is recognised if nothing has changed in the registry in the meantime. Otherwise it begins anew, because other
 * differences may be necessary, and the earlier parts never take effect.
 */
import * as District from "@liulinhui/core/District"
import { type Change, OwnCommands, textOf } from "@liulinhui/core/Governance"
import { CommandId } from "@liulinhui/core/Ledger"
import { ofDistrict } from "@liulinhui/core/Vault"
import * as Effect from "effect/Effect"
import type { Submission } from "../Submission.ts"
import { append, appendOwn, hasMoved, versionOf } from "./Appending.ts"
import type { Districts } from "./Districts.ts"

/** Whether the changes of a request must be written in parts. A district of format 0 has no event for that. */
export const isLarge = (
  { partSize }: Districts,
  { request }: Submission,
  { format }: District.District,
  changes: ReadonlyArray<Change>
): boolean =>
  request._tag === "ImportRegistry" &&
  format !== 0 &&
  changes.length === 1 &&
  changes.every(({ events }) => events.length > partSize)

/** The command id in the text that names an import. An import is recognised whatever its command id is. */
const anyId = CommandId.make("import")

/** Appends the change of a large import: first the parts that are missing, then the entry that makes them effective. */
export const appendInParts = Effect.fnUntraced(function* (
  districts: Districts,
  submission: Submission,
  draft: District.Draft,
  { events, expected, stream }: Change
) {
  const { partSize, vault } = districts
  const { by, district, id } = submission
  const text = `${versionOf(draft, stream)} ${textOf({ ...submission, id: anyId })}`
  const parts = District.partsStream(yield* vault.mac(district, [ofDistrict], text))
  for (let from = versionOf(draft, parts); from < events.length; from = versionOf(draft, parts)) {
    const part: ReadonlyArray<Change> = [
      { stream: parts, expected: from, events: events.slice(from, from + partSize) }
    ]
    yield* appendOwn(
      districts,
      district,
      draft,
      OwnCommands.part(parts, from),
      part,
      hasMoved(draft, parts, from)
    )
  }
  const completed = events.slice(0, 1).map(({ on }) => ({
    _tag: "ImportCompleted" as const,
    on,
    by,
    parts,
    entries: events.length
  }))
  return yield* append(districts, district, draft, id, [{ stream, expected, events: completed }], submission)
})
