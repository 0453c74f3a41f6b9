/**
 * What happened on a case, and why something was refused, in sentences for people. A sentence is first data without a
 * language (which pattern, filled with which things); a catalogue then words it in Chinese or in English. The names of
 * stages, steps and evidence come from the playbook; those of people, roles and groups from whoever asks.
 *
 * In a pattern `{name}` stands for a thing, and `[…]` for a part that is left out where something in it is not known.
 */
import { civil, type Day } from "../kernel/Day.ts"
import type { Language, Text } from "../kernel/Text.ts"
import type { CaseEvent, CaseReason, WhichDue } from "./Case.ts"
import type { Term } from "./Due.ts"
import { type Field, type FieldId, type Outcome, type Playbook, standardSteps } from "./Playbook.ts"

/** What a thing in a sentence is; it says where its name is found. */
export type Thing =
  | "stage"
  | "step"
  | "field"
  | "day"
  | "actor"
  | "role"
  | "group"
  | "district"
  | "case"
  | "playbook"
  | "poll"
  | "kind"
  | "outcome"
  | "deadline"
  | "count"
  | "text"
  | "reason"

/** A thing in a sentence, or several of them. */
export type Param =
  | {
      readonly thing: Exclude<Thing, "count" | "day" | "reason">
      readonly value: string | ReadonlyArray<string>
    }
  | { readonly thing: "count"; readonly value: number }
  | { readonly thing: "day"; readonly value: Day; readonly provisional: boolean }
  | { readonly thing: "reason"; readonly value: ReadonlyArray<CaseReason> }

/** Things by the name that the pattern has for them. */
export type Params = Readonly<Record<string, Param | undefined>>

/**
 * One sentence of a case's timeline, without a language.
 *
 * @category models
 */
export interface Sentence {
  readonly on: Day
  readonly key: SentenceKey
  readonly params: Params
}

const sentences = {
  opened: {
    zh: "{by}立案，进入“{stage}”[，期限至{due}]。",
    en: "{by} opened the case in “{stage}”[, due by {due}]."
  },
  openedAgain: {
    zh: "{by}再次立案，进入“{stage}”[，期限至{due}]：这是第{time}次，首案为{first}，上一次于{closed}办结。",
    en: "{by} opened the case in “{stage}”[, due by {due}]: time number {time}; the first case was {first}, and the last was closed on {closed}."
  },
  stepTaken: {
    zh: "{by}：{step}[，进入“{stage}”][，期限至{due}][，下次巡查为{next}][，案件办结（{outcome}）]。",
    en: "{by}: {step}[; the case is now in “{stage}”][, due by {due}][; the next check is due on {next}][; the case is closed ({outcome})]."
  },
  lapsed: {
    zh: "“{from}”期限届满：{step}[，进入“{stage}”][，期限至{due}][，下次巡查为{next}][，案件办结（{outcome}）]。",
    en: "The deadline of “{from}” passed: {step}[; the case is now in “{stage}”][, due by {due}][; the next check is due on {next}][; the case is closed ({outcome})]."
  },
  refused: {
    zh: "{by}要求“{step}”，未获准：{reasons}。",
    en: "{by} wanted “{step}” and was refused: {reasons}."
  },
  relapsed: {
    zh: "{by}：{step}（第{relapses}次返潮，上次于{resolved}解决）；回到“{stage}”[，期限至{due}]。",
    en: "{by}: {step} (relapse number {relapses}; it had been resolved on {resolved}); the case is back in “{stage}”[, due by {due}]."
  },
  reopenedForRelapse: {
    zh: "{by}因返潮重新立案（第{relapses}次，上次于{resolved}解决）；进入“{stage}”[，期限至{due}][。理由：{reason}]。",
    en: "{by} reopened the case because it came back (relapse number {relapses}; it had been resolved on {resolved}); it is in “{stage}”[, due by {due}][. Reason: {reason}]."
  },
  reopened: {
    zh: "{by}重新立案（上次于{resolved}解决）；进入“{stage}”[，期限至{due}][。理由：{reason}]。",
    en: "{by} reopened the case, which had been resolved on {resolved}; it is in “{stage}”[, due by {due}][. Reason: {reason}]."
  },
  noted: { zh: "{by}作了备注[：{text}]。", en: "{by} made a note[: {text}]." },
  handedOver: {
    zh: "{by}将案件交由{to}办理[，理由：{reason}]。",
    en: "{by} handed the case over to {to}[. Reason: {reason}]."
  },
  transferred: {
    zh: "{by}将案件转给{to}[，理由：{reason}]。",
    en: "{by} transferred the case to {to}[. Reason: {reason}]."
  },
  received: {
    zh: "{by}接收由{from}转来的案件，由{group}办理。",
    en: "{by} took in the case from {from}; {group} goes on with it."
  },
  arrived: { zh: "{district}已接收案件，编号{as}。", en: "{district} took the case in, as {as}." },
  returned: {
    zh: "{district}无法接收：{reasons}；案件仍在本区办理。",
    en: "{district} could not take the case in: {reasons}; it goes on here."
  },
  merged: {
    zh: "{by}将本案作为重复案件并入{into}。",
    en: "{by} closed the case as a duplicate of {into}."
  },
  absorbed: {
    zh: "{by}将重复案件{duplicate}并入本案。",
    en: "{by} merged the duplicate {duplicate} into this case."
  },
  withdrawn: { zh: "{by}撤销案件[，理由：{reason}]。", en: "{by} withdrew the case[. Reason: {reason}]." },
  migrated: {
    zh: "{by}将案件改按流程第{version}版办理，处于“{stage}”[，期限至{due}]。",
    en: "{by} moved the case to version {version} of its playbook; it is in “{stage}”[, due by {due}]."
  },
  recounted: {
    zh: "节假日安排已补充，“{deadline}”的期限由{was}重算为{due}。",
    en: "With more holiday data, the due day of “{deadline}” was counted again: {due} instead of {was}."
  },
  confirmed: {
    zh: "节假日安排已补充，“{deadline}”的期限{due}经核对不变。",
    en: "With more holiday data, the due day of “{deadline}” was counted again: it stays {due}."
  },
  dueDecided: {
    zh: "{by}将“{deadline}”的期限由{was}定为{due}[，理由：{reason}]。",
    en: "{by} decided on {due} as the due day of “{deadline}”, instead of {was}[. Reason: {reason}]."
  }
} as const satisfies Readonly<Record<string, Text>>

