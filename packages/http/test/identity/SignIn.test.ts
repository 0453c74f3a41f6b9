import { describe, expect, it } from "@effect/vitest"
import { ActorId, DistrictId } from "@liulinhui/core/Id"
import { Identity, IdentityStore } from "@liulinhui/core/Identity"
import * as SignIn from "@liulinhui/http/SignIn"
import * as Context from "effect/Context"
import * as Effect from "effect/Effect"
import * as Layer from "effect/Layer"
import * as Redacted from "effect/Redacted"
import * as Result from "effect/Result"
import * as TestClock from "effect/testing/TestClock"
import {
  bind,
  fresh,
  from,
  hub,
  nine,
  one,
  opened,
  other,
  pin,
  process,
  secretary,
  submit,
  wang
} from "./hub.ts"

const tagOf = <A, E extends { readonly _tag: string }, R>(effect: Effect.Effect<A, E, R>) =>
  Effect.map(Effect.result(effect), (result) => (Result.isFailure(result) ? result.failure._tag : "Done"))

const whoIs = (token: Redacted.Redacted, district = hub) =>
  Identity.use((identity) => identity.whoIs({ _tag: "Cookie", token }, district))

const signIn = (device: Redacted.Redacted, entered = pin, address = from.address) =>
  SignIn.SignIn.use(({ withPin }) => withPin({ device, pin: entered }, { address }))

const place = (actor: string, district = hub) => ({ district, actor: ActorId.make(actor) })
const wrongPin = Redacted.make("000001")
const unknownToken = Redacted.make("A".repeat(43))
const days = (n: number) => TestClock.setTime(nine(n))

