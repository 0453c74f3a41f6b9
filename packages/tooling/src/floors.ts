/**
 * Checks which parts of the code import which others. The code is divided into floors. A floor may import itself and
 * the floors that it lists; any other import is an error. The table below contains the rules, and dependency-cruiser
 * checks them.
 */
import { cruise, type ICruiseResult, type IForbiddenRuleType } from "dependency-cruiser"

/** A floor: a pattern that matches its files, and the floors that these files may import. */
interface Floor {
  readonly files: string
  readonly mayImport: ReadonlyArray<FloorName>
}

type FloorName = keyof typeof floors

const domain = ["core/proposals", "core/place", "core/kernel"] as const
const domains = [
  "core/pairing",
  "core/companions",
  "core/talents",
  "core/polls",
  "core/casework",
  "core/coverage",
  "core/disclosure",
  "core/mandates",
  "core/preferences",
  "core/retention",
  "core/intake"
] as const
const model = ["core/model", ...domains, ...domain] as const
const contexts = ["core/contexts", ...model] as const
const district = ["core/district", ...contexts] as const

const floors = {
  assignment: { files: "packages/assignment/src/", mayImport: [] },
  "core/kernel": { files: "packages/core/src/kernel/", mayImport: [] },
  "core/place": { files: "packages/core/src/place/", mayImport: ["core/kernel"] },
  "core/ports": { files: "packages/core/src/ports/", mayImport: ["core/place", "core/kernel"] },
  "core/proposals": { files: "packages/core/src/proposals/", mayImport: ["core/place", "core/kernel"] },
  "core/pairing": { files: "packages/core/src/pairing/", mayImport: ["assignment", ...domain] },
  "core/companions": { files: "packages/core/src/companions/", mayImport: ["assignment", ...domain] },
  "core/talents": { files: "packages/core/src/talents/", mayImport: ["assignment", ...domain] },
  "core/polls": { files: "packages/core/src/polls/", mayImport: domain },
  "core/casework": { files: "packages/core/src/casework/", mayImport: ["core/polls", ...domain] },
  "core/coverage": { files: "packages/core/src/coverage/", mayImport: ["assignment", ...domain] },
  "core/disclosure": { files: "packages/core/src/disclosure/", mayImport: domain },
  "core/mandates": { files: "packages/core/src/mandates/", mayImport: domain },
  "core/preferences": { files: "packages/core/src/preferences/", mayImport: domain },
  "core/retention": { files: "packages/core/src/retention/", mayImport: domain },
  "core/intake": { files: "packages/core/src/intake/", mayImport: ["core/casework", ...domain] },
  "core/model": { files: "packages/core/src/model/", mayImport: [...domains, ...domain] },
  "core/contexts": { files: "packages/core/src/contexts/", mayImport: model },
  "core/district": { files: "packages/core/src/district/", mayImport: contexts },
  "core/governance": { files: "packages/core/src/governance/", mayImport: ["core/ports", ...district] },
  "core/notices": { files: "packages/core/src/notices/", mayImport: ["core/ports", ...district] },
  "coverage-index": { files: "packages/coverage-index/src/", mayImport: ["core"] },
  "six-hearts": { files: "packages/six-hearts/src/", mayImport: ["core"] },
  texts: { files: "packages/texts/src/", mayImport: ["core", "assignment"] },
  testing: { files: "packages/testing/src/", mayImport: ["core"] },
  simulator: { files: "packages/simulator/src/", mayImport: ["core", "service", "testing"] },
  "model-file": { files: "packages/model-file/src/", mayImport: ["core"] },
  spreadsheet: { files: "packages/spreadsheet/src/", mayImport: ["core"] },
  report: { files: "packages/report/src/", mayImport: ["core", "texts"] },
  storage: { files: "packages/storage-[^/]+/src/", mayImport: ["core"] },
  blobs: { files: "packages/blobs-[^/]+/src/", mayImport: ["core"] },
  notify: { files: "packages/notify-[^/]+/src/", mayImport: ["core", "texts"] },
  vault: { files: "packages/vault/src/", mayImport: ["core"] },
  announcer: { files: "packages/announcer/src/", mayImport: ["core", "texts", "service"] },
  cluster: { files: "packages/cluster/src/", mayImport: ["core", "service", "announcer"] },
  service: { files: "packages/service/src/", mayImport: ["core", "texts"] },
  http: {
    files: "packages/http/src/",
    mayImport: ["core", "texts", "service", "announcer", "report", "spreadsheet"]
  },
  board: {
    files: "packages/board/src/",
    mayImport: ["core", "texts", "service", "report", "spreadsheet", "http"]
  },
  "fp-ts": { files: "packages/fp-ts/src/", mayImport: ["core", "service", "announcer", "promise"] },
  promise: {
    files: "packages/promise/src/",
    mayImport: ["core", "texts", "service", "announcer", "storage", "vault"]
  },
  umbrella: {
    files: "packages/liulinhui/src/",
    mayImport: ["core", "promise", "texts", "six-hearts", "model-file"]
  },
  core: { files: "packages/core/src/", mayImport: [] },
  top: { files: "(packages/cli|examples/[^/]+)/src/", mayImport: [] }
} as const satisfies Record<string, { files: string; mayImport: ReadonlyArray<string> }>

