/**
 * The story of twelve weeks in Wan-Liu: the requests that people submit on each day. The story is a pure function of
 * the registry, and never reads the state of the district. So it can run again from the beginning on the same ledger:
 * requests that were submitted before are recognised by their command ids.
 *
 * The story contains only what people *do*. It does not contain the consequences, for example that a deadline passes or
 * a case is reopened. The consequences come from the model, the ledger and the passing of days.
 */
import type { Evidence } from "@liulinhui/core/Case"
import * as Day from "@liulinhui/core/Day"
import type { ProposalId } from "@liulinhui/core/Pairing"
import {
  type ActorId,
  type BuildingId,
  type CaseId,
  ContactKind,
  type DistrictId,
  type HouseholdId,
  type ResidentId
} from "@liulinhui/core/Id"
import type { Building, Household, Resident, RegistryData } from "@liulinhui/core/Registry"
import * as Registry from "@liulinhui/core/Registry"
import { CommandId } from "@liulinhui/core/Ledger"
import type { Request } from "@liulinhui/core/Governance"
import { createHash } from "node:crypto"
import { storyBegins } from "./generate.ts"

/** One request of the story: who submits it, and under which command id. */
export interface Deed {
  readonly id: CommandId
  readonly by: ActorId
  readonly request: Request
}

/** The requests of one day, in order. */
export interface StoryDay {
  readonly on: Day.Day
  readonly deeds: ReadonlyArray<Deed>
}

/** The length of the story in days. */
export const length = 84

/**
 * The households that the stories are about: the hoarding household (which collects waste), an elder who lives alone,
 * and the five households whose homes are adapted.
 */
export interface Cast {
  readonly hoarding: { readonly household: HouseholdId; readonly elder: ResidentId }
  readonly adapted: ReadonlyArray<HouseholdId>
}

/** The id of the case of the hoarding household. */
export const hoardingCase = "hoarding-1" as CaseId

// -------------------------------------------------------------------------------------------------------- the district

interface Estate {
  readonly buildings: ReadonlyArray<Building>
  readonly households: ReadonlyMap<BuildingId, ReadonlyArray<Household>>
  readonly residents: ReadonlyMap<HouseholdId, ReadonlyArray<Resident>>
}

const estateOf = ({ buildings, households, residents }: RegistryData): Estate => ({
  buildings,
  households: Map.groupBy(households, ({ building }) => building),
  residents: Map.groupBy(residents, ({ household }) => household)
})

const last = Day.add(storyBegins, length - 1)

/**
 * Whether a resident should be reached by the outreach: aged 60 or over by the end of the story, or a Party member for
 * 50 years.
 */
const outreachFor = ({ birth, partySince }: Resident): boolean =>
  (birth !== undefined && Day.yearsUntil(birth, last) >= 60) ||
  (partySince !== undefined && Day.yearsUntil(partySince, last) >= 50)

// A number from 0 to 99 that looks random, but is always the same for an id and a topic, because it is computed from a
// hash.
const draw = (id: string, topic: string): number =>
  createHash("sha256").update(`${topic}/${id}`).digest().readUInt32BE(0) % 100

const sha256 = (text: string): string => createHash("sha256").update(text).digest("hex")

/** A made-up photo: a reference, and a hash of the reference in place of the hash of a file. */
const photo = (reference: string) => ({ photo: `photos/${reference}.jpg`, sha256: sha256(reference) })

const signature = (signer: string, of: string) => ({ signer, sha256: sha256(`${of}/${signer}`) })