/** The patterns of a timeline. */
export type SentenceKey = keyof typeof sentences

const reasons: Readonly<Record<CaseReason["_tag"], Text>> = {
  NotOpened: { zh: "案件尚未立案", en: "the case has not been opened" },
  AlreadyOpened: { zh: "案件已经立案", en: "the case has been opened already" },
  Closed: { zh: "案件已于{on}办结（{outcome}）", en: "the case was closed on {on} ({outcome})" },
  StillOpen: { zh: "案件尚未办结，处于“{stage}”", en: "the case is still open, in “{stage}”" },
  NoReopening: { zh: "该流程不设重新立案", en: "cases of this kind are not reopened" },
  MergedInto: {
    zh: "案件已并入{into}，请在该案件中办理",
    en: "the case was merged into {into}: go on there"
  },
  NothingToRelapse: {
    zh: "案件是撤销的，未曾解决，不能按反复重新立案；请按其他理由重新立案",
    en: "the case was withdrawn and had not been resolved, so it cannot come back: reopen it for another reason"
  },
  NotAfterOutcome: {
    zh: "以“{outcome}”办结的案件不再重新立案（可重新立案的结果：{after}）",
    en: "a case that ended as {outcome} is not reopened (only after: {after})"
  },
  ReopeningOver: {
    zh: "重新立案的期限已于{until}届满，请另立新案",
    en: "the case could be reopened until {until}: open a new one"
  },
  SentAway: { zh: "案件已转往{district}", en: "the case was sent to {district}" },
  SameDistrict: { zh: "案件已在{district}", en: "the case is in {district} already" },
  DistrictNotThere: { zh: "没有名为{district}的居民区", en: "there is no district {district}" },
  PlaybookNotThere: {
    zh: "对方没有流程“{playbook}”第{version}版",
    en: "version {version} of the playbook “{playbook}” is not there"
  },
  PlaybookDiffers: {
    zh: "对方的流程“{playbook}”第{version}版内容不同",
    en: "version {version} of the playbook “{playbook}” says something else there"
  },
  GroupNotThere: { zh: "对方没有负责“{playbook}”的小组", en: "no group there leads “{playbook}”" },
  NotSentAway: { zh: "案件并未转出", en: "the case was not sent by another district" },
  OtherPlaybook: { zh: "应按流程{expected}，而非{found}", en: "the playbook is {expected}, not {found}" },
  OtherVersion: {
    zh: "应按流程第{expected}版，而非第{found}版",
    en: "the playbook's version is {expected}, not {found}"
  },
  OtherSubject: { zh: "对象应为{expected}，而非{found}", en: "it must be about a {expected}, not a {found}" },
  NoParent: { zh: "须在流程{playbook}的案件之下立案", en: "it must stand under a case of {playbook}" },
  OtherParent: {
    zh: "上级案件应属流程{expected}，而非{found}",
    en: "the case above must be one of {expected}, not of {found}"
  },
  UnknownStep: { zh: "流程中没有步骤“{step}”", en: "the playbook has no step “{step}”" },
  WrongStage: {
    zh: "案件处于“{stage}”，该步骤须在“{from}”进行",
    en: "the case is in “{stage}”, and the step belongs to “{from}”"
  },
  OnlyTheClock: { zh: "“{step}”只在期限届满时自动发生", en: "“{step}” only happens when a deadline passes" },
  NotTheClock: { zh: "期限届满由系统认定", en: "only the clock says that a deadline has passed" },
  NoRole: { zh: "须由{roles}办理", en: "it takes one of these roles: {roles}" },
  OutOfScope: {
    zh: "不在本人负责的范围内（案件属{group}）",
    en: "it is outside your scope (the case belongs to {group})"
  },
  SamePerson: {
    zh: "已办理“{step}”的人不得再办理此步骤",
    en: "whoever took “{step}” may not take this step"
  },
  EvidenceMissing: { zh: "缺少材料：{field}", en: "evidence is missing: {field}" },
  EvidenceMalformed: { zh: "材料不符合要求：{field}", en: "evidence is not what is asked for: {field}" },
  EvidenceUnknown: { zh: "此步骤不需要该材料：{field}", en: "this evidence is not asked for: {field}" },
  StepNotTaken: { zh: "须先完成“{step}”", en: "“{step}” must come first" },
  NotOnRecord: { zh: "尚无记录：{field}", en: "there is no record of: {field}" },
  ShutUntil: {
    zh: "须待“{stage}”期限届满[，{day}起方可办理]",
    en: "the deadline of “{stage}” must have passed[: not before {day}]"
  },
  DueProvisional: {
    zh: "“{stage}”的期限{due}尚未确定，重算前不得办理；也可由案件负责人说明理由后确定",
    en: "the due day of “{stage}” is {due}: the step waits until it is certain, or until a keeper of the case decides on a day and says why"
  },
  NothingProvisional: {
    zh: "该期限不是暂定的，无需另行确定",
    en: "that due day is not provisional: there is nothing to decide"
  },
  DueTooEarly: {
    zh: "期限不能早于{earliest}：规定的天数在此之前不会届满",
    en: "the due day cannot be before {earliest}: the period cannot have passed by then"
  },
  PollNotCarried: {
    zh: "表决（{poll}）尚未通过，或结果尚未最终确定",
    en: "the vote ({poll}) has not carried, or its result is not final yet"
  },
  ParentNotOpen: { zh: "上级案件未处于办理中", en: "the case above is not open" },
  ChildrenOpen: { zh: "尚有{count}个下级案件未办结", en: "cases below are still open: {count}" },
  ChecksMissing: {
    zh: "连续巡查无异常{clean}次，需{needed}次",
    en: "clean checks so far: {clean} of {needed}"
  },
  NothingLapses: {
    zh: "没有届满的期限[，现期限至{due}]",
    en: "no deadline has passed[; the next is due by {due}]"
  },
  BeforeLastEntry: {
    zh: "日期早于案件最近一次记录（{last}）",
    en: "the day lies before the last entry, of {last}"
  },
  ReasonMissing: { zh: "须说明理由", en: "say why" },
  SameGroup: { zh: "案件已属{group}", en: "the case belongs to {group} already" },
  MergeIntoItself: { zh: "不能并入自身", en: "a case cannot be merged into itself" },
  CalendarLacksYear: {
    zh: "工作日历缺少{year}年的数据，请先补充",
    en: "the working-day calendar has no data for {year}: add that year"
  }
}