describe("an invitation", () => {
  it.effect("binds a device to its actor, who is then signed in", () =>
    Effect.gen(function* () {
      yield* opened
      const { session } = yield* bind()
      expect(yield* whoIs(session)).toMatchObject({ district: hub, actor: wang })
      expect(yield* tagOf(whoIs(session, other))).toBe("NotSignedIn")
    }).pipe(Effect.provide(one()))
  )

  it.effect("is used once", () =>
    Effect.gen(function* () {
      yield* opened
      const { invite, withInvitation } = yield* SignIn.SignIn
      const { token: invitation } = yield* invite(secretary, place("wang"))
      const use = withInvitation({ invitation, pin, name: "a" }, from)
      expect(yield* tagOf(use)).toBe("Done")
      expect(yield* tagOf(use)).toBe("SignInRefused")
    }).pipe(Effect.provide(one()))
  )

  it.effect("binds one device if several use it at the same time", () =>
    Effect.gen(function* () {
      yield* opened
      const { devicesOf, invite, withInvitation } = yield* SignIn.SignIn
      const { token: invitation } = yield* invite(secretary, place("wang"))
      const outcomes = yield* Effect.forEach(
        ["a", "b", "c", "d"],
        (name) => tagOf(withInvitation({ invitation, pin, name }, from)),
        { concurrency: "unbounded" }
      )
      expect(outcomes.toSorted()).toEqual(["Done", "SignInRefused", "SignInRefused", "SignInRefused"])
      expect(yield* devicesOf(secretary, place("wang"))).toHaveLength(1)
    }).pipe(Effect.provide(one()))
  )

  it.effect("expires, also if the clock goes back afterwards", () =>
    Effect.gen(function* () {
      yield* opened
      const { invite, withInvitation } = yield* SignIn.SignIn
      const { expires, token: invitation } = yield* invite(secretary, place("wang"))
      const use = withInvitation({ invitation, pin, name: "a" }, from)
      yield* TestClock.setTime(expires)
      expect(yield* tagOf(use)).toBe("SignInRefused")
      yield* TestClock.setTime(nine())
      expect(yield* tagOf(use)).toBe("SignInRefused")
    }).pipe(Effect.provide(one()))
  )

  it.effect("is replaced by a later invitation for the same actor", () =>
    Effect.gen(function* () {
      yield* opened
      const { invite, withInvitation } = yield* SignIn.SignIn
      const first = yield* invite(secretary, place("wang"))
      const forLi = yield* invite(secretary, place("li"))
      const second = yield* invite(secretary, place("wang"))
      const use = (invitation: Redacted.Redacted) =>
        tagOf(withInvitation({ invitation, pin, name: "a" }, from))
      expect([yield* use(first.token), yield* use(second.token), yield* use(forLi.token)]).toEqual([
        "SignInRefused",
        "Done",
        "Done"
      ])
    }).pipe(Effect.provide(one()))
  )

  it.effect("is given by an actor who may grant every mandate of the person, and by nobody else", () =>
    Effect.gen(function* () {
      yield* opened
      const { invite } = yield* SignIn.SignIn
      const by = (actor: string, invited: string) => tagOf(invite(ActorId.make(actor), place(invited)))
      expect(yield* by("secretary", "wang")).toBe("Done")
      expect(yield* by("secretary", "secretary")).toBe("Done")
      // The general branch decides on the pairing, which the committee may not grant.
      for (const [actor, invited] of [
        ["secretary", "general"],
        ["head", "wang"],
        ["wang", "wang"],
        ["wang", "secretary"],
        ["nobody", "wang"],
        ["secretary", "nobody"],
        ["secretary", "former"]
      ] as const) {
        expect([actor, invited, yield* by(actor, invited)]).toEqual([actor, invited, "AccessNotYours"])
      }
      const elsewhere = { district: DistrictId.make("nowhere"), actor: wang }
      expect(yield* tagOf(invite(secretary, elsewhere))).toBe("AccessNotYours")
      expect(yield* tagOf(invite(undefined, elsewhere))).toBe("AccessNotYours")
      expect(yield* tagOf(invite(undefined, place("former")))).toBe("AccessNotYours")
    }).pipe(Effect.provide(one()))
  )

  it.effect("is not spent by a PIN that may not be chosen", () =>
    Effect.gen(function* () {
      yield* opened
      const { invite, withInvitation } = yield* SignIn.SignIn
      const { token: invitation } = yield* invite(secretary, place("wang"))
      const use = (chosen: string) =>
        tagOf(withInvitation({ invitation, pin: Redacted.make(chosen), name: "a" }, from))
      expect([yield* use("123456"), yield* use("12345"), yield* use("831047")]).toEqual([
        "PinTooSimple",
        "PinTooSimple",
        "Done"
      ])
    }).pipe(Effect.provide(one()))
  )

  it.effect("adds another district to a device with its PIN, so that one session serves both", () =>
    Effect.gen(function* () {
      yield* opened
      const { invite, me, withInvitation } = yield* SignIn.SignIn
      const { device, session: before } = yield* bind()
      const { token: invitation } = yield* invite(undefined, place("li", other))
      const accepting = { invitation, name: "", device }
      const wrong = withInvitation({ ...accepting, pin: wrongPin }, { ...from, earlier: before })
      expect(yield* tagOf(wrong)).toBe("SignInRefused")
      const { session } = yield* withInvitation({ ...accepting, pin }, { ...from, earlier: before })
      expect(yield* whoIs(session)).toMatchObject({ actor: wang })
      expect(yield* whoIs(session, other)).toMatchObject({ actor: "li" })
      expect(yield* tagOf(whoIs(before))).toBe("NotSignedIn")
      expect((yield* me(session)).actors).toEqual([place("wang"), place("li", other)])
    }).pipe(Effect.provide(one()))
  )

  it.effect("replaces the actor of the same district on a device", () =>
    Effect.gen(function* () {
      yield* opened
      const { devicesOf, invite, withInvitation } = yield* SignIn.SignIn
      const { device } = yield* bind()
      for (const [actor, left] of [
        ["wang", "li"],
        ["li", "wang"]
      ] as const) {
        const { token: invitation } = yield* invite(undefined, place(actor))
        const { session } = yield* withInvitation({ invitation, pin, name: "", device }, from)
        expect(yield* whoIs(session)).toMatchObject({ actor })
        expect(yield* devicesOf(undefined, place(actor))).toHaveLength(1)
        expect(yield* devicesOf(undefined, place(left))).toHaveLength(0)
      }
    }).pipe(Effect.provide(one()))
  )
})