/** Chooses the households that the stories are about from the registry, by age and building, not by name. */
export const cast = (data: RegistryData): Cast => {
  const { buildings, households, residents } = estateOf(data)
  const flats = buildings.flatMap(({ id }) => households.get(id) ?? [])
  const living = (flat: Household) => residents.get(flat.id) ?? []
  const age = ({ birth = storyBegins }: Resident) => Day.yearsUntil(birth, storyBegins)
  const alone = flats.flatMap((flat) => {
    const [only, ...others] = living(flat)
    return only !== undefined && others.length === 0 && age(only) >= 68 && age(only) < 80
      ? [{ household: flat.id, elder: only.id, building: flat.building }]
      : []
  })
  const hoarding = alone.find(({ building }) => building === buildings[18]?.id) ?? alone[0]
  if (hoarding === undefined) throw new RangeError("the registry has no elder living alone for the story")
  const veryOld = flats.filter(
    (flat) => flat.id !== hoarding.household && living(flat).some((resident) => age(resident) >= 80)
  )
  // From each building, the first flat with a resident of 80 or over is taken. Five of these flats are chosen at equal
  // distances, so that they are spread over the district.
  const spread = [
    ...new Map(veryOld.toReversed().map((flat) => [flat.building, flat.id])).values()
  ].toReversed()
  const adapted = [1, 3, 5, 7, 9].flatMap((tenth) => spread[Math.floor((tenth * spread.length) / 10)] ?? [])
  return { hoarding, adapted }
}

// --------------------------------------------------------------------------------------------------------------- diary

/**
 * Collects the requests of the story for each day. A command id names the case, the building or the registry, and the
 * action.
 */
class Diary {
  private readonly days = new Map<number, Array<Deed>>()

  note(offset: number, by: string, id: string, request: Request): void {
    const deeds = this.days.get(offset) ?? []
    this.days.set(offset, deeds)
    deeds.push({ id: CommandId.make(`story/${id}`), by: by as ActorId, request })
  }

  step(offset: number, by: string, id: CaseId, step: string, evidence: Evidence = {}, again = 1): void {
    const name = again === 1 ? step : `${step}-${again}`
    this.note(offset, by, `${id}/${name}`, { _tag: "TakeStep", case: id, step, evidence })
  }

  read(): ReadonlyArray<StoryDay> {
    return Array.from({ length }, (_, offset) => ({
      on: Day.add(storyBegins, offset),
      deeds: this.days.get(offset) ?? []
    }))
  }
}

// ------------------------------------------------------------------------------------------------------------ chapters

const foundDistrict = (diary: Diary, data: RegistryData): void => {
  const proposal = "spring-2026" as ProposalId
  diary.note(0, "committee", "registry", { _tag: "ImportRegistry", ...data })
  diary.note(0, "committee", "pairing/propose", { _tag: "ProposePairing", proposal })
  diary.note(0, "general-branch", "pairing/confirm", { _tag: "ConfirmPairing", proposal })
  diary.note(0, "general-branch", "pairing/enter", { _tag: "EnterPairingIntoForce", proposal })
}

const outreachVisit = ContactKind.make("outreach-visit")

/**
 * The outreach goes to two or three buildings a day. Residents who are not at home are visited again two weeks later.
 */
const outreach = (diary: Diary, { buildings, households, residents }: Estate): void => {
  buildings.forEach(({ id }, at) => {
    const meant = (households.get(id) ?? [])
      .flatMap((flat) => residents.get(flat.id) ?? [])
      .filter(outreachFor)
    const away = meant.filter((resident) => draw(resident.id, "away") < 15)
    const met = meant.filter((resident) => !away.includes(resident))
    const visitor = `volunteer-aspiration-${(at % 6) + 1}`
    const round = (offset: number, name: string, people: ReadonlyArray<Resident>): void => {
      const [first, ...others] = people.map((resident) => ({
        kind: outreachVisit,
        subject: Registry.resident(resident.id)
      }))
      if (first === undefined) return
      diary.note(offset, visitor, `outreach/${id}/${name}`, {
        _tag: "RecordContacts",
        contacts: [first, ...others]
      })
    }
    const offset = 1 + Math.floor((at * 18) / buildings.length)
    round(offset, "first-round", met)
    round(offset + 14, "second-round", away)
  })
}

