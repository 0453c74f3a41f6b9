/** What `liulinhui coverage` says, in Chinese and in English. Members are named by id and door, never by name. */
import type { Member, Missing, Part, Status } from "@liulinhui/core/coverage/Coverage"
import type { Certificate, Head, Mismatch } from "@liulinhui/core/coverage/CoverageCertificate"
import type { Reachable } from "@liulinhui/core/coverage/CoverageForecast"
import type { CoverageRule } from "@liulinhui/core/coverage/CoverageRule"
import type { Quota, Standing } from "@liulinhui/core/coverage/Target"
import { toIso } from "@liulinhui/core/kernel/Day"
import type { Language } from "@liulinhui/core/kernel/Text"
import type { Forecasted, Planned, Standings } from "./CoverageJson.ts"

const pick = (language: Language, zh: string, en: string): string => (language === "zh" ? zh : en)

const standings: Readonly<Record<Standing, readonly [string, string]>> = {
  met: ["达到", "met"],
  "not-met": ["未达到", "not met"],
  "nothing-to-reach": ["无对象", "nothing to reach"]
}
const standingWords = (language: Language, standing: Standing): string =>
  pick(language, ...standings[standing])

const statuses: Readonly<Record<Status, readonly [string, string]>> = {
  reached: ["已覆盖", "reached"],
  missing: ["还缺", "missing"],
  excluded: ["除外", "excluded"],
  unknown: ["不明", "not known"]
}
const statusWords = (language: Language, status: Status | undefined): string =>
  status === undefined ? pick(language, "不在其中", "not listed") : pick(language, ...statuses[status])

const quotaWords = (language: Language, quota: Quota): string =>
  quota === "all" ? pick(language, "全部", "all") : String(quota)

const targetWords = (language: Language, { target }: CoverageRule): string =>
  typeof target !== "object"
    ? quotaWords(language, target)
    : pick(language, `分${target.by}定`, `by ${target.by}`)

const doorWords = (language: Language, { id, place }: Member): string => {
  const house = place.label ?? place.building
  const door = [house, place.unit].filter((part) => part !== undefined).join(" ")
  return door === "" ? id : pick(language, `${door}（${id}）`, `${door} (${id})`)
}

const gapWords = (language: Language, gap: Missing): string => {
  const last =
    gap.last === undefined ? "" : pick(language, `，上次${toIso(gap.last)}`, `, last on ${toIso(gap.last)}`)
  const wants =
    gap.wants === undefined || gap.wants === 1
      ? ""
      : pick(language, `，还需${gap.wants}次`, `, wants ${gap.wants} more`)
  return `${doorWords(language, gap)}${last}${wants}`
}

const partWords = (language: Language, { counts, key, ratio }: Part): string => {
  const name = key.length === 0 ? pick(language, "未归属", "nowhere") : key.join(" ")
  const more = (["missing", "excluded", "unknown"] as const)
    .filter((status) => counts[status] > 0)
    .map((status) => `${statusWords(language, status)} ${counts[status]}`)
  return `    ${name}  ${ratio.reached}/${ratio.of}${more.length === 0 ? "" : `  ${more.join("  ")}`}`
}

/** How rules stand: a paragraph a rule; `broken` shows the breakdown, `gaps` names who is missing, left out, unknown. */
export const coverageText = (
  language: Language,
  { asOf, district, entries, today }: Standings,
  { broken, gaps }: { readonly broken: boolean; readonly gaps: boolean }
): string => {
  const day = toIso(asOf)
  const head =
    asOf > today
      ? pick(
          language,
          `${district}：若此后无新的记录，至${day}日终的覆盖情况`,
          `${district}: coverage at the end of ${day}, if nothing more is recorded`
        )
      : pick(language, `${district}：${day}日终的覆盖情况`, `${district}: coverage at the end of ${day}`)
  const paragraphs = entries.map(({ answer, rule }) => {
    const { counts, excluded, gaps: missing, groups, parts, ratio, standing, unknown, window } = answer
    const span =
      window === undefined
        ? ""
        : pick(
            language,
            `，计${toIso(window.from)}至${toIso(window.until)}`,
            `, counting ${toIso(window.from)} to ${toIso(window.until)}`
          )
    const list = <M extends Member>(status: Status, members: ReadonlyArray<M>, say: (member: M) => string) =>
      members.length === 0
        ? []
        : [`    ${statusWords(language, status)}:`, ...members.map((member) => `      ${say(member)}`)]
    return [
      `${rule.id}  ${rule.name[language]}`,
      pick(
        language,
        `  ${standingWords(language, standing)}：应覆盖${ratio.of}，已覆盖${counts.reached}，还缺${counts.missing}，除外${counts.excluded}，不明${counts.unknown}（目标${targetWords(language, rule)}${span}）`,
        `  ${standingWords(language, standing)}: ${counts.reached} of ${ratio.of} reached, ${counts.missing} missing, ` +
          `${counts.excluded} excluded, ${counts.unknown} not known (target ${targetWords(language, rule)}${span})`
      ),
      ...parts.map(
        ({ id = pick(language, "其余", "the rest"), quota, ratio: part, standing: stands }) =>
          `    ${id}  ${part.reached}/${part.of}  ${quotaWords(language, quota)}  ${standingWords(language, stands)}`
      ),
      ...(broken ? groups.map((group) => partWords(language, group)) : []),
      ...(gaps
        ? [
            ...list("missing", missing, (gap) => gapWords(language, gap)),
            ...list("excluded", excluded, (one) => `${doorWords(language, one)} ${one.reason}`),
            ...list("unknown", unknown, (one) => doorWords(language, one))
          ]
        : [])
    ].join("\n")
  })
  return [head, ...paragraphs].join("\n")
}

