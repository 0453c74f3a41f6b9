/**
 * The files of a new district: a short model with comments, a roster (list of residents) to fill in, the first events,
 * and a story (a file of dated events) that tests the model. The texts are in Chinese or in English.
 */
import { jsonSchema } from "@liulinhui/core/Model"
import { type Day, toIso } from "@liulinhui/core/Day"
import type { Language } from "@liulinhui/core/Text"
import { en, sheet, type Sheet, zh } from "@liulinhui/spreadsheet"
import { bases } from "./DistrictFiles.ts"

/** The name of a new district, and the number of its branches. */
export interface Founding {
  readonly id: string
  readonly name: string
  readonly branches: number
  readonly on: Day
  readonly language: Language
}

/** The names of the files of a new district. */
export const fileNames = (language: Language) =>
  language === "zh"
    ? { model: "district.yaml", roster: "名册.xlsx", events: "events.yaml", story: "story.yaml" }
    : { model: "district.yaml", roster: "roster.xlsx", events: "events.yaml", story: "story.yaml" }

const schemaFile = "district.schema.json"

/** The number of groups of the Six-Heart working method. Each group is led by one branch. */
const groups = 6

const ordinals = ["一", "二", "三", "四", "五", "六"]
const branchIds = ["first", "second", "third", "fourth", "fifth", "sixth"]

/** The maximum number of branches, because each branch leads at least one group. */
export const mostBranches = branchIds.length

/** Strengths for the branches, used in turn. They are examples, so that a pairing can be computed immediately. */
const strengths = [
  "{ party-work: 90, elder-care: 60 }",
  "{ elder-care: 90, mediation: 60 }",
  "{ arts: 90, education: 60 }",
  "{ education: 90, party-work: 60 }",
  "{ mediation: 90, surveys: 60 }",
  "{ surveys: 90, arts: 60 }"
]

/** Writes a text as a YAML scalar. A JSON string is also valid YAML. */
const quoted = (text: string): string => JSON.stringify(text)

const branchLines = ({ branches, language }: Founding, least: number, most: number): string =>
  branchIds
    .slice(0, branches)
    .map(
      (id, at) => `  ${id}:
    name: { zh: 第${ordinals[at]}党支部, en: ${id.replace(/^./, (letter) => letter.toUpperCase())} branch }
    strengths: ${strengths[at]}${at > 0 ? "" : language === "zh" ? " # 特长和分量，0–100" : " # strengths with their weights, 0–100"}
    buildings: []${at > 0 ? "" : language === "zh" ? " # 党员集中居住的楼，如 [1号楼]" : " # where its members live, such as [1号楼]"}
    people: 15
    leads: { least: ${least}, most: ${most} }`
    )
    .join("\n")

const modelText = (founding: Founding): string => {
  const { branches, id, language, name } = founding
  const { model, roster } = fileNames(language)
  const zh = language === "zh"
  const most = Math.ceil(groups / branches)
  const least = Math.floor(groups / branches)
  const names = zh
    ? `{ zh: ${quoted(name)}, en: ${quoted(id)} }`
    : `{ zh: ${quoted(name)}, en: ${quoted(name)} }`
  return `# yaml-language-server: $schema=./${schemaFile}
${
  zh
    ? `# 居民区的模型，在“六心工作法”上修改：没有写的都沿用。改好后检查：
#   liulinhui check ${model} ${roster}`
    : `# The model of the district. It changes the Six-Heart working method; what it does not mention stays as it is there.
# Check it after each change:
#   liulinhui check ${model} ${roster} --lang en`
}
extends: six-hearts
id: ${id}
name: ${names}
timeZone: Asia/Shanghai

${zh ? "# 党支部。结对由计算提出，党总支确认。" : "# The Party branches. The pairing is computed and proposed; the general branch confirms it."}
branches:
${branchLines(founding, least, most)}

pairing: { criteria: { strengths: 1 } }

${
  zh
    ? `# 谁可以做什么：role 是角色，scope 是范围（district 全区、group 小组、branch 支部、building 楼）。`
    : `# Who may do what: a role within a scope (district, group, branch or building).`
}
actors:
  office: { mandates: [{ role: committee, scope: { district: true } }] }
  party: { mandates: [{ role: general-branch, scope: { district: true } }] }
  lead-unity: { mandates: [{ role: group-lead, scope: { group: unity } }] }
  wang: { mandates: [{ role: volunteer, scope: { group: unity } }] }