const homeAdaptation = (diary: Diary, { adapted }: Cast): void => {
  adapted.forEach((household, at) => {
    const id = `adaptation-${at + 1}` as CaseId
    const volunteer = `volunteer-warmth-${at + 1}`
    const signed = signature(`household:${household}`, id)
    const [price, subsidy] = [860_000 + 73_000 * at, 350_000]
    diary.note(8 + at, volunteer, `${id}/apply`, {
      _tag: "OpenCase",
      case: id,
      playbook: "home-adaptation",
      subjects: [Registry.household(household)],
      evidence: { application: signed, wish: "浴室装扶手，换防滑地砖" }
    })
    diary.step(12 + at, volunteer, id, "assess", {
      needs: ["浴室扶手", "防滑地砖", "夜间感应灯"],
      "before-photo": photo(`${id}/before`)
    })
    diary.step(19 + at, "lead-warmth", id, "contract", { contract: signed, price, subsidy })
    diary.step(26 + at, volunteer, id, "begin")
    diary.step(40 + at, volunteer, id, "finish", { "after-photo": photo(`${id}/after`) })
    diary.step(45 + at, "lead-warmth", id, "accept", { acceptance: signed })
    diary.step(64 + at, volunteer, id, "follow-up", { satisfied: at === 3 ? "partly" : "yes" })
  })
}

const hoarding = (diary: Diary, { hoarding: { elder, household } }: Cast): void => {
  const id = hoardingCase
  const volunteer = "volunteer-warmth-6"
  const consent = signature(`household:${household}`, id)
  diary.note(2, volunteer, `${id}/found`, {
    _tag: "OpenCase",
    case: id,
    playbook: "hardship-and-hoarding",
    subjects: [Registry.household(household)],
    evidence: { situation: "屋内外积存废品近二十年，堵到楼道" }
  })
  diary.step(3, volunteer, id, "visit", {
    account: "门只能开一半，老人不愿多谈",
    hazards: ["消防通道堵塞", "蟑螂鼠害"]
  })
  diary.step(7, "lead-warmth", id, "visit-again", { account: "带了热饭，聊起老伴" })
  diary.step(11, volunteer, id, "visit-again", { account: "答应先看看别家清理后的样子" }, 2)
  diary.step(16, "lead-warmth", id, "agree", { consent, kept: ["照片", "缝纫机"] })
  diary.step(20, "lead-warmth", id, "clear", { tonnes: 30, "after-photo": photo(`${id}/after`) })
  diary.step(22, "lead-warmth", id, "plan-adaptation")
  diary.note(23, "lead-warmth", `${id}/companion`, {
    _tag: "AssignCompanions",
    pairs: [{ volunteer: volunteer as ActorId, elder }]
  })
  diary.step(23, "lead-warmth", id, "assign-companion", { companion: volunteer })
  // The hoarding household is visited twice a week, on Tuesdays and Fridays (day 0 of the story is a Monday). One visit
  // finds that the household collects waste again.
  const relapse = 46
  const visits = Array.from({ length }, (_, offset) => offset).filter(
    (offset) => offset > 24 && (offset % 7 === 1 || offset % 7 === 4)
  )
  visits.forEach((offset, at) => {
    if (offset === relapse) diary.step(offset, volunteer, id, "relapse", { account: "门口又堆了纸板和瓶子" })
    else if (offset !== relapse + 4) diary.step(offset, volunteer, id, "regular-visit", {}, at + 1)
    else diary.step(offset, volunteer, id, "put-right", { account: "一起清走，约好每周二、五来看", consent })
  })
}

const noticeServed = ContactKind.make("notice-served")
const campaign = "clutter-2026" as CaseId

interface Cluttered {
  readonly household: Household
  readonly id: CaseId
  /** The day of the story (from 0) on which the self-rectification notice was served on the household. */
  readonly noticed: number
  /**
   * The number of the household among those that refuse to remove their clutter, from 0. `undefined` if the household
   * removes it by itself.
   */
  readonly refuser: number | undefined
}

