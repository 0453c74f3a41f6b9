/** What the script shows on the page of the round. It decides nothing. */
import type { Meanwhile } from "../src/round/Contest.ts"
import { counts, type Entry, isUndoable, type Outbox } from "../src/round/Outbox.ts"
import type { ScriptWord } from "../src/round/ScriptWords.ts"
import { type Listed, listedIn } from "../src/round/Touch.ts"
import type { Line } from "./sender.ts"

/** A press of one of the buttons at a door. */
export interface Pressed {
  readonly door: string
  readonly on: string
  readonly outcome: string
  readonly again: string
  readonly visits: ReadonlyArray<Listed>
}

/** What a person does on the page. */
export interface Acts {
  readonly press: (pressed: Pressed) => void
  readonly undo: (id: string) => void
  readonly insist: (id: string) => void
  readonly unlock: (pin: string) => void
  readonly forget: () => void
}

const byId = (id: string): HTMLElement => {
  const found = document.getElementById(id)
  if (found === null) throw new Error(`the page has no element ${id}`)
  return found
}

/** The page of the round, with its panel. */
export const make = (panel: HTMLElement) => {
  const words: Readonly<Record<string, string>> = JSON.parse(panel.dataset["words"] ?? "{}")
  const say = (id: ScriptWord, parts: Readonly<Record<string, string>> = {}): string =>
    (words[id] ?? id).replace(/\{(\w+)\}/gu, (all, part: string) => parts[part] ?? all)
  const doors = byId("doors")
  const [line, decisions, form, failure] = [
    byId("line"),
    byId("decisions"),
    byId("unlock"),
    byId("unlock-failure")
  ]
  const pin = byId("device-pin") as HTMLInputElement

  const button = (text: string, act: () => void, className = "plain"): HTMLButtonElement => {
    const made = document.createElement("button")
    made.type = "button"
    made.className = className
    made.textContent = text
    made.addEventListener("click", act)
    return made
  }

  const element = (tag: string, text: string, className = ""): HTMLElement => {
    const made = document.createElement(tag)
    made.textContent = text
    if (className !== "") made.className = className
    return made
  }

  const dayOf = (iso: string): string =>
    new Intl.DateTimeFormat(panel.dataset["language"], { dateStyle: "long", timeZone: "UTC" }).format(
      new Date(iso)
    )

  const outcomeOf = ({ touch: { outcome } }: Entry): string => say(`round.${outcome}`)

  const meanwhileLine = (one: Meanwhile): string =>
    one._tag === "Reached"
      ? say("round.meanwhileReached")
      : say("round.triedOn", {
          on: dayOf(one.on),
          outcome: say(`round.was.${one.outcome}`)
        })

  /** Shows at each door how far its touches have got, instead of the buttons for the same people. */
  const showDoors = (outbox: Outbox, acts: Acts): void => {
    for (const item of doors.querySelectorAll<HTMLElement>("li.door")) {
      const subjects: ReadonlyArray<string> = JSON.parse(item.dataset["subjects"] ?? "[]")
      const entries = outbox.filter(({ touch: { visits } }) =>
        visits.some(({ subject }) => subjects.includes(subject))
      )
      const touched = new Set(
        entries.flatMap(({ touch: { visits } }) => visits.map(({ subject }) => subject))
      )
      const isWhole = subjects.every((subject) => touched.has(subject))
      for (const part of item.querySelectorAll<HTMLElement>("form, details")) part.hidden = isWhole
      for (const old of item.querySelectorAll(".state")) old.remove()
      for (const entry of entries) {
        const state = element(
          "p",
          `${outcomeOf(entry)} · ${say(`round.state.${entry.state._tag}`)} `,
          "state"
        )
        state.dataset["state"] = entry.state._tag
        if (isUndoable(entry)) state.append(button(say("round.undo"), () => acts.undo(entry.touch.id)))
        item.append(state)
      }
    }
  }

  /** Shows the touches that wait for a decision, with the reasons. */
  const showDecisions = (outbox: Outbox, acts: Acts): void => {
    decisions.replaceChildren(
      ...outbox.flatMap((entry) => {
        const { state, touch } = entry
        if (state._tag !== "Contested" && state._tag !== "Refused") return []
        const box = element("div", "", "failure")
        box.setAttribute("role", "alert")
        const lines = state._tag === "Contested" ? state.found.map(meanwhileLine) : state.reasons
        const reasons = document.createElement("ul")
        reasons.append(...[...new Set(lines)].map((text) => element("li", text)))
        box.append(
          element(
            "h2",
            say(state._tag === "Contested" ? "round.contested" : "round.refusedAt", { door: touch.door })
          ),
          reasons
        )
        const act = element("p", "", "go")
        if (state._tag === "Contested") {
          act.append(button(say("round.insist", { outcome: outcomeOf(entry) }), () => acts.insist(touch.id)))
        }
        act.append(button(say("round.drop"), () => acts.undo(touch.id)))
        box.append(act)
        return [box]
      })
    )
  }

  const lineOf = (outbox: Outbox, state: Line): string => {
    const { toDecide, toSend } = counts(outbox)
    const problems = {
      noLine: "round.noLine",
      signedOut: "round.signedOut",
      notKept: "round.notKept"
    } as const
    return [
      toSend === 0 && toDecide === 0 ? say("round.allSent") : "",
      toSend === 0 ? "" : say("round.toSend", { n: String(toSend) }),
      toDecide === 0 ? "" : say("round.toDecide", { n: String(toDecide) }),
      state === "online" ? "" : say(problems[state])
    ]
      .filter((text) => text !== "")
      .join(" ")
  }

  const setLine = (text: string): void => {
    // A screen reader reads the line again only if it changes.
    if (line.textContent !== text) line.textContent = text
  }

  return {
    doors,
    say,
    showLine: setLine,
    show: (outbox: Outbox, state: Line, acts: Acts): void => {
      panel.dataset["line"] = state
      setLine(lineOf(outbox, state))
      showDoors(outbox, acts)
      showDecisions(outbox, acts)
    },
    /** Shows or hides the form for the PIN, and why the last PIN did not help. */
    askPin: (isAsked: boolean, why = ""): void => {
      form.hidden = !isAsked
      failure.hidden = why === ""
      failure.textContent = why
      if (isAsked && why !== "") pin.focus()
    },
    showForget: (isShown: boolean): void => {
      byId("forget").hidden = !isShown
    },
    showNoWorker: (): void => {
      byId("no-worker").hidden = false
    },
    begin: (acts: Acts): void => {
      panel.hidden = false
      form.addEventListener("submit", (event) => {
        event.preventDefault()
        const entered = pin.value
        pin.value = ""
        acts.unlock(entered)
      })
      byId("forget").addEventListener("click", () => acts.forget())
    },
    /** From now on, the buttons at the doors act in the script. */
    takeOver: (acts: Acts): void =>
      doors.addEventListener("submit", (event) => {
        const form = event.target
        if (!(form instanceof HTMLFormElement)) return
        event.preventDefault()
        const fields = new FormData(form)
        const field = (name: string): string => String(fields.get(name) ?? "")
        const pressed = event.submitter instanceof HTMLButtonElement ? event.submitter.value : ""
        const visits = listedIn(field("visits"))
        if (visits === undefined) return
        acts.press({ door: field("door"), on: field("on"), outcome: pressed, again: field("again"), visits })
      })
  }
}