describe("a session", () => {
  it.effect("begins with the PIN of the device, under a new token that ends the earlier one", () =>
    Effect.gen(function* () {
      yield* opened
      const { withPin } = yield* SignIn.SignIn
      const { device, session: earlier } = yield* bind()
      const { session } = yield* withPin({ device, pin }, { ...from, earlier })
      expect(Redacted.value(session)).not.toBe(Redacted.value(earlier))
      expect(yield* whoIs(session)).toMatchObject({ actor: wang })
      expect(yield* tagOf(whoIs(earlier))).toBe("NotSignedIn")
    }).pipe(Effect.provide(one()))
  )

  it.effect("is not one that the caller has invented (session fixation)", () =>
    Effect.gen(function* () {
      yield* opened
      const { withPin } = yield* SignIn.SignIn
      const { device } = yield* bind()
      const { session } = yield* withPin({ device, pin }, { ...from, earlier: unknownToken })
      expect(Redacted.value(session)).not.toBe(Redacted.value(unknownToken))
      expect(yield* tagOf(whoIs(unknownToken))).toBe("NotSignedIn")
    }).pipe(Effect.provide(one()))
  )

  it.effect("ends when it is idle, and after its longest time even if it is used", () =>
    Effect.gen(function* () {
      yield* opened
      const { device, session } = yield* bind()
      for (let hour = 11; hour < 7 * 24; hour += 11) {
        yield* TestClock.setTime(nine() + hour * 3_600_000)
        expect(yield* tagOf(whoIs(session))).toBe("Done")
      }
      yield* days(7)
      expect(yield* tagOf(whoIs(session))).toBe("NotSignedIn")
      const { session: idle } = yield* signIn(device)
      yield* TestClock.adjust("12 hours")
      expect(yield* tagOf(whoIs(idle))).toBe("NotSignedIn")
    }).pipe(Effect.provide(one()))
  )

  it.effect("gets a new token after an hour, and the earlier one is accepted for a minute more", () =>
    Effect.gen(function* () {
      yield* opened
      const { me, signOut } = yield* SignIn.SignIn
      const { session } = yield* bind()
      expect((yield* me(session)).token).toBeUndefined()
      yield* TestClock.adjust("1 hour")
      expect((yield* me(session, { rotates: false })).token).toBeUndefined()
      const both = yield* Effect.all([me(session), me(session)], { concurrency: "unbounded" })
      const tokens = both.flatMap(({ token }) => (token === undefined ? [] : [token]))
      expect(tokens).toHaveLength(1)
      const next = tokens[0] ?? unknownToken
      const ids = yield* Effect.all([whoIs(session), whoIs(next)])
      expect(ids[0].session).toBe(ids[1].session)
      expect((yield* me(session)).token).toBeUndefined()
      yield* TestClock.adjust("59 seconds")
      expect(yield* tagOf(whoIs(session))).toBe("Done")
      yield* TestClock.adjust("1 second")
      expect([yield* tagOf(whoIs(session)), yield* tagOf(whoIs(next))]).toEqual(["NotSignedIn", "Done"])
      yield* signOut(next)
      expect(yield* tagOf(whoIs(next))).toBe("NotSignedIn")
    }).pipe(Effect.provide(one()))
  )

  it.effect("ends with all its tokens when the person signs out", () =>
    Effect.gen(function* () {
      yield* opened
      const { me, signOut } = yield* SignIn.SignIn
      const { session } = yield* bind()
      yield* TestClock.adjust("1 hour")
      const { token = unknownToken } = yield* me(session)
      yield* signOut(session)
      yield* signOut(session)
      expect([yield* tagOf(whoIs(session)), yield* tagOf(whoIs(token))]).toEqual([
        "NotSignedIn",
        "NotSignedIn"
      ])
    }).pipe(Effect.provide(one()))
  )

  it.effect("is refused while the clock is before its beginning", () =>
    Effect.gen(function* () {
      yield* opened
      yield* days(3)
      const { session } = yield* bind()
      yield* TestClock.setTime(nine(3) - 4 * 60_000)
      expect(yield* tagOf(whoIs(session))).toBe("Done")
      yield* days(2)
      expect(yield* tagOf(whoIs(session))).toBe("NotSignedIn")
    }).pipe(Effect.provide(one()))
  )

  it.effect("does not come back when it has ended and the clock goes back", () =>
    Effect.gen(function* () {
      yield* opened
      const { session } = yield* bind()
      yield* days(1)
      expect(yield* tagOf(whoIs(session))).toBe("NotSignedIn")
      yield* TestClock.setTime(nine() + 60_000)
      expect(yield* tagOf(whoIs(session))).toBe("NotSignedIn")
    }).pipe(Effect.provide(one()))
  )
})