/** What is said of a last day that was counted without the data of a year. */
export const provisionally: Text = {
  zh: "暂按工作日推算，待节假日安排公布后重算",
  en: "provisional: counted by weekdays until the year's holidays are known"
}

const deadlines: Readonly<Record<string, Text>> = { limit: { zh: "全案", en: "the whole case" } }

const outcomes: Readonly<Record<Outcome, Text>> = {
  achieved: { zh: "已解决", en: "achieved" },
  partial: { zh: "部分解决", en: "achieved in part" },
  declined: { zh: "当事人不愿意", en: "declined by those concerned" },
  failed: { zh: "未能解决", en: "failed" },
  void: { zh: "撤销", en: "void" }
}

const kinds: Readonly<Record<string, Text>> = {
  district: { zh: "居民区", en: "district" },
  building: { zh: "楼栋", en: "building" },
  household: { zh: "住户", en: "household" },
  resident: { zh: "居民", en: "resident" }
}

/** The steps that stand on every stage. */
export const standardStepNames: Readonly<Record<(typeof standardSteps)[number], Text>> = {
  note: { zh: "备注", en: "note" },
  "hand-over": { zh: "交办", en: "hand over" },
  transfer: { zh: "转办", en: "transfer" },
  merge: { zh: "并案", en: "merge as a duplicate" },
  withdraw: { zh: "撤销", en: "withdraw" },
  "decide-due": { zh: "确定期限", en: "decide on a due day" }
}

