/**
 * The command `liulinhui mandate`: shows who has which mandate on a day, and grants and ends mandates. It also grants
 * the first mandate: an operator does this, because no actor can.
 */
import { actingOn, scopeText } from "@liulinhui/core/Actor"
import type * as District from "@liulinhui/core/District"
import { type Day, toIso } from "@liulinhui/core/Day"
import { ActorId, RoleId } from "@liulinhui/core/Id"
import type { Appointment } from "@liulinhui/core/Governance"
import { Governance } from "@liulinhui/service/Governance"
import { Names, type Texts } from "@liulinhui/texts"
import * as Argument from "effect/cli/Argument"
import * as Command from "effect/cli/Command"
import * as Flag from "effect/cli/Flag"
import * as Console from "effect/Console"
import * as Effect from "effect/Effect"
import * as Option from "effect/Option"
import { day } from "./DayFlag.ts"
import { json, printData } from "./Envelope.ts"
import { chosen, district, onLedger } from "./Ledgers.ts"
import { requestCommand } from "./RequestCommand.ts"
import { ledgerArgument } from "./Stores.ts"
import { print, speaker } from "./Words.ts"

/** The mandates that are in force on a day, grouped by actor. */
const heldOn = ({ actors, registry }: District.District, on: Day, only: Option.Option<ActorId>) =>
  [...actors.values()].flatMap((actor) =>
    Option.isNone(only) || only.value === actor.id
      ? actingOn(actor, registry, on).map((mandate) => ({ actor: actor.id, ...mandate }))
      : []
  )

const lineOf = (
  words: Texts.Words,
  names: Names.Names,
  { actor, from, role, scope, until }: ReturnType<typeof heldOn>[number]
): string =>
  words.say("cli.mandate.line", {
    actor,
    name: names("actor", actor, words),
    role: Names.say(words, names, "role", role),
    scope: Names.say(words, names, "scope", scopeText(scope)),
    from: from === undefined ? undefined : words.day(from),
    until: until === undefined ? undefined : words.day(until)
  })

const list = Command.make(
  "list",
  {
    ledger: ledgerArgument,
    district,
    on: day("on", "The mandates in force on that day. Default: today"),
    actor: Flag.String("actor").pipe(
      Flag.withDescription("Only the mandates of this actor"),
      Flag.withSchema(ActorId),
      Flag.optional
    ),
    json
  },
  Effect.fn(function* ({ actor, district, json, ledger, on }) {
    const found = yield* Effect.gen(function* () {
      const id = yield* chosen(district)
      const wordsOf = yield* speaker
      return yield* Governance.use(({ read }) =>
        read(id, (state, today) => {
          const asked = Option.getOrElse(on, () => today)
          const held = heldOn(state, asked, actor)
          const words = wordsOf(state.model)
          const names = Names.ofDistrict(state)
          return { asked, held, lines: held.map((one) => lineOf(words, names, one)) }
        })
      )
    }).pipe(onLedger(ledger, "reads"))
    const { asked, held, lines } = found
    if (json) {
      return yield* printData("mandate list", {
        on: toIso(asked),
        mandates: held.map(({ actor, from, role, scope, until }) => ({
          actor,
          role,
          scope,
          ...(from === undefined ? {} : { from: toIso(from) }),
          ...(until === undefined ? {} : { until: toIso(until) })
        }))
      })
    }
    yield* held.length === 0 ? print("cli.mandate.none", { on: asked }) : Console.log(lines.join("\n"))
  })
).pipe(Command.withDescription("List who has which mandate on a day"))

const first = Command.make(
  "first",
  {
    ledger: ledgerArgument,
    actor: Argument.String("actor").pipe(
      Argument.withDescription("The actor's id"),
      Argument.withSchema(ActorId)
    ),
    role: Argument.String("role").pipe(
      Argument.withDescription("The id of a role of the model that may grant mandates"),
      Argument.withSchema(RoleId)
    ),
    reason: Flag.String("reason").pipe(Flag.withDescription("Why this actor is appointed")),
    district,
    json
  },
  Effect.fn(function* ({ actor, district, json, ledger, reason, role }) {
    const scope = { district: true } as const
    const appointment: Appointment = { actor, role, scope, reason }
    yield* Effect.gen(function* () {
      const id = yield* chosen(district)
      const wordsOf = yield* speaker
      const { appoint, read } = yield* Governance
      yield* appoint(id, appointment)
      if (json) return yield* printData("mandate first", { district: id, ...appointment })
      const line = yield* read(id, (state) => {
        const words = wordsOf(state.model)
        const names = Names.ofDistrict(state)
        return words.say("cli.mandate.appointed", {
          actor,
          role: Names.say(words, names, "role", role),
          scope: Names.say(words, names, "scope", scopeText(scope))
        })
      })
      yield* Console.log(line)
    }).pipe(onLedger(ledger, "writes"))
  })
).pipe(
  Command.withDescription(
    "Grant the first mandate as the operator of the ledger, while no actor of the district may grant one"
  )
)

const scopes = {
  "scope.building": "building",
  "scope.group": "group",
  "scope.branch": "branch",
  "scope.district": "whole-district"
}

/**
 * @category commands
 */
export const mandate = Command.make("mandate").pipe(
  Command.withDescription("List, grant and end the mandates of actors"),
  Command.withSubcommands([
    list,
    first,
    requestCommand("grant", {
      command: "mandate grant",
      tag: "GrantMandate",
      at: ["actor", "role"],
      flags: scopes
    }),
    requestCommand("end", {
      command: "mandate end",
      tag: "EndMandate",
      at: ["actor", "role"],
      flags: scopes
    }),
    requestCommand("name", { command: "mandate name", tag: "NameActor", at: ["actor", "name"] }),
    requestCommand("undo-end", {
      command: "mandate undo-end",
      tag: "UndoMandateEnd",
      at: ["actor", "role", "ended"],
      flags: scopes
    })
  ])
)