// Adapters of one kind (such as storage) are on the same floor, but must not import each other. The group in the
// pattern of such a rule matches the name of the adapter.
const ownPackage = "^packages/((?:storage|notify)-[^/]+)/src/"

const upward = ([name, floor]: [string, Floor]): IForbiddenRuleType => ({
  name: `${name} imports only itself and the floors below`,
  severity: "error",
  from: { path: `^${floor.files}` },
  to: {
    path: "^(packages|examples)/",
    pathNot: [
      ...(name === "storage" || name === "notify" ? [] : [`^${floor.files}`]),
      ...floor.mayImport.map((below) => `^${floors[below].files}`),
      ...(name === "storage" || name === "notify" ? ["^packages/$1/src/"] : [])
    ]
  }
})

/**
 * All rules about imports: one for each floor, no circular imports, and that core imports only the deep modules of
 * `effect`.
 */
const rules: ReadonlyArray<IForbiddenRuleType> = [
  ...Object.entries(floors)
    .filter(([name]) => name !== "core" && name !== "top")
    .map(([name, floor]) =>
      name === "storage" || name === "notify"
        ? { ...upward([name, floor]), from: { path: ownPackage.replace("(?:storage|notify)", name) } }
        : upward([name, floor])
    ),
  { name: "no circles", severity: "error", from: {}, to: { circular: true } },
  {
    name: "core needs nothing but effect",
    severity: "error",
    from: { path: "^packages/core/src/" },
    to: { dependencyTypes: ["core", "npm", "npm-dev", "npm-no-pkg", "unknown"], pathNot: "/effect/dist/" }
  },
  {
    name: "core never takes the effect barrel",
    severity: "error",
    from: { path: "^packages/core/src/" },
    to: { path: "/effect/dist/index\\." }
  },
  { name: "every import resolves", severity: "error", from: {}, to: { couldNotResolve: true } }
]

/** The result of a check: the number of modules that were read, and each import that breaks a rule. */
export interface Findings {
  readonly modules: number
  readonly violations: ReadonlyArray<string>
}

/**
 * Reads the imports under `paths` (relative to `root`) and checks them against the rules.
 *
 * dependency-cruiser needs swc to read TypeScript. Without swc it would find no modules, and so report no errors.
 */
export const inspect = async (paths: ReadonlyArray<string>, root: string): Promise<Findings> => {
  const { output } = await cruise(
    [...paths],
    {
      baseDir: root,
      validate: true,
      ruleSet: { forbidden: [...rules] },
      parser: "swc",
      tsPreCompilationDeps: true,
      doNotFollow: { path: "node_modules" },
      moduleSystems: ["es6"]
    },
    {
      exportsFields: ["exports"],
      conditionNames: ["import", "types", "default"],
      extensions: [".ts", ".js", ".json"]
    }
  )
  const { modules, summary } = output as ICruiseResult
  return {
    modules: modules.filter(({ source }) => !source.includes("node_modules")).length,
    violations: summary.violations.map(({ rule, from, to }) => `${rule.name}: ${from} → ${to}`)
  }
}
