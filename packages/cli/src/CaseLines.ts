/** What is due on a case, in words: the last day, how late or how many working days are left, who has been told. */
import type { Opened } from "@liulinhui/core/casework/Case"
import type { Deadline } from "@liulinhui/core/casework/CaseView"
import { formatDue } from "@liulinhui/core/casework/CaseWords"
import type { CompiledPlaybook } from "@liulinhui/core/casework/CompiledPlaybook"
import type { Language, Text } from "@liulinhui/core/kernel/Text"
import * as Option from "effect/Option"

const kinds: Readonly<Record<Deadline["of"], Text>> = {
  stage: { zh: "本环节", en: "this stage" },
  check: { zh: "回访", en: "the next check" },
  limit: { zh: "全案", en: "the whole case" }
}

/** The name of the stage that a case is in. */
export const stageName = ({ stage }: Opened, { playbook }: CompiledPlaybook, language: Language): string =>
  playbook.stages[stage]?.name[language] ?? stage

const days = (count: number, of: string): string => `${count} ${of}${count === 1 ? "" : "s"}`

const left = ({ late, left, workingDaysLeft }: Deadline, language: Language): string => {
  if (late > 0) return language === "zh" ? `逾期${late}天` : `${days(late, "day")} late`
  if (Option.isNone(workingDaysLeft)) return language === "zh" ? `还有${left}天` : `${days(left, "day")} left`
  const count = workingDaysLeft.value
  return language === "zh" ? `还有${count}个工作日` : `${days(count, "working day")} left`
}

/** A deadline in words, with the roles of the escalation ladder that have been told. */
export const deadlineLine = (deadline: Deadline, language: Language): string => {
  const { due, of, provisional, told } = deadline
  const day = formatDue(due, provisional, language)
  return language === "zh"
    ? `${kinds[of].zh}${day}到期，${left(deadline, language)}${told.length > 0 ? `，已告知：${told.join("、")}` : ""}`
    : `${kinds[of].en} is due by ${day}: ${left(deadline, language)}${told.length > 0 ? `; told: ${told.join(", ")}` : ""}`
}
