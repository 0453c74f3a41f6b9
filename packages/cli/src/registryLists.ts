/**
 * The commands `liulinhui print buildings LEDGER --as ACTOR`, which writes a file of each building (一楼一档), and
 * `liulinhui print registry LEDGER --as ACTOR`, which writes the registry with the names of the residents. Both write
 * only what the actor may see.
 */
import { actingOn } from "@liulinhui/core/Actor"
import { compareLabels } from "@liulinhui/core/Coverage"
import type { Day } from "@liulinhui/core/Day"
import * as District from "@liulinhui/core/District"
import { householdsOn } from "@liulinhui/core/Facts"
import type { Asking } from "@liulinhui/core/Governance"
import { BuildingId, type HouseholdId } from "@liulinhui/core/Id"
import { CommandId } from "@liulinhui/core/Ledger"
import { reachesBuilding, reachesCase, reachOf } from "@liulinhui/core/Question"
import {
  areaOf,
  type Building,
  household as householdSubject,
  isPresent,
  type Registry,
  type RegistryData,
  residentsOf,
  resident as residentSubject,
  type Subject
} from "@liulinhui/core/Registry"
import type { Language } from "@liulinhui/core/Text"
import { isElder } from "@liulinhui/report"
import { Governance } from "@liulinhui/service/Governance"
import type { FlatRow } from "@liulinhui/spreadsheet"
import * as Command from "effect/cli/Command"
import * as Flag from "effect/cli/Flag"
import * as Effect from "effect/Effect"
import { actor, commandId, unknownActor } from "./Acting.ts"
import { CommandFailed } from "./CommandFailed.ts"
import { json } from "./Envelope.ts"
import { chosen, district, onLedger } from "./Ledgers.ts"
import { named } from "./Say.ts"
import { sheetFlag, writeSheets } from "./SheetFile.ts"
import { ledgerArgument } from "./Stores.ts"
import { claim } from "./TextFile.ts"
import { language as languageAsked } from "./Words.ts"

type World = Asking & { readonly district: District.District }

const only = Flag.String("building").pipe(
  Flag.withDescription("Only this building, by its id or door; can be repeated. Default: all"),
  Flag.withSchema(BuildingId),
  Flag.atLeast(0)
)

/** The chosen buildings in walking order. Default: all. A building is chosen by its id, or by the label on its door. */
const chosenBuildings = ({ buildings }: Registry, wanted: ReadonlyArray<string>): ReadonlyArray<Building> =>
  [...buildings.values()]
    .filter(({ id, label }) => wanted.length === 0 || wanted.includes(id) || wanted.includes(label))
    .toSorted((a, b) => compareLabels(a.label, b.label))

/** Returns whether the actor may open sealed values of a building: a mandate for a group reaches only its cases. */
const opens = (asking: World) => {
  const { actor, model } = asking
  const mandates = actor.mandates.filter(
    ({ role, scope }) => !("group" in scope) && model.roles.get(role)?.may.includes("disclosure") === true
  )
  const reach = reachOf({ ...asking, actor: { ...actor, mandates } })
  return (building: BuildingId): boolean => reachesBuilding(reach, asking, building)
}

/** The last day of a contact with each resident and flat. */
const lastContacts = ({ contacts }: District.District): ReadonlyMap<Subject, Day> => {
  const last = new Map<Subject, Day>()
  for (const { on, subject } of contacts.all) if ((last.get(subject) ?? on) <= on) last.set(subject, on)
  return last
}

/** The open cases about each resident and flat that the actor may see, in words. */
const casesBySubject = (asking: World, language: Language): ReadonlyMap<Subject, ReadonlyArray<string>> => {
  const { district, model } = asking
  const reach = reachOf(asking)
  const found = new Map<Subject, Array<string>>()
  for (const one of District.openCases(district)) {
    if (!reachesCase(reach, asking, one)) continue
    const text = named(language, one.id, model.playbooks.get(one.playbook)?.playbook)
    for (const subject of one.subjects) {
      const own = found.get(subject)
      if (own === undefined) found.set(subject, [text])
      else own.push(text)
    }
  }
  return found
}

interface BuildingRows {
  readonly label: string
  readonly flats: ReadonlyArray<Omit<FlatRow, "area"> & { readonly area: number | undefined }>
}

