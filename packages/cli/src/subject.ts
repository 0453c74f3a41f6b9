/**
 * The command `liulinhui subject`: fulfils two legal rights of residents: to see all data about them (PIPL Art. 45),
 * and to have these data erased (Art. 47). An authorised actor runs the command, and the ledger records this.
 */
import { type DistrictId, ResidentId } from "@liulinhui/core/Id"
import { ErasureBasis } from "@liulinhui/core/Registry"
import * as PersonalData from "@liulinhui/service/PersonalData"
import { Governance } from "@liulinhui/service/Governance"
import * as Argument from "effect/cli/Argument"
import * as Command from "effect/cli/Command"
import * as Flag from "effect/cli/Flag"
import * as Console from "effect/Console"
import * as Effect from "effect/Effect"
import * as Layer from "effect/Layer"
import * as Option from "effect/Option"
import { actor, commandId } from "./Acting.ts"
import { residentId } from "./DoorIds.ts"
import { json, printData } from "./Envelope.ts"
import { chosen, district, onLedger, services } from "./Ledgers.ts"
import { epochsFile, isDatabase, ledgerArgument } from "./Stores.ts"
import { claim, writePrivate } from "./TextFile.ts"
import { spoken } from "./Spoken.ts"
import { print } from "./Words.ts"

const resident = Argument.String("resident").pipe(
  Argument.withDescription("The resident's door and name, such as 1号楼101王伟, or the resident's id"),
  Argument.withSchema(ResidentId)
)

/** Returns the id of the resident that the user has named by a door and a name, or by the id. */
const resolved = (district: DistrictId, text: ResidentId) =>
  Governance.use(({ read }) => read(district, ({ registry }) => residentId(text, registry)))

const exported = Command.make(
  "export",
  {
    ledger: ledgerArgument,
    resident,
    district,
    by: actor,
    purpose: Flag.String("purpose").pipe(
      Flag.withDescription("What it is opened for"),
      Flag.withDefault("subject access (PIPL Art. 45)")
    ),
    out: Flag.String("out").pipe(
      Flag.withDescription("Write it to this file, for its owner's eyes only, instead of printing it"),
      Flag.optional
    ),
    json
  },
  Effect.fn(function* ({ by, district, json, ledger, out, purpose, resident: text }) {
    // The opening is recorded before the file is written. So a file that cannot be written is refused first.
    if (Option.isSome(out)) yield* claim(out.value)
    const held = yield* Effect.gen(function* () {
      const id = yield* chosen(district)
      const resident = yield* resolved(id, text)
      const { held } = yield* PersonalData.PersonalData
      const entries = yield* held({ district: id, id: commandId("subject-export"), by, resident, purpose })
      return { district: id, resident, entries }
    }).pipe(Effect.provide(PersonalData.layer.pipe(Layer.provideMerge(services(ledger, "writes")))), spoken)
    const printed = JSON.stringify(held, null, 2)
    if (Option.isNone(out)) {
      return yield* json ? printData("subject export", held) : Console.log(printed)
    }
    const file = out.value
    yield* writePrivate(file, `${printed}\n`)
    const entries = held.entries.length
    yield* json
      ? printData("subject export", { resident: text, entries, file })
      : print("cli.subject.exported", { resident: text, entries, file })
  })
).pipe(Command.withDescription("Everything that is held on a resident, opened, as JSON"))

const erase = Command.make(
  "erase",
  {
    ledger: ledgerArgument,
    resident,
    district,
    by: actor,
    basis: Flag.Literals("basis", ErasureBasis.literals).pipe(
      Flag.withDescription("Why: as PIPL Art. 47 has it")
    ),
    json
  },
  Effect.fn(function* ({ basis, by, district, json, ledger, resident: text }) {
    yield* Effect.gen(function* () {
      const id = yield* chosen(district)
      const resident = yield* resolved(id, text)
      yield* Governance.use(({ submit }) =>
        submit({
          district: id,
          id: commandId("subject-erase"),
          by,
          request: { _tag: "EraseResident", resident, basis }
        })
      )
    }).pipe(onLedger(ledger, "writes"))
    const epochs = yield* epochsFile
    const store = !isDatabase(ledger) ? "file" : Option.isSome(epochs) ? "epochs" : "database"
    yield* json
      ? printData("subject erase", { resident: text, store })
      : print("cli.subject.erased", { resident: text, store })
  })
).pipe(Command.withDescription("Erase all data of a resident permanently, by destroying the key"))

export const subject = Command.make("subject").pipe(
  Command.withDescription("A resident's own rights: access to what is held, and erasure"),
  Command.withSubcommands([exported, erase])
)