/** The word for an outcome. */
export const outcome = (self: Outcome): Text => outcomes[self]

// ---------------------------------------------------------------------------------------------------------- what is said

const one = (
  thing: Exclude<Thing, "count" | "day" | "reason">,
  value: string | undefined
): Param | undefined => (value === undefined ? undefined : { thing, value })
const day = (value: Day | undefined, term?: Term): Param | undefined =>
  value === undefined ? undefined : { thing: "day", value, provisional: term !== undefined }
const deadline = (of: WhichDue): Param =>
  of === "limit" ? { thing: "deadline", value: of } : { thing: "stage", value: of.stage }
const count = (value: number): Param => ({ thing: "count", value })

/** The things in a reason, by the names that its pattern has for them. */
const reasonParams = (reason: CaseReason): Params => {
  switch (reason._tag) {
    case "Closed":
      return { on: day(reason.on), outcome: one("outcome", reason.outcome) }
    case "StillOpen":
      return { stage: one("stage", reason.stage) }
    case "SentAway":
    case "SameDistrict":
    case "DistrictNotThere":
      return { district: one("district", reason.district) }
    case "OtherPlaybook":
    case "OtherParent":
      return { expected: one("playbook", reason.expected), found: one("playbook", reason.found) }
    case "OtherVersion":
      return { expected: count(reason.expected), found: count(reason.found) }
    case "OtherSubject":
      return { expected: one("kind", reason.expected), found: one("kind", reason.found) }
    case "PlaybookNotThere":
    case "PlaybookDiffers":
      return { playbook: one("playbook", reason.playbook), version: count(reason.version) }
    case "GroupNotThere":
    case "NoParent":
      return { playbook: one("playbook", reason.playbook) }
    case "UnknownStep":
    case "OnlyTheClock":
    case "SamePerson":
    case "StepNotTaken":
      return { step: one("step", reason.step) }
    case "WrongStage":
      return { stage: one("stage", reason.stage), from: { thing: "stage", value: reason.from } }
    case "NoRole":
      return { roles: { thing: "role", value: reason.roles } }
    case "OutOfScope":
    case "SameGroup":
      return { group: one("group", reason.group) }
    case "EvidenceMissing":
    case "EvidenceMalformed":
    case "EvidenceUnknown":
    case "NotOnRecord":
      return { field: one("field", reason.field) }
    case "ShutUntil":
      return { stage: one("stage", reason.stage), day: day(reason.day) }
    case "DueProvisional":
      return {
        stage: one("stage", reason.stage),
        due: { thing: "day", value: reason.due, provisional: true }
      }
    case "DueTooEarly":
      return { earliest: day(reason.earliest) }
    case "MergedInto":
      return { into: one("case", reason.into) }
    case "NotAfterOutcome":
      return { outcome: one("outcome", reason.outcome), after: { thing: "outcome", value: reason.after } }
    case "ReopeningOver":
      return { until: day(reason.until) }
    case "PollNotCarried":
      return { poll: one("poll", reason.poll) }
    case "ChildrenOpen":
      return { count: count(reason.count) }
    case "ChecksMissing":
      return { clean: count(reason.clean), needed: count(reason.needed) }
    case "NothingLapses":
      return { due: day(reason.due) }
    case "BeforeLastEntry":
      return { last: day(reason.last) }
    case "CalendarLacksYear":
      return { year: count(reason.year) }
    default:
      return {}
  }
}

