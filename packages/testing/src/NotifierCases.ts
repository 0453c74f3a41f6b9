/**
 * The specification of the notifier port as a list of cases: what every channel must do. A channel is one way to
 * deliver notices, such as mail. The cases check a channel with a receiver that uses the real wire format.
 * `notifierSuite` runs the cases as tests. The cases are data, so you can also run them in another way. The tests of
 * this suite run them with channels that are broken on purpose.
 */
import { delivering } from "./notifier/Delivering.ts"
import { failing } from "./notifier/Failing.ts"
import { hiding } from "./notifier/Hiding.ts"
import { interrupting } from "./notifier/Interrupting.ts"
import type { NotifierCase } from "./notifier/NotifierCase.ts"
import { splitting } from "./notifier/Splitting.ts"

export { aNotice, type NotifierCase, type Subject } from "./notifier/NotifierCase.ts"

/**
 * The cases for all rules of the notifier port.
 *
 * @category specification
 */
export const notifierCases: ReadonlyArray<NotifierCase> = [
  ...delivering,
  ...failing,
  ...splitting,
  ...interrupting,
  ...hiding
]
