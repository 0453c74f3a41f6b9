/** The command `liulinhui playbook MODEL PLAYBOOK`: prints a playbook of a model as a Mermaid state diagram. */
import { PlaybookId, mermaid } from "@liulinhui/core/Playbook"
import * as Argument from "effect/cli/Argument"
import * as Command from "effect/cli/Command"
import * as Console from "effect/Console"
import * as Effect from "effect/Effect"
import * as DistrictFiles from "./DistrictFiles.ts"
import { json, printData } from "./Envelope.ts"
import { failed, speaker } from "./Words.ts"

/**
 * @category commands
 */
export const playbook = Command.make(
  "playbook",
  {
    model: Argument.String("model").pipe(
      Argument.withDescription("The district's model, such as district.yaml")
    ),
    playbook: Argument.String("playbook").pipe(
      Argument.withDescription("The playbook's id, such as corridor-clutter"),
      Argument.withSchema(PlaybookId)
    ),
    json
  },
  Effect.fn(function* ({ json, model, playbook: id }) {
    const adopted = yield* DistrictFiles.readModelAlone(model)
    const found = adopted.playbooks.get(id)
    if (found === undefined) {
      return yield* failed("cli.playbook.unknown", {
        playbook: id,
        known: [...adopted.playbooks.keys()].toSorted()
      })
    }
    const { say, text } = (yield* speaker)(adopted)
    const diagram = mermaid(found.playbook, { text, reopen: say("diagram.reopen") })
    yield* json
      ? printData("playbook", { playbook: id, version: found.playbook.version, mermaid: diagram })
      : Console.log(diagram)
  })
).pipe(Command.withDescription("Draw a playbook of a model as a Mermaid state diagram"))