/** A certificate was written. */
export const certified = (
  language: Language,
  { asOf, ledger, ratio, rule, standing }: Certificate,
  file: string
) =>
  pick(
    language,
    `${file}：${rule.id}第${rule.version}版，${toIso(asOf)}日终${standingWords(language, standing)}，` +
      `${ratio.reached}/${ratio.of}，据台账第1至${ledger.position}条。`,
    `${file}: ${rule.id} version ${rule.version}, ${standingWords(language, standing)} at the end of ${toIso(asOf)}, ` +
      `${ratio.reached} of ${ratio.of}, by entries 1 to ${ledger.position} of the ledger.`
  )

/** A certificate is good. */
export const verified = (language: Language, file: string): string =>
  pick(language, `${file}：与台账相符。`, `${file}: it is what the ledger says.`)

const short = (hash: string): string => (hash.length > 16 ? `${hash.slice(0, 16)}…` : hash)
const headWords = (language: Language, { hash, position }: Head): string =>
  pick(language, `第${position}条 ${short(hash)}`, `entry ${position} ${short(hash)}`)

/** One thing that does not match between a certificate and the ledger. */
export const mismatchText = (language: Language, mismatch: Mismatch): string => {
  const against = (what: readonly [string, string], stated: string, found: string): string =>
    pick(
      language,
      `${what[0]}：证书为${stated}，台账为${found}`,
      `${what[1]}: the certificate says ${stated}, the ledger ${found}`
    )
  switch (mismatch._tag) {
    case "Malformed":
      return pick(
        language,
        `不是覆盖证书，或有缺损，请用 liulinhui coverage certify 重新出具：${mismatch.message}`,
        `it is no coverage certificate, or a damaged one; make it again with liulinhui coverage certify: ${mismatch.message}`
      )
    case "DigestDiffers":
      return pick(
        language,
        `证书内容改动过：摘要为${short(mismatch.stated)}，按内容应为${short(mismatch.found)}`,
        `it was changed after it was made: its digest is ${short(mismatch.stated)}, and of what it says ${short(mismatch.found)}`
      )
    case "DistrictDiffers":
      return pick(
        language,
        `是另一居民区“${mismatch.stated}”的证书，不是“${mismatch.found}”的：请换用该居民区的台账核对`,
        `it is of another district, "${mismatch.stated}", not "${mismatch.found}": check it against that district's ledger`
      )
    case "RuleDiffers": {
      const { found, rule, stated } = mismatch
      return found === undefined
        ? pick(
            language,
            `当时的模型没有覆盖要求“${rule}”`,
            `the district had no coverage rule "${rule}" at that entry`
          )
        : against(
            [`覆盖要求“${rule}”的条文`, `the wording of rule "${rule}"`],
            pick(
              language,
              `第${stated.version}版 ${short(stated.digest)}`,
              `version ${stated.version} ${short(stated.digest)}`
            ),
            pick(
              language,
              `第${found.version}版 ${short(found.digest)}`,
              `version ${found.version} ${short(found.digest)}`
            )
          )
    }
    case "LedgerDiffers":
      return pick(
        language,
        `${against(["台账", "the ledger"], headWords(language, mismatch.stated), headWords(language, mismatch.found))}，因此无法逐人核对`,
        `${against(["台账", "the ledger"], headWords(language, mismatch.stated), headWords(language, mismatch.found))}, so that members cannot be compared`
      )
    case "ListDisordered":
      return pick(
        language,
        `“${statusWords(language, mismatch.list)}”名单中${short(mismatch.id)}重复或次序有误`,
        `in the list of those ${statusWords(language, mismatch.list)}, ${short(mismatch.id)} stands twice or out of order`
      )
    case "MemberDiffers":
      return against(
        [`对象${short(mismatch.id)}`, `member ${short(mismatch.id)}`],
        statusWords(language, mismatch.stated),
        statusWords(language, mismatch.found)
      )
    case "ProofDiffers":
      return against(
        [`对象${short(mismatch.id)}的依据`, `the proof of member ${short(mismatch.id)}`],
        mismatch.stated.join(" ") || "–",
        mismatch.found.join(" ") || "–"
      )
    case "ExclusionDiffers":
      return against(
        [`对象${short(mismatch.id)}的除外`, `the exclusion of member ${short(mismatch.id)}`],
        `${mismatch.stated.reason} ${mismatch.stated.source}`,
        `${mismatch.found.reason} ${mismatch.found.source}`
      )
    case "FigureDiffers":
      return against(figures[mismatch.figure], mismatch.stated, mismatch.found)
  }
}

