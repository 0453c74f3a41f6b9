import { inject } from "vitest"

/** The command in one file, as it is published. It starts three times as fast as the sources. */
export const main: string = inject("command")

/** The bundle of `sender.ts`. */
export const sender: string = inject("sender")
