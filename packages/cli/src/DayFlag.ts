/** An option whose value is a day. */
import { DayFromIso } from "@liulinhui/core/Day"
import * as Flag from "effect/cli/Flag"

/** Makes an option whose value is a day, such as `2026-03-02`. It can be left out. */
export const day = (name: string, description: string) =>
  Flag.String(name).pipe(Flag.withDescription(description), Flag.withSchema(DayFromIso), Flag.optional)