`
}

interface RosterLine {
  readonly building: string
  readonly floors: number
  readonly unit: string
  readonly area: string
  readonly name: string
  readonly birth: string
}

const exampleRoster: ReadonlyArray<RosterLine> = [
  { building: "1号楼", floors: 6, unit: "101", area: "48.20", name: "王伟", birth: "1948-03-02" },
  { building: "1号楼", floors: 6, unit: "102", area: "52.00", name: "李娜", birth: "1980-05-06" },
  { building: "1号楼", floors: 6, unit: "201", area: "48.20", name: "赵敏", birth: "1951-10-01" },
  { building: "2号楼", floors: 6, unit: "101", area: "60.00", name: "孙强", birth: "1947-07-07" }
]

/** The roster (list of residents) to fill in, with a few invented rows as an example. */
export const rosterSheet = ({ language }: Pick<Founding, "language">): Sheet =>
  sheet(
    language === "zh" ? "居民" : "Residents",
    [
      { heading: { zh: "楼号", en: "building" }, value: ({ building }) => building },
      { heading: { zh: "总层数", en: "floors" }, value: ({ floors }) => floors },
      { heading: { zh: "室号", en: "unit" }, value: ({ unit }) => unit },
      { heading: { zh: "面积", en: "area" }, value: ({ area }) => area },
      { heading: { zh: "姓名", en: "name" }, value: ({ name }) => name },
      { heading: { zh: "出生日期", en: "birth" }, value: ({ birth }) => birth, width: 14 }
    ],
    exampleRoster,
    language === "zh" ? zh : en
  )

const openings = (day: string, id: string): string =>
  `  - at: "${day}T09:00:00+08:00"
    by: party
    id: pairing-proposed
    do: { _tag: ProposePairing, proposal: first }
  - at: "${day}T10:00:00+08:00"
    by: party
    id: pairing-confirmed
    do: { _tag: ConfirmPairing, proposal: first }
  - at: "${day}T10:30:00+08:00"
    by: party
    id: pairing-in-force
    do: { _tag: EnterPairingIntoForce, proposal: first }
  - at: "${day}T11:00:00+08:00"
    by: office
    id: campaign-opened
    do: { _tag: OpenCase, case: campaign, playbook: clutter-campaign, subjects: ["district:${id}"] }
  - at: "${day}T11:30:00+08:00"
    by: office
    id: file-opened
    do: { _tag: OpenCase, case: file-1, playbook: building-clutter, parent: campaign, subjects: ["building:1号楼"] }
`

const eventsText = ({ id, language, on }: Founding): string => {
  const day = toIso(on)
  return `${
    language === "zh"
      ? `# 第一批事项：结对、登记清楼行动。把已经做过的事按日期写在这里，就能一次迁入。
# 能写哪些请求：liulinhui do --list`
      : `# The first events: the pairing, and the campaign against corridor clutter. Write here what has happened already, by day,
# to move in from another system. All requests: liulinhui do --list --lang en`
  }
importer: office
until: "${day}T20:00:00+08:00"
events:
${openings(day, id)}`
}

const storyText = ({ id, language, on }: Founding): string => {
  const day = toIso(on)
  const zh = language === "zh"
  return `${
    zh
      ? `# 检验模型的一段经过：expect 写预期，不符时命令指出并以 1 结束。改模型后重新运行。`
      : `# A story that tests the model: expect states what must happen. If it does not, the command says so and ends with 1.
# Run it again after each change of the model.`
  }
importer: office
until: "${day}T20:00:00+08:00"
events:
${openings(day, id)}  ${zh ? "# 志愿者无权确认结对。" : "# A volunteer may not confirm a pairing."}
  - at: "${day}T12:00:00+08:00"
    by: wang
    do: { _tag: ConfirmPairing, proposal: first }
    expect: refused
  ${zh ? "# 三位60岁以上老人都还没有走访；楼栋在排摸，14天内完成。" : "# None of the three elders is visited yet. The building is being surveyed."}
  - at: "${day}T20:00:00+08:00"
    expect:
      coverage: { elders-reached: 0/3 }
      case: { file-1: { stage: surveying, open: true } }
`
}

/** The text files of a new district. Each has its name and its text. */
export const textFiles = (founding: Founding): ReadonlyArray<readonly [name: string, text: string]> => {
  const names = fileNames(founding.language)
  return [
    [names.model, modelText(founding)],
    [schemaFile, `${JSON.stringify(jsonSchema("patch", Object.keys(bases)), null, 2)}\n`],
    [names.events, eventsText(founding)],
    [names.story, storyText(founding)]
  ]
}
