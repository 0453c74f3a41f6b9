import { describe, expect, it } from "@effect/vitest"
import * as Day from "../../src/kernel/Day.ts"
import { appoint } from "../../src/contexts/MandateContext.ts"
import { inLaterFormat } from "../../src/contexts/RegistryContext.ts"
import {
  type MandateCommand,
  type MandateGround,
  onlyIfVacant,
  rules
} from "../../src/mandates/MandateRules.ts"
import { rolesGrantedBy } from "../../src/model/Role.ts"
import type { Actor, Scope } from "../../src/place/Actor.ts"
import { ActorId, BuildingId, RoleId } from "../../src/place/Id.ts"
import * as Result from "effect/Result"
import { ruleSuite } from "../ruleSuite.ts"
import { Small } from "../district/small.ts"
import { firstDay } from "../../../service/test/wanLiu.ts"

const chair = ActorId.make("chair")
const wang = ActorId.make("wang")
const volunteer = RoleId.make("volunteer")
const committee = RoleId.make("committee")
const b1: Scope = { building: BuildingId.make("b1") }
const on = firstDay

const held: Actor = { id: wang, mandates: [{ role: volunteer, scope: b1, from: on, until: Day.add(on, 9) }] }

const ground = (more: Partial<MandateGround> = {}): MandateGround => ({
  roles: new Set([volunteer, committee]),
  scopes: new Set(["district", "building/b1", "building/b2"]),
  actors: new Map([[wang, held]]),
  granting: [{ scope: b1, roles: new Set([volunteer]) }],
  granters: [chair],
  isGone: () => false,
  endings: () => [on],
  ...more
})

type Of<Tag extends MandateCommand["_tag"]> = Extract<MandateCommand, { readonly _tag: Tag }>
const post = { by: chair, on, actor: wang, role: volunteer, scope: b1 }
const grant = (more: Partial<Of<"GrantMandate">> = {}, base = ground()) =>
  [base, { _tag: "GrantMandate", ...post, from: Day.add(on, 10), ...more } as Of<"GrantMandate">] as const
const end = (more: Partial<Of<"EndMandate">> = {}, base = ground()) =>
  [base, { _tag: "EndMandate", ...post, until: Day.add(on, -1), ...more } as Of<"EndMandate">] as const
const undo = (more: Partial<Of<"UndoMandateEnd">> = {}) =>
  [ground(), { _tag: "UndoMandateEnd", ...post, ended: on, ...more } as Of<"UndoMandateEnd">] as const

const district: Scope = { district: true }

ruleSuite("the rules for granting and ending mandates", [...rules.grant, ...rules.end, ...rules.undo], {
  "mandate-role-known": {
    holds: grant(),
    refuses: { RoleUnknown: grant({ role: RoleId.make("volunter") }) }
  },
  "mandate-scope-known": {
    holds: grant(),
    refuses: { ScopeUnknown: grant({ scope: { building: BuildingId.make("b9") } }) }
  },
  "mandate-by-granter": {
    holds: end({ by: wang }, ground({ granting: [] })),
    refuses: { MandateNotYours: grant({ scope: district }) }
  },
  "mandate-not-own": { holds: end({ by: wang }), refuses: { OwnMandate: grant({ by: wang }) } },
  "mandate-not-reserved": {
    holds: grant(),
    refuses: { ActorReserved: grant({ actor: ActorId.make("clock") }) }
  },
  "mandate-person-here": {
    holds: grant(),
    refuses: { ActorGone: grant({}, ground({ isGone: () => true })) }
  },
  "mandate-days-in-order": {
    holds: grant({ from: on, until: on }),
    refuses: {
      MandateBeginsTooEarly: grant({ from: Day.add(on, -1) }),
      MandateEndsFirst: grant({ from: Day.add(on, 2), until: Day.add(on, 1) })
    }
  },
  "mandate-once": {
    holds: grant({ from: Day.add(on, 5) }),
    refuses: { MandateHeld: grant({ from: Day.add(on, 5), until: Day.add(on, 9) }) }
  },
  "mandate-to-end": { holds: end(), refuses: { MandateNotHeld: end({ until: Day.add(on, 9) }) } },
  "mandate-ends-ahead": {
    holds: end(),
    refuses: { MandateEndsTooEarly: end({ until: Day.add(on, -2) }) }
  },
  "mandate-end-on-record": {
    holds: undo(),
    refuses: { MandateEndUnknown: undo({ ended: Day.add(on, 1) }) }
  }
})