/** The files of the buildings within the actor's reach. Tags and ages are shown only if the actor may open them. */
const filesOf = (
  asking: World,
  wanted: ReadonlyArray<string>,
  language: Language
): ReadonlyArray<BuildingRows> => {
  const { district, model, on } = asking
  const { registry } = district
  const reach = reachOf(asking)
  const mayOpen = opens(asking)
  const last = lastContacts(district)
  const cases = casesBySubject(asking, language)
  const flats = Map.groupBy(householdsOn(registry, on), ({ building }) => building)
  const tagName = (id: string): string => {
    const name = [...model.tags].find(([tag]) => tag === id)?.[1]
    return named(language, id, name === undefined ? undefined : { name })
  }
  return chosenBuildings(registry, wanted)
    .filter(({ id }) => reachesBuilding(reach, asking, id))
    .map(({ id, label }) => {
      const isOpen = mayOpen(id)
      return {
        label,
        flats: (flats.get(id) ?? [])
          .toSorted((a, b) => a.floor - b.floor || compareLabels(a.unit, b.unit))
          .map((flat) => {
            const people = residentsOf(registry, flat.id, on)
            const subjects = [householdSubject(flat.id), ...people.map((one) => residentSubject(one.id))]
            const days = subjects.flatMap((subject) => last.get(subject) ?? [])
            return {
              floor: flat.floor,
              unit: flat.unit,
              area: areaOf(flat),
              residents: people.length,
              elders: isOpen
                ? people.filter((one) => isElder(one, on, model.elderFrom) === true).length
                : undefined,
              tags: isOpen ? flat.tags.map(tagName) : [],
              cases: [...new Set(subjects.flatMap((subject) => cases.get(subject) ?? []))],
              last: days.length === 0 ? undefined : days.reduce((a, b) => (b > a ? b : a))
            }
          })
      }
    })
}

/**
 * @category commands
 */
export const printBuildings = Command.make(
  "buildings",
  { ledger: ledgerArgument, by: actor, only, district, out: sheetFlag, json },
  Effect.fn(function* ({ by, district, json, ledger, only, out }) {
    const language = yield* languageAsked
    const found = yield* chosen(district).pipe(
      Effect.flatMap((id) =>
        Governance.use(({ read }) =>
          read(id, (state, on) => {
            const { actors, model, registry } = state
            const asker = actors.get(by)
            return model === undefined || asker === undefined || actingOn(asker, registry, on).length === 0
              ? unknownActor(language, by, actors.keys())
              : {
                  files: filesOf({ district: state, model, actor: asker, on }, only, language),
                  elderFrom: model.elderFrom,
                  nouns: model.nouns
                }
          })
        )
      ),
      onLedger(ledger, "reads")
    )
    if (typeof found === "string") return yield* new CommandFailed({ message: found })
    const { elderFrom, files, nouns } = found
    yield* writeSheets(
      out,
      { command: "print buildings", json },
      ({ buildingFiles, squareMetres, withNouns }) =>
        buildingFiles(
          files.map(({ flats, label }) => ({
            label,
            flats: flats.map(({ area, ...flat }) => ({
              ...flat,
              area: area === undefined ? undefined : squareMetres(area)
            }))
          })),
          elderFrom,
          withNouns(language, nouns)
        )
    )
  })
).pipe(
  Command.withDescription("Write a file of each building: its flats, people, open cases and last contact")
)

/** The residents who live in the chosen buildings today, with their flats and buildings. */
const dataOf = (registry: Registry, wanted: ReadonlyArray<string>, on: Day): RegistryData => {
  const buildings = chosenBuildings(registry, wanted)
  const ids = new Set(buildings.map(({ id }) => id))
  const households = [...registry.households.values()].filter(({ building }) => ids.has(building))
  const homes = new Set<HouseholdId>(households.map(({ id }) => id))
  return {
    buildings,
    households,
    residents: [...registry.residents.values()].flatMap((stay) => {
      const { birth, bornIn, household, id, name, partySince, tags = [] } = stay
      // The data of an erased resident are missing.
      if (name === undefined || !homes.has(household) || !isPresent(stay, on)) return []
      return [
        {
          id,
          household,
          name,
          tags,
          ...(birth === undefined ? {} : { birth }),
          ...(bornIn === undefined ? {} : { bornIn }),
          ...(partySince === undefined ? {} : { partySince })
        }
      ]
    })
  }
}

/**
 * @category commands
 */
export const printRegistry = Command.make(
  "registry",
  {
    ledger: ledgerArgument,
    by: actor,
    purpose: Flag.String("purpose").pipe(
      Flag.withDescription("What the names are needed for. It is recorded for each resident")
    ),
    only,
    district,
    out: sheetFlag,
    json
  },
  Effect.fn(function* ({ by, district, json, ledger, only, out, purpose }) {
    const language = yield* languageAsked
    yield* claim(out)
    const data = yield* Effect.gen(function* () {
      const id = yield* chosen(district)
      const { read, submit } = yield* Governance
      const wanted = yield* read(id, ({ registry }, on) => dataOf(registry, only, on))
      // Each opening is decided and recorded before anything is written to the file.
      const run = commandId("print/registry")
      yield* Effect.forEach(
        wanted.residents,
        ({ id: resident }, n) =>
          submit({
            district: id,
            id: CommandId.make(`${run}/${n + 1}`),
            by,
            request: { _tag: "OpenPersonal", about: { resident }, extent: "sensitive", purpose }
          }),
        { concurrency: 256, discard: true }
      )
      return wanted
    }).pipe(onLedger(ledger, "writes"))
    yield* writeSheets(out, { command: "print registry", json }, ({ registrySheet }) => [
      registrySheet(data, language)
    ])
  })
).pipe(
  Command.withDescription("Write the registry with names; that it was opened is recorded for each resident")
)
