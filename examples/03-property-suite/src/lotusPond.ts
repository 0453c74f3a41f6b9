/** Lotus Pond, a made-up district: one group of volunteers, who lend tools to their neighbours. */
import type * as Schema from "effect/Schema"

const volunteers = [{ role: "volunteer", scope: "group" }]
const everywhere = { district: true }

/** The model of Lotus Pond. It has no mistake. */
export const lotusPond: Schema.JsonObject = {
  id: "lotus-pond",
  name: { zh: "荷塘居民区", en: "Lotus Pond" },
  timeZone: "Asia/Shanghai",
  calendar: {},
  hearts: { care: { zh: "互助", en: "mutual help" } },
  tags: {},
  branches: {},
  groups: {
    helpers: {
      name: { zh: "互助组", en: "Helpers" },
      heart: "care",
      purpose: { zh: "邻里互助", en: "neighbours help each other" },
      needs: {},
      buildings: [],
      ledBy: 1
    }
  },
  roles: {
    office: { name: { zh: "居委会", en: "residents' committee" }, may: ["registry", "case", "contact"] },
    volunteer: { name: { zh: "志愿者", en: "volunteer" }, may: ["contact"] }
  },
  actors: {
    office: { mandates: [{ role: "office", scope: everywhere }] },
    wang: { mandates: [{ role: "volunteer", scope: { group: "helpers" } }] },
    li: { mandates: [{ role: "volunteer", scope: { group: "helpers" } }] }
  },
  pairing: { criteria: { strengths: 1 } },
  contacts: { talk: { name: { zh: "谈话", en: "talk" } } },
  playbooks: {
    "tool-loan": {
      name: { zh: "借用工具", en: "A tool is lent" },
      version: 1,
      subject: "household",
      ledBy: "care",
      opening: { by: volunteers },
      start: "lent",
      stages: {
        lent: { name: { zh: "已借出", en: "Lent" }, deadline: "7 days", lapse: "is-late" },
        late: { name: { zh: "逾期", en: "Late" } },
        returned: { name: { zh: "已归还", en: "Returned, to be checked" } },
        done: { name: { zh: "已核对", en: "Checked" }, outcome: "achieved" }
      },
      steps: {
        "is-late": { name: { zh: "到期", en: "Time is up" }, from: ["lent"], to: "late" },
        return: {
          name: { zh: "归还", en: "Take the tool back" },
          from: ["lent", "late"],
          to: "returned",
          by: volunteers
        },
        check: {
          name: { zh: "核对", en: "Check the tool" },
          from: ["returned"],
          to: "done",
          by: volunteers,
          // Another person than the one who took the tool back.
          notBy: ["return"],
          records: ["talk"]
        }
      }
    }
  },
  coverage: {
    "elders-greeted": {
      name: { zh: "每位老人都有人问候", en: "every elder is greeted" },
      of: "residents",
      where: { age: { atLeast: 60 } },
      reached: { by: ["talk"], through: "household" },
      target: "all"
    }
  },
  notices: {
    "tool-back": {
      name: { zh: "工具已归还", en: "A tool is back" },
      on: "step-taken",
      steps: ["return"],
      to: ["office"],
      text: { zh: "{place}：工具已归还", en: "{place}: a tool is back" }
    }
  }
}

/** A mistake that somebody could make in the model, as a patch of its document. */
export interface Mistake {
  readonly what: string
  readonly patch: Schema.JsonObject
}

/** The mistakes that are planted. The check of models accepts each of them, because each could be what a district wants. */
export const mistakes: ReadonlyArray<Mistake> = [
  {
    what: "Li moved away, so Wang is the only volunteer",
    patch: { actors: { li: null } }
  },
  {
    what: "a late loan becomes a new loan after three days",
    patch: {
      playbooks: {
        "tool-loan": {
          stages: { late: { deadline: "3 days", lapse: "begin-anew" } },
          steps: {
            "begin-anew": { name: { zh: "重新借用", en: "Lend it anew" }, from: ["late"], to: "lent" }
          }
        }
      }
    }
  },
  {
    what: "the name of a stage was not translated",
    patch: { playbooks: { "tool-loan": { stages: { late: { name: { en: null } } } } } }
  },
  {
    what: "the age of the elders was mistyped: 130 years instead of 60",
    patch: { coverage: { "elders-greeted": { where: { age: { atLeast: 130 } } } } }
  },
  {
    what: "a second notice rule announces the same step",
    patch: {
      notices: {
        "loan-over": {
          name: { zh: "借用结束", en: "A loan is over" },
          on: "step-taken",
          steps: ["return"],
          to: ["office"],
          text: { zh: "{place}：借用结束", en: "{place}: the loan is over" }
        }
      }
    }
  }
]
