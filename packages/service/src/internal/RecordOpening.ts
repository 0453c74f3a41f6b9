/** Records an access to personal data in the ledger, before anything is decrypted. */
import { type About, aboutText, type Extent } from "@liulinhui/core/Disclosure"
import { Journal } from "@liulinhui/core/District"
import type { ActorId, DistrictId } from "@liulinhui/core/Id"
import type { CommandId, Entry, LedgerShape } from "@liulinhui/core/Ledger"
import type { VaultShape } from "@liulinhui/core/Vault"
import * as Effect from "effect/Effect"
import * as Option from "effect/Option"
import { type GovernanceShape, Refused } from "../Governance.ts"
import * as Seals from "../Seals.ts"

/** The actor who wants to see personal data, and the command id of this access. */
interface Opening {
  readonly district: DistrictId
  readonly id: CommandId
  readonly by: ActorId
}

/** What is needed to record an access. */
interface Tools {
  readonly governance: GovernanceShape
  readonly ledger: LedgerShape
  readonly vault: VaultShape
}

/** The event of an entry, without its personal values. */
const eventOf = Effect.fnUntraced(function* (vault: VaultShape, entry: Entry) {
  const [readable = entry] = yield* Seals.open(vault, entry.district, [entry], () => false)
  const { event } = yield* Effect.fromResult(Journal.decode(readable))
  return event
})

/** Records an access to personal data. Returns the content of the recorded entry, and its position. */
export const recordOpening = Effect.fnUntraced(function* (
  { governance, ledger, vault }: Tools,
  { by, district, id }: Opening,
  asked: { readonly about: About; readonly extent: Extent; readonly purpose?: string }
) {
  const request = { _tag: "OpenPersonal" as const, ...asked }
  const { receipt } = yield* governance.submit({ district, id, by, request })
  const position = Option.match(receipt, { onNone: () => 0, onSome: ({ last }) => last })
  const [entry] = yield* ledger.read(district, position - 1, 1)
  const event = entry && (yield* eventOf(vault, entry))
  if (
    event?._tag !== "PersonalOpened" ||
    event.by !== by ||
    event.extent !== asked.extent ||
    aboutText(event) !== aboutText(asked.about)
  ) {
    const reasons = [{ _tag: "CommandIdReused" as const, id }] as const
    return yield* new Refused({ district, id, request: request._tag, reasons, kept: false })
  }
  return { position, extent: event.extent, resident: event.resident, case: event.case }
})
