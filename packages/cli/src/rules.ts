/** The command `liulinhui rules [REASON]`: prints the rules because of which requests are refused. */
import { Rules } from "@liulinhui/texts"
import * as Argument from "effect/cli/Argument"
import * as Command from "effect/cli/Command"
import * as Console from "effect/Console"
import * as Effect from "effect/Effect"
import * as Option from "effect/Option"
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
    )
  },
  Effect.fn(function* ({ reason }) {
    const asked = yield* language
    const isWanted = ({ reasons }: Rules.SaidRule): boolean =>
      Option.isNone(reason) || reasons.includes(reason.value)
    const parts = Rules.sayRules(asked).flatMap(({ rules: all, title }) => {
      const wanted = all.filter(isWanted)
      return wanted.length === 0 ? [] : [[title, ...wanted.map(line)].join("\n")]
    })
    yield* Console.log(parts.join("\n\n"))
  })
).pipe(Command.withDescription("Print the rules for which requests are refused"))
