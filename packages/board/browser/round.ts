/**
 * The script of the round. It keeps the list of the day and the touches on the device, sealed with the PIN, and sends the
 * touches when there is a line. Without this script, the page works with plain forms.
 */
import * as Kept from "../src/round/Kept.ts"
import * as Outbox from "../src/round/Outbox.ts"
import * as ServiceClient from "../src/round/ServiceClient.ts"
import { isOutcome } from "../src/round/Touch.ts"
import * as database from "./database.ts"
import * as holders from "./holder.ts"
import * as screens from "./screen.ts"
import * as senders from "./sender.ts"
import { isRevoked, signIn, type SigningIn } from "./session.ts"

const newId = (): string =>
  Array.from(crypto.getRandomValues(new Uint8Array(16)), (byte) => byte.toString(16).padStart(2, "0")).join(
    ""
  )

/** Keeps the outbox to this page, because two pages would not see each other's touches. `false` if another page has it. */
const claim = (owner: string): Promise<boolean> =>
  // Old web views have no locks. Then the command ids still prevent that a touch is recorded twice.
  "locks" in navigator
    ? new Promise((resolve) => {
        void navigator.locks.request(`liulinhui-round ${owner}`, { ifAvailable: true }, (lock) => {
          resolve(lock !== null)
          return lock === null ? undefined : new Promise<void>(() => {})
        })
      })
    : Promise.resolve(true)

/** The records on this device, without what is too old: that is deleted. */
const recordsLeft = async (owner: string | undefined): Promise<ReadonlyArray<Kept.Kept>> => {
  const left: Array<Kept.Kept> = []
  for (const record of await database.all()) {
    const rest = Kept.leftOf(record, Date.now())
    if (rest === undefined) await database.drop(record.owner)
    else {
      if (rest !== record) await database.put(rest)
      left.push(rest)
    }
  }
  return left.filter((record) => owner === undefined || record.owner === owner)
}

const whyNot = { Refused: "round.wrongPin", Wait: "round.waitPin", Lost: "round.noLineForPin" } as const

/** The list that the server has put on the page. `undefined` on the page without a line. */
interface Page {
  readonly owner: string
  readonly list: Kept.DayList
}

const pageIn = ({ dataset }: HTMLElement, doors: HTMLElement): Page | undefined => {
  const from = Date.now()
  return dataset["owner"] === undefined
    ? undefined
    : {
        owner: dataset["owner"],
        list: { html: doors.innerHTML, from, until: from + Number(dataset["left"]) }
      }
}