describe("access", () => {
  it.effect("ends on the day after the last day of the mandate", () =>
    Effect.gen(function* () {
      yield* opened
      yield* days(9)
      const { session } = yield* bind(ActorId.make("short"))
      expect(yield* tagOf(whoIs(session))).toBe("Done")
      // Midnight in Shanghai is at 16:00 UTC of the day before.
      const midnight = nine(10) - 9 * 3_600_000
      yield* TestClock.setTime(midnight - 5 * 3_600_000)
      expect(yield* tagOf(whoIs(session))).toBe("Done")
      yield* TestClock.setTime(midnight - 1)
      expect(yield* tagOf(whoIs(session))).toBe("Done")
      yield* TestClock.setTime(midnight)
      expect(yield* tagOf(whoIs(session))).toBe("NotSignedIn")
      expect(yield* tagOf(SignIn.SignIn.use(({ me }) => me(session)))).toBe("NotSignedIn")
    }).pipe(Effect.provide(one()))
  )

  it.effect("ends at once when the mandate is ended by a request", () =>
    Effect.gen(function* () {
      yield* opened
      const { session } = yield* bind()
      yield* submit({
        _tag: "EndMandate",
        actor: "wang",
        role: "volunteer",
        scope: { group: "warmth" },
        reason: "she has moved"
      })
      expect(yield* tagOf(whoIs(session))).toBe("NotSignedIn")
    }).pipe(Effect.provide(fresh()))
  )

  it.effect("ends when the actor dies or leaves, and an invitation does not help", () =>
    Effect.gen(function* () {
      yield* opened
      const { invite } = yield* SignIn.SignIn
      yield* submit({
        _tag: "ImportRegistry",
        buildings: [{ id: "b1", label: "1号楼", floors: 6 }],
        households: [{ id: "b1-101", building: "b1", unit: "101", floor: 1, area: 500_000, tags: [] }],
        residents: [{ id: "r1", household: "b1-101", name: "王秀英", birth: "1950-05-05", tags: [] }]
      })
      yield* submit({ _tag: "NameActor", actor: "wang", name: "王秀英", resident: "r1" })
      const { session } = yield* bind()
      expect(yield* tagOf(whoIs(session))).toBe("Done")
      yield* submit({ _tag: "LeaveResident", resident: "r1", departure: "died" })
      expect(yield* tagOf(whoIs(session))).toBe("NotSignedIn")
      expect(yield* tagOf(invite(secretary, place("wang")))).toBe("AccessNotYours")
    }).pipe(Effect.provide(fresh()))
  )

  it.effect("is revoked by the secretary, on one device or on all, with the open invitation", () =>
    Effect.gen(function* () {
      yield* opened
      const { devicesOf, invite, revoke, withInvitation } = yield* SignIn.SignIn
      const phone = yield* bind()
      yield* TestClock.adjust("1 minute")
      const tablet = yield* bind(wang, hub, "tablet")
      const devices = yield* devicesOf(secretary, place("wang"))
      expect(devices.map(({ name, since, used }) => [name, since, used])).toEqual([
        ["tablet", nine() + 60_000, nine() + 60_000],
        ["my phone", nine(), nine()]
      ])
      expect(yield* revoke(secretary, place("wang"), devices[0]?.id)).toBe(1)
      expect(yield* tagOf(whoIs(tablet.session))).toBe("NotSignedIn")
      expect(yield* tagOf(signIn(tablet.device))).toBe("SignInRefused")
      expect(yield* tagOf(whoIs(phone.session))).toBe("Done")
      const open = yield* invite(secretary, place("wang"))
      expect(yield* revoke(secretary, place("wang"))).toBe(1)
      expect(yield* tagOf(whoIs(phone.session))).toBe("NotSignedIn")
      const late = withInvitation({ invitation: open.token, pin, name: "a" }, from)
      expect(yield* tagOf(late)).toBe("SignInRefused")
      expect(yield* devicesOf(secretary, place("wang"))).toEqual([])
    }).pipe(Effect.provide(one()))
  )

  it.effect("is seen and revoked by nobody else, with one answer for what does not exist", () =>
    Effect.gen(function* () {
      yield* opened
      const { devicesOf, revoke } = yield* SignIn.SignIn
      const { session } = yield* bind(ActorId.make("general"))
      yield* bind()
      for (const [by, actor] of [
        ["wang", "general"],
        ["secretary", "general"],
        ["wang", "li"],
        ["head", "wang"],
        ["nobody", "wang"],
        ["secretary", "nobody"]
      ] as const) {
        expect(yield* tagOf(devicesOf(ActorId.make(by), place(actor)))).toBe("AccessNotYours")
        expect(yield* tagOf(revoke(ActorId.make(by), place(actor)))).toBe("AccessNotYours")
      }
      expect(yield* tagOf(revoke(secretary, place("wang"), "no-such-device"))).toBe("AccessNotYours")
      expect(yield* tagOf(whoIs(session))).toBe("Done")
    }).pipe(Effect.provide(one()))
  )

  it.effect("can be revoked for an actor whose mandate has lapsed", () =>
    Effect.gen(function* () {
      yield* opened
      yield* bind(ActorId.make("short"))
      yield* days(20)
      expect(yield* SignIn.SignIn.use(({ revoke }) => revoke(secretary, place("short")))).toBe(1)
    }).pipe(Effect.provide(one()))
  )

  it.effect("in one district is not touched by revoking it in another", () =>
    Effect.gen(function* () {
      yield* opened
      const { invite, revoke, withInvitation } = yield* SignIn.SignIn
      const { device } = yield* bind()
      const { token: invitation } = yield* invite(undefined, place("li", other))
      const { session } = yield* withInvitation({ invitation, pin, name: "", device }, from)
      yield* revoke(secretary, place("wang"))
      expect(yield* tagOf(whoIs(session))).toBe("NotSignedIn")
      expect(yield* tagOf(whoIs(session, other))).toBe("Done")
    }).pipe(Effect.provide(one()))
  )
})