const entered = (event: Extract<CaseEvent, { readonly _tag: "StepTaken" | "DeadlineLapsed" }>): Params => ({
  step: one("step", event.step),
  stage: one("stage", event.to),
  due: day(event.due, event.provisional?.due),
  next: day(event.patrol?.next),
  outcome: one("outcome", event.outcome)
})

/**
 * The sentence of an event. What people wrote, reasons and notes, is sensitive and left out unless `withWords` is given.
 *
 * @category sentences
 */
export const sentence = (event: CaseEvent, withWords = false): Sentence => {
  const by = one("actor", event.by)
  const words = (text: string | undefined): Param | undefined =>
    withWords && text !== undefined && text.trim() !== "" ? { thing: "text", value: text } : undefined
  const said = (key: SentenceKey, params: Params): Sentence => ({
    on: event.on,
    key,
    params: { by, ...params }
  })
  switch (event._tag) {
    case "CaseOpened": {
      const { due, lineage, provisional, stage } = event
      const params = { stage: one("stage", stage), due: day(due, provisional?.due) }
      return lineage === undefined
        ? said("opened", params)
        : said("openedAgain", {
            ...params,
            time: count(lineage.relapses + 1),
            first: one("case", lineage.first),
            closed: day(lineage.closed)
          })
    }
    case "StepTaken":
      return said("stepTaken", entered(event))
    case "DeadlineLapsed":
      return said("lapsed", { ...entered(event), from: one("stage", event.from) })
    case "StepRefused":
      return said("refused", {
        step: one("step", event.step),
        reasons: { thing: "reason", value: event.reasons }
      })
    case "CaseReopened": {
      const { due, provisional, reason, relapse, relapses, resolved, step, to } = event
      return said(step !== undefined ? "relapsed" : relapse ? "reopenedForRelapse" : "reopened", {
        step: one("step", step),
        stage: one("stage", to),
        due: day(due, provisional?.due),
        relapses: count(relapses),
        resolved: day(resolved),
        reason: words(reason)
      })
    }
    case "Noted":
      return said("noted", { text: words(event.text) })
    case "HandedOver":
      return said("handedOver", {
        to: "actor" in event.to ? one("actor", event.to.actor) : one("role", event.to.role),
        reason: words(event.reason)
      })
    case "CaseTransferred":
      return said("transferred", {
        to: "group" in event.to ? one("group", event.to.group) : one("district", event.to.district),
        reason: words(event.reason)
      })
    case "CaseReceived":
      return said("received", { from: one("district", event.from), group: one("group", event.group) })
    case "CaseArrived":
      return said("arrived", { district: one("district", event.district), as: one("case", event.as) })
    case "CaseReturned":
      return said("returned", {
        district: one("district", event.district),
        reasons: { thing: "reason", value: event.reasons }
      })
    case "CaseMerged":
      return said("merged", { into: one("case", event.into) })
    case "DuplicateAbsorbed":
      return said("absorbed", { duplicate: one("case", event.duplicate) })
    case "CaseWithdrawn":
      return said("withdrawn", { reason: words(event.reason) })
    case "CaseMigrated":
      return said("migrated", {
        version: count(event.version),
        stage: one("stage", event.to),
        due: day(event.due, event.provisional?.due)
      })
    case "DueRecounted": {
      const { due, of, term, was } = event
      return said(due === was ? "confirmed" : "recounted", {
        deadline: deadline(of),
        was: day(was),
        due: day(due, term)
      })
    }
    case "DueDecided": {
      const { due, of, reason, was } = event
      return said("dueDecided", {
        deadline: deadline(of),
        was: day(was),
        due: day(due),
        reason: words(reason)
      })
    }
  }
}

