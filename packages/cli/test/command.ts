import { inject } from "vitest"

/** The command as it is published, in one file. It starts in a third of the time that the sources need. */
export const main: string = inject("command")

/** The bundle of `sender.ts`. */
export const sender: string = inject("sender")