describe("the devices of a person", () => {
  it.effect("are those that can sign in as the person, and the person revokes them", () =>
    Effect.gen(function* () {
      yield* opened
      const { myDevices, revokeMine } = yield* SignIn.SignIn
      const phone = yield* bind()
      yield* TestClock.adjust("2 minutes")
      const tablet = yield* bind(wang, hub, "tablet")
      const stranger = yield* bind(ActorId.make("li"), hub, "of somebody else")
      yield* TestClock.adjust("1 minute")
      const mine = yield* myDevices(phone.session)
      expect(mine.map(({ actors, isThis, name }) => [name, isThis, actors])).toEqual([
        ["my phone", true, [place("wang")]],
        ["tablet", false, [place("wang")]]
      ])
      const [foreign] = yield* myDevices(stranger.session)
      expect(yield* tagOf(revokeMine(phone.session, foreign?.id ?? ""))).toBe("AccessNotYours")
      expect(yield* tagOf(revokeMine(phone.session, "no-such-device"))).toBe("AccessNotYours")
      yield* revokeMine(phone.session, mine[1]?.id ?? "")
      expect(yield* tagOf(whoIs(tablet.session))).toBe("NotSignedIn")
      yield* revokeMine(phone.session, mine[0]?.id ?? "")
      expect(yield* tagOf(myDevices(phone.session))).toBe("NotSignedIn")
      expect(yield* tagOf(whoIs(stranger.session))).toBe("Done")
    }).pipe(Effect.provide(one()))
  )

  it.effect("are forgotten when they were not used for half a year", () =>
    Effect.gen(function* () {
      yield* opened
      const { devicesOf } = yield* SignIn.SignIn
      const { device } = yield* bind()
      yield* days(179)
      const { device: later } = yield* bind(wang, hub, "tablet")
      expect(yield* tagOf(signIn(later))).toBe("Done")
      yield* days(180)
      expect((yield* devicesOf(secretary, place("wang"))).map(({ name }) => name)).toEqual(["tablet"])
      expect(yield* tagOf(signIn(device))).toBe("SignInRefused")
    }).pipe(Effect.provide(one()))
  )
})

