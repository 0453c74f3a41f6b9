/** The address at which people reach the service, for links that the command writes. */
import * as Flag from "effect/cli/Flag"
import * as Config from "effect/Config"
import * as Effect from "effect/Effect"
import * as Option from "effect/Option"
import { failed } from "./Words.ts"

/** The flag with the address of the service. */
export const serviceUrl = Flag.String("url").pipe(
  Flag.withDescription("The address of the service, such as https://hub.example. Default: LIULINHUI_URL"),
  Flag.optional
)

/** Whether an address may be in a link. Without TLS, a token or a report could be read on its way. */
const isService = (address: string): boolean => {
  if (!URL.canParse(address)) return false
  const { hostname, protocol } = new URL(address)
  return (
    protocol === "https:" || (protocol === "http:" && /^(localhost|127\.0\.0\.1|\[::1\])$/u.test(hostname))
  )
}

/** The address of the service, if one is stated. Fails if it may not be in a link. */
export const statedAddress = Effect.fnUntraced(function* (stated: Option.Option<string>) {
  const configured = yield* Config.option(Config.String("LIULINHUI_URL"))
  const address = Option.orElse(stated, () => configured)
  return Option.isSome(address) && !isService(address.value) ? yield* failed("cli.device.url") : address
})

/** The address of the service. Fails if none is stated, or if it may not be in a link. */
export const addressOf = (stated: Option.Option<string>) =>
  Effect.flatMap(
    statedAddress(stated),
    Option.match({ onNone: () => failed("cli.device.url"), onSome: (address) => Effect.succeed(address) })
  )
