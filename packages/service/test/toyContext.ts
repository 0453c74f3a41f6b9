/**
 * A small context for tests, in which neighbours borrow tools. A context is one part of self-governance with its own
 * events, requests and rules. Like every context, it is one file.
 */
import { type Asking, change, type Decision, make, type RequestOf } from "@liulinhui/core/Context"
import { DayFromIso } from "@liulinhui/core/Day"
import { sensitive } from "@liulinhui/core/Vault"
import { makeFor, objections, verdict } from "@liulinhui/core/Rule"
import { StreamId, ActorId } from "@liulinhui/core/Id"
import type { Texts } from "@liulinhui/texts"
import * as Result from "effect/Result"
import * as Schema from "effect/Schema"

const stream = StreamId.make("tools")
const Tool = Schema.NonEmptyString

const ToolEvent = Schema.TaggedUnion({
  ToolLent: { on: DayFromIso, by: ActorId, tool: Tool, note: Schema.optionalKey(sensitive(Schema.String)) },
  ToolReturned: { on: DayFromIso, by: ActorId, tool: Tool }
})
type ToolEvent = typeof ToolEvent.Type

export interface ToolSlice {
  readonly lent: ReadonlyMap<string, ActorId>
}

const requests = {
  LendTool: { tool: Tool, note: Schema.optionalKey(sensitive(Schema.String)) },
  ReturnTool: { tool: Tool }
}
type ToolRequest = RequestOf<typeof requests>

type ToolRefusal =
  | { readonly _tag: "ToolAway"; readonly tool: string; readonly with: ActorId }
  | { readonly _tag: "ToolHere"; readonly tool: string }

const lentOnce = makeFor<readonly [ToolSlice, ToolRequest], ToolRefusal>()({
  id: "tool-lent-once",
  name: "a tool is lent to one neighbour at a time",
  reasons: ["ToolAway", "ToolHere"],
  objections: ([{ lent }, { _tag, tool }]) => {
    const borrower = lent.get(tool)
    if (_tag === "LendTool") return borrower === undefined ? [] : [{ _tag: "ToolAway", tool, with: borrower }]
    return borrower === undefined ? [{ _tag: "ToolHere", tool }] : []
  }
})
const rules = [lentOnce]

const decide = (asking: Asking<ToolSlice>, request: ToolRequest): Decision<ToolEvent, ToolRefusal> => {
  const by = { on: asking.on, by: asking.actor.id }
  const event: ToolEvent =
    request._tag === "LendTool"
      ? { ...request, ...by, _tag: "ToolLent" }
      : { ...request, ...by, _tag: "ToolReturned" }
  return Result.map(verdict(objections(rules, [asking.district, request]), [event]), (events) =>
    change(asking, stream, events)
  )
}

/** The texts for the reasons of this small context, by language. */
export const toolTexts = {
  zh: { "reason.ToolAway": "{tool}已借给{with}，请先归还", "reason.ToolHere": "{tool}没有借出" },
  en: {
    "reason.ToolAway": "{with} has borrowed {tool}: have it returned first",
    "reason.ToolHere": "nobody has borrowed {tool}"
  }
} satisfies Texts.Extension & Record<string, Record<`reason.${ToolRefusal["_tag"]}`, string>>

export const toolContext = make({
  id: "tools",
  events: ToolEvent,
  opens: true,
  initial: () => ({ lent: new Map<string, ActorId>() }),
  apply: ({ lent }: { readonly lent: Map<string, ActorId> }, event) => {
    if (event._tag === "ToolLent") lent.set(event.tool, event.by)
    else lent.delete(event.tool)
  },
  requests,
  authorities: { LendTool: "own", ReturnTool: "own" },
  rules,
  decide
})