describe("guessing", () => {
  it.effect("a PIN makes the device wait longer and longer, from however many addresses", () =>
    Effect.gen(function* () {
      yield* opened
      const { device } = yield* bind()
      const guess = (n: number, entered = wrongPin) => signIn(device, entered, `198.51.100.${n}`)
      for (let n = 0; n < 5; n++) expect(yield* tagOf(guess(n))).toBe("SignInRefused")
      // The right PIN is not accepted either while the device waits.
      expect(yield* Effect.flip(guess(6, pin))).toMatchObject({ _tag: "TooManyAttempts", retryAfter: 60 })
      yield* TestClock.adjust("1 minute")
      expect(yield* tagOf(guess(7))).toBe("SignInRefused")
      expect(yield* Effect.flip(guess(8))).toMatchObject({ _tag: "TooManyAttempts", retryAfter: 120 })
      yield* TestClock.adjust("2 minutes")
      expect(yield* tagOf(guess(9, pin))).toBe("Done")
      expect(yield* tagOf(guess(10))).toBe("SignInRefused")
      expect(yield* tagOf(guess(11, pin))).toBe("Done")
    }).pipe(Effect.provide(one()))
  )

  it.effect("a PIN at the same time is counted like guessing one after the other", () =>
    Effect.gen(function* () {
      yield* opened
      const { device } = yield* bind()
      const outcomes = yield* Effect.forEach(
        Array.from({ length: 30 }, (_, n) => n),
        (n) => tagOf(signIn(device, wrongPin, `198.51.100.${n}`)),
        { concurrency: "unbounded" }
      )
      expect(outcomes.filter((tag) => tag === "SignInRefused")).toHaveLength(5)
      expect(outcomes.filter((tag) => tag === "TooManyAttempts")).toHaveLength(25)
    }).pipe(Effect.provide(one()))
  )

  it.effect("a PIN too often forgets the device", () =>
    Effect.gen(function* () {
      yield* opened
      const { device, session } = yield* bind()
      for (let n = 0; n < 20; n++) {
        expect(yield* tagOf(signIn(device, wrongPin, `198.51.100.${n}`))).toBe("SignInRefused")
        yield* TestClock.adjust("1 day")
      }
      expect(yield* tagOf(signIn(device, pin, "203.0.113.1"))).toBe("SignInRefused")
      expect(yield* tagOf(whoIs(session))).toBe("NotSignedIn")
      expect(yield* SignIn.SignIn.use(({ devicesOf }) => devicesOf(secretary, place("wang")))).toEqual([])
    }).pipe(Effect.provide(one()))
  )

  it.effect("makes an address wait, whatever it guesses, and no other address", () =>
    Effect.gen(function* () {
      yield* opened
      const { withInvitation } = yield* SignIn.SignIn
      const { device } = yield* bind()
      const invent = (n: number) => Redacted.make(`${n}`.padStart(43, "x"))
      for (let n = 0; n < 10; n++) {
        expect(yield* tagOf(signIn(invent(n)))).toBe("SignInRefused")
        const use = withInvitation({ invitation: invent(n), pin, name: "a" }, from)
        expect(yield* tagOf(use)).toBe("SignInRefused")
      }
      expect(yield* Effect.flip(signIn(device))).toMatchObject({ _tag: "TooManyAttempts", retryAfter: 900 })
      expect(yield* tagOf(signIn(device, pin, "198.51.100.1"))).toBe("Done")
      yield* TestClock.adjust("15 minutes")
      expect(yield* tagOf(signIn(device))).toBe("Done")
    }).pipe(Effect.provide(one()))
  )

  it.effect("does not make an address wait whose sign-ins are right", () =>
    Effect.gen(function* () {
      yield* opened
      const { device } = yield* bind()
      for (let n = 0; n < 60; n++) expect(yield* tagOf(signIn(device))).toBe("Done")
    }).pipe(Effect.provide(one()))
  )

  it.effect("makes nobody wait longer than the limit if the clock goes back", () =>
    Effect.gen(function* () {
      yield* opened
      const { device } = yield* bind()
      yield* days(400)
      const { device: later } = yield* bind(ActorId.make("li"))
      for (let n = 0; n < 5; n++) yield* tagOf(signIn(later, wrongPin))
      for (let n = 0; n < 15; n++) yield* tagOf(signIn(unknownToken))
      expect(yield* tagOf(signIn(later))).toBe("TooManyAttempts")
      yield* days(1)
      expect(yield* Effect.flip(signIn(device))).toMatchObject({ _tag: "TooManyAttempts", retryAfter: 900 })
      expect(yield* tagOf(signIn(later, pin, "198.51.100.1"))).toBe("Done")
    }).pipe(Effect.provide(one()))
  )
})