// --------------------------------------------------------------------------------------------------------- how it is said

/** Names that a playbook does not know: people, roles, groups, districts, cases. Their ids stand in where it is silent. */
export type Names = (thing: Thing, id: string, language: Language) => string | undefined

const noNames: Names = () => undefined

const months = [
  "January",
  "February",
  "March",
  "April",
  "May",
  "June",
  "July",
  "August",
  "September",
  "October",
  "November",
  "December"
]

/** A day as people write it: `2026年3月1日`, `1 March 2026`. */
export const formatDay = (self: Day, language: Language): string => {
  const { day: date, month, year } = civil(self)
  return language === "zh" ? `${year}年${month}月${date}日` : `${date} ${months[month - 1]} ${year}`
}

/** A last day as people write it, with a remark if it is provisional. */
export const formatDue = (self: Day, provisional: boolean, language: Language): string => {
  const words = formatDay(self, language)
  if (!provisional) return words
  return language === "zh" ? `${words}（${provisionally.zh}）` : `${words} (${provisionally.en})`
}

const fieldsOf = ({ opening, steps }: Playbook): ReadonlyMap<FieldId, Field> =>
  new Map(
    [opening?.evidence, ...Object.values(steps).map(({ evidence }) => evidence)].flatMap((fields) =>
      Object.entries(fields ?? {})
    )
  )

const nameOf = (playbook: Playbook, thing: Thing, id: string): Text | undefined => {
  switch (thing) {
    case "stage":
      return playbook.stages[id]?.name
    case "step":
      return playbook.steps[id]?.name
    case "field":
      return fieldsOf(playbook).get(id)?.label
    case "outcome":
      return Object.hasOwn(outcomes, id) ? outcomes[id as Outcome] : undefined
    case "kind":
      return kinds[id]
    case "deadline":
      return deadlines[id]
    default:
      return undefined
  }
}

/** In which language, by which playbook, with which names. */
export interface Speech {
  readonly language: Language
  readonly playbook: Playbook
  readonly names?: Names
}

const sayParam = (param: Param, speech: Speech): string => {
  const { language, names = noNames, playbook } = speech
  if (param.thing === "count") return String(param.value)
  if (param.thing === "day") return formatDue(param.value, param.provisional, language)
  if (param.thing === "reason") {
    return param.value.map((reason) => sayReason(reason, speech)).join(language === "zh" ? "；" : "; ")
  }
  const { thing } = param
  const values: ReadonlyArray<string> = typeof param.value === "string" ? [param.value] : param.value
  if (thing === "text") return values.join(" ")
  return values
    .map((id) => names(thing, id, language) ?? nameOf(playbook, thing, id)?.[language] ?? id)
    .join(language === "zh" ? "、" : ", ")
}

const fill = (pattern: string, params: Params, speech: Speech): string => {
  const told = (name: string): string | undefined => {
    const param = params[name]
    return param === undefined ? undefined : sayParam(param, speech)
  }
  const put = (text: string): string => text.replaceAll(/\{(\w+)\}/g, (_, name: string) => told(name) ?? "—")
  return put(
    pattern.replaceAll(/\[([^\]]*)\]/g, (_, part: string) =>
      [...part.matchAll(/\{(\w+)\}/g)].every(([, name = ""]) => params[name] !== undefined) ? part : ""
    )
  )
}

/** A reason in words, without a full stop. */
export const sayReason = (reason: CaseReason, speech: Speech): string =>
  fill(reasons[reason._tag][speech.language], reasonParams(reason), speech)

/** A sentence in words. */
export const say = ({ key, params }: Sentence, speech: Speech): string =>
  fill(sentences[key][speech.language], params, speech)