const figures: Readonly<
  Record<Extract<Mismatch, { readonly _tag: "FigureDiffers" }>["figure"], readonly [string, string]>
> = {
  denominator: ["应覆盖名单", "the denominator"],
  counts: ["各项人数", "the counts"],
  ratio: ["覆盖数", "the ratio"],
  standing: ["结果", "the standing"],
  parts: ["分部结果", "the parts"]
}

const neededWords = (language: Language, { needed }: Forecasted["forecast"]): ReadonlyArray<string> => {
  if (needed === undefined) return []
  const { by, contacts, days, lapsing, perDay, short } = needed
  const day = toIso(by)
  return [
    pick(
      language,
      `  到${day}：届时还差${short}（其中现已覆盖而届时过期${lapsing}），有效的日子${days}天`,
      `  by ${day}: ${short} will be short (${lapsing} of those reached now will have lapsed), ${days} days count`
    ),
    perDay === undefined || contacts === undefined
      ? pick(language, "  这些天里靠走访无法达到", "  contacts in these days cannot do it")
      : pick(
          language,
          `  至少需${contacts}次走访，每天${perDay}次`,
          `  it takes at least ${contacts} contacts, ${perDay} a day`
        )
  ]
}

const reachableWords = (
  language: Language,
  { capacity, contacts, inTime, late }: Reachable
): ReadonlyArray<string> => [
  pick(
    language,
    `  每天${capacity}次，共${contacts}次：来得及${inTime.length}，来不及${late.length}`,
    `  ${capacity} a day make ${contacts}: ${inTime.length} can be reached in time, ${late.length} cannot`
  ),
  ...late.map((gap) => `    ${pick(language, "来不及", "too late")}: ${gapWords(language, gap)}`)
]

/** A forecast, as the arithmetic that it is. */
export const forecastText = (language: Language, { forecast, rule }: Forecasted): string => {
  const { asOf, metOn, of, pace, reachable, reached, short, standing, target } = forecast
  return [
    `${rule.id}  ${rule.name[language]}`,
    pick(
      language,
      `  ${toIso(asOf)}：${standingWords(language, standing)}，${reached}/${of}，目标${target}，还差${short}`,
      `  ${toIso(asOf)}: ${standingWords(language, standing)}, ${reached} of ${of}, target ${target}, ${short} short`
    ),
    pick(
      language,
      `  自${toIso(pace.since)}起${pace.days}天净增${pace.gained}（${pace.reachedThen}→${pace.reachedNow}）`,
      `  since ${toIso(pace.since)}, ${pace.days} days, ${pace.gained} gained net (${pace.reachedThen} → ${pace.reachedNow})`
    ),
    standing === "nothing-to-reach"
      ? pick(language, "  没有需要覆盖的对象", "  there is nobody to reach")
      : metOn === undefined
        ? pick(language, "  照此进度无法说何时达到", "  at this pace no day can be named on which it is met")
        : pick(language, `  照此进度${toIso(metOn)}达到`, `  at this pace it is met on ${toIso(metOn)}`),
    ...neededWords(language, forecast),
    ...reachable.flatMap((part) => reachableWords(language, part))
  ].join("\n")
}

/** Walking lists, one for each volunteer, and who is left for later. */
export const roundText = (language: Language, { asOf, round, rule }: Planned): string => {
  const visits = round.lists.reduce((sum, list) => sum + list.visits.length, 0)
  return [
    `${rule.id}  ${rule.name[language]}`,
    pick(
      language,
      `  ${toIso(asOf)}：${round.lists.length}人上门${visits}处，留待下轮${round.left.length}处`,
      `  ${toIso(asOf)}: ${round.lists.length} volunteers visit ${visits}; ${round.left.length} are left for later`
    ),
    ...round.lists.flatMap((list) => [
      `  ${list.walker}`,
      ...list.visits.map((visit) => {
        const why = [
          ...(visit.ownBuilding ? [pick(language, "本楼", "own building")] : []),
          ...(visit.again ? [pick(language, "老伙伴", "companion")] : [])
        ].join(pick(language, "、", ", "))
        const told = gapWords(language, visit)
        return `    ${told}${why === "" ? "" : pick(language, `（${why}）`, ` (${why})`)}`
      })
    ]),
    ...(round.left.length === 0
      ? []
      : [
          `  ${pick(language, "留待下轮", "left for later")}:`,
          ...round.left.map((gap) => `    ${gapWords(language, gap)}`)
        ])
  ].join("\n")
}