const without = { actors: { committee: null, former: null } }
const appointing = (small: Small) => () => {
  const { actor: _, ...asking } = small.asking("head-b1")
  return appoint(asking, { actor: chair, role: committee, scope: district, reason: "elected" })
}
const former = () => {
  const small = new Small()
  Object.assign(small.district, { format: 0 })
  return small
}
const asked = {
  _tag: "GrantMandate",
  actor: "wang",
  role: "volunteer",
  scope: { building: "b1" },
  reason: "new"
}

ruleSuite("the conditions for mandates", [onlyIfVacant, inLaterFormat], {
  "mandate-first-by-operator": {
    holds: appointing(new Small().adopt(without)),
    refuses: { GrantersThere: appointing(new Small()) }
  },
  "registry-in-later-format": {
    holds: () => new Small().decide("committee", asked),
    refuses: { FormatNeeded: () => former().decide("committee", asked) }
  }
})

describe("who may grant", () => {
  const tags = (decided: ReturnType<Small["decide"]>) =>
    Result.isFailure(decided) ? decided.failure.reasons.map(({ _tag }) => _tag) : []

  it("is by default the role that keeps registry and cases, for roles without further authorities", () => {
    const { model } = new Small().asking("committee")
    const granted = rolesGrantedBy(model.roles, committee)
    expect(granted.has(volunteer)).toBe(true)
    // It may bring a pairing into force, which the committee may not.
    expect(granted.has(RoleId.make("general-branch"))).toBe(false)
    expect([...model.roles.keys()].filter((id) => rolesGrantedBy(model.roles, id).size > 0)).toEqual([
      "committee"
    ])
  })

  it("is data of the model, which then replaces the default", () => {
    const small = new Small().adopt({ roles: { "general-branch": { grants: ["committee", "volunteer"] } } })
    expect(tags(small.decide("committee", asked))).toEqual(["MandateNotYours"])
    expect(tags(small.decide("general-branch", { ...asked, role: "committee" }))).toEqual([])
  })

  it("learns nothing else without the authority, and the likely names with it", () => {
    const small = new Small()
    const wrong = { ...asked, role: "volunter", scope: { building: "b9" } }
    expect(tags(small.decide("head-b1", wrong))).toEqual(["MandateNotYours"])
    const decided = small.decide("committee", wrong)
    expect(Result.isFailure(decided) && decided.failure.reasons).toEqual([
      { _tag: "RoleUnknown", role: "volunter", near: ["volunteer"] },
      { _tag: "ScopeUnknown", scope: "building/b9", near: expect.anything() }
    ])
  })

  it("grants only within the own scope", () => {
    const small = new Small().adopt({
      actors: { lin: { mandates: [{ role: "committee", scope: { building: "b1" } }] } }
    })
    expect(tags(small.decide("lin", asked))).toEqual([])
    expect(tags(small.decide("lin", { ...asked, scope: { building: "b2" } }))).toEqual(["MandateNotYours"])
    expect(tags(small.decide("lin", { ...asked, scope: { district: true } }))).toEqual(["MandateNotYours"])
  })

  it("may be the actor alone for the end of an own mandate", () => {
    const small = new Small()
    const resign = {
      _tag: "EndMandate",
      actor: "head-b1",
      role: "stairwell-head",
      scope: { building: "b1" },
      reason: "moving"
    }
    expect(tags(small.decide("head-b1", resign))).toEqual([])
    expect(tags(small.decide("head-b2", resign))).toEqual(["MandateNotYours"])
  })
})
