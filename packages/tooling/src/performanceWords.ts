/** The words of the tables in the document on performance, in each of its languages. */
export interface PerformanceWords {
  readonly missing: (command: string) => string
  readonly measured: (facts: {
    readonly day: string
    readonly node: string
    readonly cores: number
    readonly processor: string
    readonly versions: string
    readonly files: "disk" | "tmpfs" | undefined
    readonly before: string
    readonly after: string
  }) => string
  readonly busy: string
  readonly short: string
  readonly headings: {
    readonly what: string
    readonly median: string
    readonly range: string
    readonly rate: string
    readonly ratio: string
    readonly bar: string
    readonly required: string
    readonly met: string
  }
  readonly rounds: (rounds: number) => string
  readonly units: { readonly [unit: string]: string }
  readonly yes: string
  readonly no: string
  readonly atLeast: (ratio: string) => string
  readonly atMost: (ratio: string) => string
}

const en: PerformanceWords = {
  missing: (command) => `Not measured yet: run \`${command}\`.`,
  measured: ({ after, before, cores, day, files, node, processor, versions }) =>
    [
      `Measured on ${day} with Node ${node} on ${cores} cores (${processor})${versions === "" ? "" : `, with ${versions}`}.`,
      ...(files === undefined
        ? []
        : [files === "disk" ? "Files are on a disk." : "Files are in memory (`tmpfs`)."]),
      `The load of the machine was ${before} before the run and ${after} at its end.`
    ].join(" "),
  busy: "**Other programs worked on the machine during this run: only the ratios mean something, and they vary more.**",
  short: "**This was a short run with few rounds: the figures are provisional.**",
  headings: {
    what: "what",
    median: "median",
    range: "range",
    rate: "a second",
    ratio: "ratio to the first",
    bar: "bar",
    required: "required",
    met: "met"
  },
  rounds: (rounds) => `${rounds} rounds`,
  units: { ms: "ms", µs: "µs", MiB: "MiB", "a second": "a second" },
  yes: "yes",
  no: "**no**",
  atLeast: (ratio) => `at least ${ratio}`,
  atMost: (ratio) => `at most ${ratio}`
}

const zh: PerformanceWords = {
  missing: (command) => `尚未测量：请运行 \`${command}\`。`,
  measured: ({ after, before, cores, day, files, node, processor, versions }) =>
    [
      `测量日期${day}，Node ${node}，${cores}核（${processor}）${versions === "" ? "" : `，对照${versions}`}。`,
      ...(files === undefined ? [] : [files === "disk" ? "文件在磁盘上。" : "文件在内存中（`tmpfs`）。"]),
      `机器负载：开始前${before}，结束时${after}。`
    ].join(""),
  busy: "**测量时机器上还有其他程序在运行：只有比值有参考意义，且波动较大。**",
  short: "**这是轮数很少的试跑：数字仅供参考。**",
  headings: {
    what: "项目",
    median: "中位数",
    range: "范围",
    rate: "每秒",
    ratio: "与第一项之比",
    bar: "目标",
    required: "要求",
    met: "达到"
  },
  rounds: (rounds) => `${rounds}轮`,
  units: { ms: "毫秒", µs: "微秒", MiB: "MiB", "a second": "每秒" },
  yes: "是",
  no: "**否**",
  atLeast: (ratio) => `至少${ratio}`,
  atMost: (ratio) => `至多${ratio}`
}

export const performanceWords = { en, zh } as const
