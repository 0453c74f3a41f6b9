/** The command `liulinhui rules [REASON]`: prints the rules because of which requests are refused. */
import { nearest } from "@liulinhui/core/Problem"
import { Rules } from "@liulinhui/texts"
import * as Argument from "effect/cli/Argument"
import * as Command from "effect/cli/Command"
import * as Console from "effect/Console"
import * as Effect from "effect/Effect"
import * as Option from "effect/Option"
import { CommandFailed } from "./CommandFailed.ts"
import { json, printData } from "./Envelope.ts"
import { say } from "./Say.ts"
import { language } from "./Words.ts"

const line = ({ id, name, source }: Rules.SaidRule): string =>
  `- ${name} [${id}${source === undefined ? "" : `; ${source}`}]`

/**
 * @category commands
 */
export const rules = Command.make(
  "rules",
  {
    reason: Argument.String("reason").pipe(
      Argument.withDescription(
        "Only the rules with this reason, such as EvidenceMissing; default: all rules"
      ),
      Argument.optional
    ),
    json
  },
  Effect.fn(function* ({ json, reason }) {
    const asked = yield* language
    const all = Rules.sayRules(asked)
    const isWanted = ({ reasons }: Rules.SaidRule): boolean =>
      Option.isNone(reason) || reasons.includes(reason.value)
    const sections = all.flatMap(({ rules, title }) => {
      const wanted = rules.filter(isWanted)
      return wanted.length === 0 ? [] : [{ title, rules: wanted }]
    })
    if (Option.isSome(reason) && sections.length === 0) {
      const known = all.flatMap(({ rules }) => rules.flatMap(({ reasons }) => reasons))
      const near = nearest(reason.value, known)
      return yield* new CommandFailed({
        exit: 2,
        message: say(asked, "rules.unknown", { reason: reason.value, near })
      })
    }
    if (json) return yield* printData("rules", { sections })
    yield* Console.log(
      sections.map(({ rules, title }) => [title, ...rules.map(line)].join("\n")).join("\n\n")
    )
  })
).pipe(Command.withDescription("Print the rules for which requests are refused"))
