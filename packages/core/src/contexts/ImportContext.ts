/**
 * The context of imports in parts. A large import does not fit into one append. Its events are written to a separate
 * stream, several thousand at a time, and a last entry makes all of them effective. Until then, and forever if the import
 * is never finished, the fold of a district ignores them. See `district/District`.
 */
import * as Result from "effect/Result"
import * as Schema from "effect/Schema"
import { DayFromIso } from "../kernel/Day.ts"
import type { Statement } from "../kernel/Rule.ts"
import { StreamId } from "../kernel/StreamId.ts"
import { ActorId } from "../place/Id.ts"
import { type Decision, make } from "./Context.ts"

const prefix = "import:"

/** The stream that contains the parts of an import. `id` distinguishes imports. */
export const partsStream = (id: string): StreamId => StreamId.make(`${prefix}${id}`)

/** Whether a stream contains the parts of an import, whose events do not take effect by themselves. */
export const hasParts = (stream: string): boolean => stream.startsWith(prefix)

/**
 * The events of imports in parts.
 *
 * @category events
 */
const ImportEvent = Schema.TaggedUnion({
  /** All entries of the stream `parts` take effect, in their order, as if they followed here. */
  ImportCompleted: { on: DayFromIso, by: ActorId, parts: StreamId, entries: Schema.Int }
})

const noRules: ReadonlyArray<Statement<never, never>> = []

/** @category contexts */
export const importContext = make({
  id: "import",
  events: ImportEvent,
  opens: true,
  initial: () => ({}),
  apply: () => undefined,
  requests: {},
  authorities: {},
  rules: noRules,
  decide: (): Decision<never, never> => Result.succeed([])
})