/** The index of the building in which clutter comes back. */
const relapsing = 11
/** The index of the building in which the volunteers forget the last patrol. */
const forgotten = 29

const surveyBuilding = (
  diary: Diary,
  id: CaseId,
  head: string,
  clutter: number,
  offset: number,
  again = 1
): void => {
  diary.step(
    offset,
    head,
    id,
    "survey",
    { "cluttered-households": clutter, "survey-photo": photo(`${id}/survey-${again}`) },
    again
  )
  diary.step(offset + 1, "lead-unity", id, "file", { "file-number": `2026-LD-${id.slice(-2)}` }, again)
}

const openHousehold = (
  diary: Diary,
  head: string,
  parent: CaseId,
  id: CaseId,
  household: HouseholdId,
  offset: number
) => {
  diary.note(offset, head, `${id}/found`, {
    _tag: "OpenCase",
    case: id,
    playbook: "corridor-clutter",
    parent,
    subjects: [Registry.household(household)]
  })
  diary.step(offset, head, id, "survey", { finding: "楼道堆放杂物", "found-photo": photo(`${id}/found`) })
  diary.step(offset + 1, "lead-unity", id, "file", { "file-number": `2026-LD-${id.slice(-6)}` })
}

const rectify = (diary: Diary, head: string, { id }: Pick<Cluttered, "id">, offset: number): void => {
  diary.step(offset, head, id, "rectify", { "after-photo": photo(`${id}/after`) })
  diary.step(offset + 2, "lead-unity", id, "verify")
}

/**
 * The days of the story on which clutter is cleared, in three batches. A household's clutter is cleared only after the
 * report to the authority, the record of a legal basis, and the end of the notice period.
 */
const batchDays = [24, 27, 30]

const clear = (diary: Diary, head: string, { id, noticed, refuser = 0 }: Cluttered): void => {
  const batch = refuser % batchDays.length
  const offset = batchDays[batch] ?? 30
  // For one household, the story tries clearing too early: the notice period has not ended, and the legal basis and the
  // photo are missing.
  if (refuser === 0) diary.step(noticed + 3, "lead-unity", id, "clear", { batch: "0" })
  diary.step(noticed + 8, "property", id, "report", { "reported-to": "街道城管中队" })
  diary.step(offset - 2, "committee", id, "record-basis", {
    basis: ["consent", "order", "ownerless"][refuser % 3] ?? "consent",
    "basis-document": photo(`${id}/basis`)
  })
  diary.step(
    offset,
    "lead-unity",
    id,
    "clear",
    { "after-photo": photo(`${id}/cleared`), batch: String(batch + 1) },
    refuser === 0 ? 2 : 1
  )
  diary.step(offset + 1, head, id, "verify")
}

/** Adds patrols that find the building without clutter. The intervals are 7, 14 and then always 28 days. */
const patrol = (diary: Diary, id: CaseId, volunteer: string, from: number, again = 0): void => {
  let due = from + 7
  for (let check = 1; due < length; check++) {
    diary.step(due, volunteer, id, "patrol", {}, again + check)
    due += Math.min(28, 7 * 2 ** check)
  }
}