describe("the audit", () => {
  it.effect("has every sign-in and refusal of a district, and no secret or full address", () =>
    Effect.gen(function* () {
      yield* opened
      const { audit, invite, revoke, signOut, withInvitation } = yield* SignIn.SignIn
      const { token: invitation } = yield* invite(secretary, place("wang"))
      const accepting = { invitation, pin, name: "王秀英的手机" }
      const { device = unknownToken, session } = yield* withInvitation(accepting, from)
      yield* tagOf(withInvitation(accepting, from))
      yield* TestClock.adjust("1 second")
      for (let n = 0; n < 5; n++) yield* tagOf(signIn(device, wrongPin))
      yield* TestClock.adjust("1 minute")
      const { session: second } = yield* signIn(device)
      yield* TestClock.adjust("1 second")
      yield* signOut(second)
      yield* tagOf(invite(wang, place("secretary")))
      yield* TestClock.adjust("1 second")
      yield* revoke(secretary, place("wang"))
      const entries = yield* audit(hub)
      expect(entries.map(({ event }) => event).toSorted()).toEqual(
        [
          "Invited",
          "InvitationUsed",
          ...Array.from({ length: 4 }, () => "SignInRefused"),
          "DeviceLocked",
          "SignedIn",
          "SignedOut",
          "NotAllowed",
          "AccessRevoked"
        ].toSorted()
      )
      expect(entries.map(({ at }) => at)).toEqual(entries.map(({ at }) => at).toSorted((a, b) => a - b))
      expect(entries.at(-1)).toMatchObject({ event: "AccessRevoked", actor: wang, by: secretary })
      const unknown = yield* audit(DistrictId.make("x")).pipe(Effect.map(({ length }) => length))
      expect(unknown).toBe(0)

      // Everything that the store has, of all kinds and owners, and the audit as a reader gets it.
      const store = yield* IdentityStore
      const refusals = yield* store.list("audit", "", "", 100)
      expect(refusals.map(({ value }) => JSON.parse(value).event)).toEqual(["InvitationRefused"])
      const text = JSON.stringify([entries, refusals])
      for (const secret of [pin, wrongPin, invitation, device, session, second]) {
        expect(text).not.toContain(Redacted.value(secret))
      }
      expect(text).not.toContain(from.address)
      expect(text).toContain("192.0.2.0/24")
      expect(text).not.toContain("王秀英")
    }).pipe(Effect.provide(one()))
  )
})

describe("several processes", () => {
  it.effect("share invitations, sessions, revocations and limits", () =>
    Effect.gen(function* () {
      yield* opened
      const store = Layer.succeed(IdentityStore, yield* IdentityStore)
      const first = yield* SignIn.SignIn
      const second = Context.get(yield* Layer.build(Layer.fresh(process("two", store))), SignIn.SignIn)
      const { token: invitation } = yield* first.invite(secretary, place("wang"))
      const accepting = { invitation, pin, name: "phone" }
      const outcomes = yield* Effect.forEach(
        [first, second, first, second],
        ({ withInvitation }) => Effect.result(withInvitation(accepting, from)),
        { concurrency: "unbounded" }
      )
      const [bound, ...others] = outcomes.flatMap((one) => (Result.isSuccess(one) ? [one.success] : []))
      expect(others).toEqual([])
      const { device = unknownToken, session = unknownToken } = bound ?? {}
      expect((yield* second.whoIs(session, hub)).session).toBe((yield* first.whoIs(session, hub)).session)

      const guesses = yield* Effect.forEach(
        Array.from({ length: 12 }, (_, n) => (n % 2 === 0 ? first : second)),
        ({ withPin }, n) => tagOf(withPin({ device, pin: wrongPin }, { address: `198.51.100.${n}` })),
        { concurrency: "unbounded" }
      )
      expect(guesses.filter((tag) => tag === "SignInRefused")).toHaveLength(5)

      yield* first.revoke(secretary, place("wang"))
      expect(yield* tagOf(second.whoIs(session, hub))).toBe("NotSignedIn")
    }).pipe(Effect.provide(one()))
  )
})
