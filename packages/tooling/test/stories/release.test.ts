/** The workflow of the release can only be run where the repository is hosted. This checks what can be checked here. */
import { describe, expect, it } from "@effect/vitest"
import { readFileSync } from "node:fs"
import { join } from "node:path"
import { parse } from "yaml"
import { root } from "../../src/packages.ts"

interface Job {
  readonly needs?: string
  readonly permissions: Readonly<Record<string, string>>
  readonly steps: ReadonlyArray<{
    readonly run?: string
    readonly if?: string
    readonly env?: Readonly<Record<string, string>>
  }>
}

const workflow: {
  readonly on: object
  readonly permissions: object
  readonly jobs: Readonly<Record<string, Job>>
} = parse(readFileSync(join(root, ".github/workflows/release.yml"), "utf8"))
const { check, publish } = workflow.jobs
const scripts: object = JSON.parse(readFileSync(join(root, "package.json"), "utf8")).scripts

describe("the workflow of the release", () => {
  it("is started by hand, and publishes only after every check", () => {
    expect(Object.keys(workflow.on)).toEqual(["workflow_dispatch"])
    expect(publish?.needs).toBe("check")
    expect(check?.steps.map(({ run }) => run)).toEqual(
      expect.arrayContaining([".ci/run", "npx -y pnpm@12.21.0 run pack-check"])
    )
  })

  it("has the right to sign only where it publishes, and with provenance", () => {
    expect(workflow.permissions).toEqual({})
    expect(check?.permissions).toEqual({ contents: "read" })
    expect(publish?.permissions).toEqual({ contents: "read", "id-token": "write" })
    const publishing = publish?.steps.filter(({ run }) => run?.includes("publish")) ?? []
    expect(publishing.map(({ env }) => env?.["NPM_CONFIG_PROVENANCE"])).toEqual(["true"])
    expect(publishing.map((step) => step.if)).toEqual(["${{ !inputs.rehearse }}"])
  })

  it("runs scripts that exist", () => {
    const runs = Object.values(workflow.jobs).flatMap(({ steps }) => steps.flatMap(({ run }) => run ?? []))
    const named = runs.flatMap((line) => / run ([\w:-]+)/.exec(line)?.[1] ?? [])
    expect(named.length).toBeGreaterThan(1)
    expect(named.filter((name) => !(name in scripts))).toEqual([])
  })
})
