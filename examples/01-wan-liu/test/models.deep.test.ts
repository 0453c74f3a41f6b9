/** The demo with a changed model: each run is a whole process. */
import { afterAll, describe, expect, it } from "@effect/vitest"
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { facts, rule } from "./facts.ts"
import { changed, head, home, tell } from "./playing.ts"

const folder = mkdtempSync(join(tmpdir(), "wan-liu-"))
afterAll(() => rmSync(folder, { recursive: true, force: true }))

describe("changing district.yaml", () => {
  it("changes the outcome without a change of code: a seventh group, another deadline, a rule for 80 and over", () => {
    const file = changed(
      folder,
      "seven",
      (text) =>
        `${text
          .replace("leads: { least: 1, most: 1 }", "leads: { least: 1, most: 2 }")
          .replace("name: { zh: 宛六居民区, en: Wan-Liu }", "name: { zh: 宛七居民区, en: Wan-Qi }")}
hearts: { green: { zh: 绿心, en: Green Heart } }
groups:
  green:
    name: { zh: 绿心组, en: Green Heart group }
    heart: green
    purpose: { zh: 护绿, en: looks after the gardens }
    needs: { party-work: 50, events: 50 }
    buildings: []
    ledBy: 1
playbooks:
  corridor-clutter: { stages: { noticed: { deadline: 10 days } } }
coverage:
  very-old-visited:
    name: { zh: 80岁以上老人走访, en: every resident of 80 and over visited }
    of: residents
    where: { age: { atLeast: 80 } }
    reached: { by: [outreach-visit] }
    target: all
`
    )
    const told = tell(folder, "seven", "--json", "--model", file)
    const seven = facts(told.stdout)
    expect(seven.pairing.pairs).toHaveLength(7)
    expect(seven.pairing.pairs.map(({ group }) => group.en)).toContain("Green Heart group")
    const veryOld = rule(seven, "very-old-visited")
    expect(veryOld.now.eligible).toBeGreaterThan(100)
    expect(veryOld.met).toBe("met")
    // In the changed model, the notice period is three days longer. So the clearings that the story tries after seven
    // days are refused, and the demo reports them.
    expect(seven.refused[0]!.reasons.map(({ en }) => en).join("\n")).toContain("18 March 2026")
    expect(told.stderr).toMatch(/故事中有 \d+ 步/)
  })

  it("is refused before anything is written, with the line of every mistake in both files, if it is invalid", async () => {
    const file = changed(
      folder,
      "bad",
      (text) =>
        `${text}
groups: { warmth: { heart: courage } }
playbooks:
  corridor-clutter:
    stages: { limbo: { name: { zh: 悬, en: limbo } } }
    steps: { clear: { to: limbo } }
coverage:
  elders-reached: { where: { shoeSize: { atLeast: 60 } } }
`
    )
    const registry = join(folder, "bad.csv")
    const lines = readFileSync(join(home, "registry.csv"), "utf8").split("\r\n")
    const [first = "", second = ""] = lines.slice(1, 3)
    writeFileSync(
      registry,
      [lines[0], first, first, second.replace(/\d{4}-\d{2}-\d{2}/, "2031-02-30"), ...lines.slice(3)].join(
        "\r\n"
      )
    )
    const told = tell(folder, "bad", "--model", file, "--registry", registry, "--lang", "en")
    expect(told.status).toBe(1)
    expect(told.stdout).toBe("")
    expect(told.stderr).toMatch(/bad\.yaml:\d+:\d+ .*shoeSize/)
    expect(told.stderr).toMatch(/bad\.csv row 3/)
    expect(told.stderr).toMatch(/bad\.csv row 4.*2031-02-30/)
    expect(told.stderr).not.toMatch(/\n\s+at /)
    const sense = tell(
      folder,
      "bad",
      "--model",
      changed(
        folder,
        "bad-2",
        (text) => `${text}\ngroups: { warmth: { heart: courage } }
playbooks: { corridor-clutter: { steps: { clear: { to: limbo } }, stages: { limbo: { name: { zh: 悬, en: limbo } } } } }\n`
      ),
      "--lang",
      "en"
    )
    expect(sense.status).toBe(1)
    expect(sense.stderr).toMatch(/bad-2\.yaml:\d+:\d+ groups\.warmth\.heart: .*"courage".*warmth/)
    expect(sense.stderr).toMatch(/bad-2\.yaml:\d+:\d+ playbooks\.corridor-clutter.*limbo/)
    expect((await head(folder, "bad")).position + (await head(folder, "bad-2")).position).toBe(0)
  })

  it("is refused with the line if it names a building that the registry does not have", () => {
    const file = changed(folder, "nowhere", (text) => text.replace("[b01, b02", "[b99, b02"))
    const told = tell(folder, "nowhere", "--model", file)
    expect(told.status).toBe(1)
    expect(told.stderr).toMatch(
      /nowhere\.yaml 第 \d+ 行第 \d+ 字 branches\.branch-1\.buildings\[0\]：.*“b99”/
    )
    const english = tell(folder, "nowhere", "--model", file, "--lang", "en")
    expect(english.status).toBe(1)
    expect(english.stderr).toMatch(/nowhere\.yaml:\d+:\d+ branches\.branch-1\.buildings\[0\]: .*"b99"/)
  })
})