const corridorClutter = (diary: Diary, { buildings, households }: Estate, district: DistrictId): void => {
  diary.note(0, "lead-unity", `${campaign}/open`, {
    _tag: "OpenCase",
    case: campaign,
    playbook: "clutter-campaign",
    subjects: [`district:${district}` as Registry.Subject]
  })
  diary.step(0, "lead-unity", campaign, "announce", { announcement: photo(`${campaign}/announcement`) })
  let refusers = 0
  buildings.forEach(({ id: building }, at) => {
    const id = `clutter-${building}` as CaseId
    const head = `head-${building}`
    const volunteer = `volunteer-unity-${(at % 6) + 1}`
    const surveyed = 2 + Math.floor(at / 6)
    const noticed = surveyed + 3
    const flats = households.get(building) ?? []
    const cluttered = flats
      .filter((household) => draw(household.id, "clutter") < 15)
      .map((household): Cluttered => ({
        household,
        id: `clutter-${household.id}` as CaseId,
        noticed,
        refuser: draw(household.id, "refuses") < 18 ? refusers++ : undefined
      }))
    diary.note(1, "lead-unity", `${id}/open`, {
      _tag: "OpenCase",
      case: id,
      playbook: "building-clutter",
      parent: campaign,
      subjects: [Registry.building(building)]
    })
    surveyBuilding(diary, id, head, cluttered.length, surveyed)
    // Every household gets the self-rectification notice on its door. If a household has clutter, serving the notice is
    // a step of its case.
    const [first, ...others] = flats
      .filter((household) => !cluttered.some((one) => one.household === household))
      .map((household) => ({
        kind: noticeServed,
        subject: Registry.household(household.id),
        proof: `photos/notices/${household.id}.jpg#${sha256(household.id).slice(0, 16)}`
      }))
    if (first !== undefined) {
      diary.note(noticed, head, `notices/${building}`, {
        _tag: "RecordContacts",
        contacts: [first, ...others]
      })
    }
    for (const one of cluttered) {
      openHousehold(diary, head, id, one.id, one.household.id, surveyed)
      diary.step(noticed, head, one.id, "serve-notice", { proof: photo(`${one.id}/notice`) })
      if (one.refuser === undefined)
        rectify(diary, head, one, noticed + 1 + (draw(one.household.id, "when") % 6))
      else clear(diary, head, one)
    }
    const handedOver = 34 + (at % 3)
    diary.step(handedOver, "lead-unity", id, "handed-to-patrol", { "cleared-photo": photo(`${id}/cleared`) })
    if (at === relapsing) relapse(diary, id, building, flats, handedOver, volunteer)
    else if (at === forgotten) diary.step(handedOver + 7, volunteer, id, "patrol")
    else patrol(diary, id, volunteer, handedOver)
  })
}

/**
 * The part of the story in which clutter comes back. The building's case is reopened, and two households that had no
 * clutter before now have some.
 */
const relapse = (
  diary: Diary,
  id: CaseId,
  building: BuildingId,
  flats: ReadonlyArray<Household>,
  handedOver: number,
  volunteer: string
): void => {
  const head = `head-${building}`
  const found = handedOver + 7
  diary.step(found, volunteer, id, "relapse", {
    "relapse-note": "两户门口又堆了纸箱",
    "relapse-photo": photo(`${id}/relapse`)
  })
  const again = flats.filter((household) => draw(household.id, "clutter") >= 15).slice(0, 2)
  surveyBuilding(diary, id, head, again.length, found + 1, 2)
  for (const household of again) {
    const one = { id: `clutter-${household.id}` as CaseId }
    openHousehold(diary, head, id, one.id, household.id, found + 1)
    diary.step(found + 3, head, one.id, "serve-notice", { proof: photo(`${one.id}/notice`) })
    rectify(diary, head, one, found + 5)
  }
  diary.step(
    found + 9,
    "lead-unity",
    id,
    "handed-to-patrol",
    { "cleared-photo": photo(`${id}/cleared-2`) },
    2
  )
  // Because of the relapse (clutter came back), the interval between patrols is three days. Then the interval doubles
  // again.
  let due = found + 12
  for (let check = 1, interval = 3; due < length; check++) {
    diary.step(due, volunteer, id, "patrol", {}, check)
    interval = Math.min(28, interval * 2)
    due += interval
  }
}

/**
 * For each day of the story: its requests. On the first day, the registry is imported.
 *
 * @category story
 */
export const story = (data: RegistryData, district: DistrictId): ReadonlyArray<StoryDay> => {
  const diary = new Diary()
  const estate = estateOf(data)
  const parts = cast(data)
  foundDistrict(diary, data)
  outreach(diary, estate)
  homeAdaptation(diary, parts)
  hoarding(diary, parts)
  corridorClutter(diary, estate, district)
  return diary.read()
}