const start = (panel: HTMLElement): void => {
  const { dataset } = panel
  const screen = screens.make(panel)
  const page = pageIn(panel, screen.doors)
  const refuse = (why: Exclude<SigningIn, "In">): void => screen.askPin(true, screen.say(whyNot[why]))

  const show = (): void => {
    if (holder.record() !== undefined) screen.show(holder.box.read(), sender.line(), acts)
  }
  const holder = holders.make(() => show())
  const sender = senders.make(
    holder,
    (owner) =>
      ServiceClient.make(
        `/v1/districts/${encodeURIComponent(owner.split("/")[0] ?? "")}`,
        Number(dataset["capacity"]),
        dataset["language"] ?? "zh",
        (path, init) => fetch(path, init)
      ),
    (line) => {
      if (line === "signedOut") screen.askPin(true)
      show()
    }
  )

  /** Saves a change of the outbox, and sends what is due. */
  const save = (next: Outbox.Outbox): void => void holder.box.save(next).then(sender.send, sender.notKept)

  /** Begins to use a record that was opened. */
  const begin = async (record: Kept.Kept, opened: Kept.Opened): Promise<void> => {
    if (!(await claim(record.owner))) return screen.askPin(true, screen.say("round.otherTab"))
    if (page === undefined) screen.doors.innerHTML = opened.html ?? ""
    screen.askPin(false)
    screen.showForget(true)
    screen.takeOver(acts)
    await holder.hold(record, opened, page?.list).then(sender.send, sender.notKept)
  }

  /** The first time on this device: the service says whether the PIN is right. */
  const beginNew = async ({ list, owner }: Page, pin: string): Promise<void> => {
    const answer = await signIn(pin)
    if (answer !== "In") return refuse(answer)
    const { kept, key } = await Kept.begin(owner, pin, list)
    await begin(kept, { key, html: list.html, outbox: Outbox.empty })
  }

  /** Deletes the open record, and shows why. */
  const forget = async (why: string): Promise<void> => {
    await holder.drop()
    if (page === undefined) screen.doors.replaceChildren()
    else screen.show(Outbox.empty, "online", acts)
    screen.showForget(false)
    screen.askPin(page !== undefined, why)
    screen.showLine(why)
  }

  /** The session has ended: signs in again. */
  const signInAgain = async (record: Kept.Kept, pin: string): Promise<void> => {
    if ((await Kept.open(record, pin)) === undefined) {
      return screen.askPin(true, screen.say("round.wrongPinHere"))
    }
    const answer = await signIn(pin)
    if (answer === "Refused" && (await isRevoked(record.owner))) return forget(screen.say("round.revoked"))
    if (answer !== "In") return refuse(answer)
    screen.askPin(false)
    sender.signedIn()
  }

  const unlock = async (pin: string): Promise<void> => {
    const held = holder.record()
    if (held !== undefined) return signInAgain(held, pin)
    const records = await recordsLeft(page?.owner)
    for (const record of records) {
      const opened = await Kept.open(record, pin)
      if (opened !== undefined) return begin(record, opened)
    }
    if (records.length === 0 && page !== undefined) return beginNew(page, pin)
    screen.showForget(records.length > 0)
    screen.askPin(true, screen.say(records.length === 0 ? "round.nothingKept" : "round.wrongPinHere"))
  }

  /** Deletes what the device keeps: the open record, or those that nobody can open. */
  const forgetAll = async (): Promise<void> => {
    const isOpen = holder.record() !== undefined
    for (const { owner } of isOpen ? [] : await recordsLeft(page?.owner)) await database.drop(owner)
    await forget("")
  }

  const press = ({ again, door, on, outcome, visits }: screens.Pressed): void => {
    const record = holder.record()
    if (!isOutcome(outcome) || record === undefined) return
    if (Kept.isOver(record, Date.now())) return screen.showLine(screen.say("round.dayOver"))
    const outbox = holder.box.read()
    const open = visits.filter(({ subject }) => Outbox.entryOf(outbox, subject) === undefined)
    if (open.length === 0) return
    const agreed = again === "" ? {} : { again }
    save(Outbox.add(outbox, { id: newId(), door, outcome, on, visits: open, at: Date.now(), ...agreed }))
  }

  const acts: screens.Acts = {
    press,
    undo: (id) => save(Outbox.undo(holder.box.read(), id)),
    insist: (id) => save(Outbox.insist(holder.box.read(), id)),
    unlock: (pin) => void unlock(pin),
    forget: () => {
      if (window.confirm(screen.say("round.reallyForget"))) void forgetAll()
    }
  }

  /** Looks at what the device keeps before a PIN is entered: deletes what was revoked, and counts what is not sent. */
  const look = async (): Promise<void> => {
    for (const { owner } of await recordsLeft(undefined)) {
      if (!(await isRevoked(owner))) continue
      await database.drop(owner)
      screen.showLine(screen.say("round.revoked"))
    }
    const records = await recordsLeft(page?.owner)
    const unsent = records.reduce((sum, record) => sum + record.unsent, 0)
    if (unsent > 0) screen.showLine(screen.say("round.locked", { n: String(unsent) }))
    if (records.length === 0 && page === undefined) screen.askPin(false, screen.say("round.nothingKept"))
  }

  screen.begin(acts)
  window.addEventListener("online", sender.send)
  document.addEventListener("visibilitychange", () => {
    if (document.visibilityState === "visible") sender.send()
  })
  void look()
  if ("serviceWorker" in navigator) {
    navigator.serviceWorker.register(dataset["worker"] ?? "").catch(() => screen.showNoWorker())
  } else screen.showNoWorker()
}

const panel = document.getElementById("device")
// Without these, nothing can be sealed, and the plain forms are used.
const canSeal = typeof indexedDB !== "undefined" && typeof crypto !== "undefined" && "subtle" in crypto
if (panel !== null && canSeal) start(panel)
