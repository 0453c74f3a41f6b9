/**
 * A set-up file for vitest. Property tests run with the same seed each time, so that a mutation score can be repeated.
 */
import fc from "fast-check"

fc.configureGlobal({ ...fc.readConfigureGlobal(), seed: 1 })
