import { type ActorCommand, type ActorGround, rules } from "../../src/mandates/ActorNames.ts"
import { ActorId, ResidentId } from "../../src/place/Id.ts"
import { ruleSuite } from "../ruleSuite.ts"

const chair = ActorId.make("chair")
const wang = ActorId.make("wang")
const li = ActorId.make("li")
const resident = ResidentId.make("b1-101-1")
const other = ResidentId.make("b1-102-1")

const ground = (more: Partial<ActorGround> = {}): ActorGround => ({
  actors: new Map([
    [wang, { id: wang, mandates: [] }],
    [li, { id: li, mandates: [], resident }]
  ]),
  isGranter: true,
  isErased: () => false,
  isResident: () => true,
  ...more
})

type Name = Extract<ActorCommand, { readonly _tag: "NameActor" }>
type Erase = Extract<ActorCommand, { readonly _tag: "EraseActor" }>

const name = (more: Partial<Name> = {}, base = ground()) =>
  [base, { _tag: "NameActor", by: chair, actor: wang, name: "王秀英", ...more } as Name] as const
const erase = (actor: ActorId) => [ground(), { _tag: "EraseActor", by: chair, actor } as Erase] as const

ruleSuite("the rules for names of actors", [...rules.name, ...rules.erase], {
  "actor-named-by-granter": {
    holds: name({ by: wang }, ground({ isGranter: false })),
    refuses: { NameNotYours: name({ by: wang, resident: other }, ground({ isGranter: false })) }
  },
  "actor-known": { holds: name(), refuses: { ActorUnknown: name({ actor: ActorId.make("wong") }) } },
  "actor-not-erased": {
    holds: name(),
    refuses: { ActorErased: name({}, ground({ isErased: () => true })) }
  },
  "actor-name-no-number": { holds: name(), refuses: { NameIsNumber: name({ name: "王 13800138000" }) } },
  "actor-one-resident": {
    holds: name({ actor: li, resident }),
    refuses: {
      ActorNoResident: name({ resident: other }, ground({ isResident: () => false })),
      ActorIsResident: name({ actor: li, resident: other }),
      ResidentIsActor: name({ resident })
    }
  },
  "actor-erased-as-resident": { holds: erase(wang), refuses: { ActorIsResident: erase(li) } }
})
