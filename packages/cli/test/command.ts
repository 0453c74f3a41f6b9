import { inject } from "vitest"

/**
 * The path of the `liulinhui` command, bundled into one file as it is published. It starts three times as fast as from
 * its sources.
 */
export const main: string = inject("command")

/** The path of the bundle of `sender.ts`. */
export const sender: string = inject("sender")
