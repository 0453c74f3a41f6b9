import type * as District from "@liulinhui/core/District"
import type { Day } from "@liulinhui/core/Day"
import type * as Exit from "effect/Exit"
import type * as Fiber from "effect/Fiber"
import type { DistrictUnknown, StoreError } from "../GovernanceError.ts"

/** A district as it is now, or the reason why it cannot be read. */
export type Found = Exit.Exit<
  { readonly state: District.District; readonly today: Day; readonly now: number },
  DistrictUnknown | StoreError
>

/** A read that waits for a district. It is called once. */
export type Reader = (found: Found) => void

/** The reads that share the next look at the ledger, and the fiber that looks. */
export interface Gathering {
  readonly readers: Set<Reader>
  server: Fiber.Fiber<void> | undefined
}
