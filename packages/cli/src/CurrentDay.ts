/** Today's date before there is a district with a time zone. */
import { dayAt } from "@liulinhui/core/Calendar"
import * as Clock from "effect/Clock"
import * as Effect from "effect/Effect"

/** Today's date in China. It is used to check files before there is a district with a time zone. */
export const today = Effect.map(Clock.currentTimeMillis, (instant) => dayAt(instant, "Asia/Shanghai"))
