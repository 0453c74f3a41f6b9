/** A small district for tests, which core alone decides and folds. It needs no ledger, no vault and no service. */
import * as District from "../../src/district/District.ts"
import { encode, type JournalEvent } from "../../src/district/Journal.ts"
import { decide, takeIn } from "../../src/governance/Decide.ts"
import type { Asking, Decision } from "../../src/governance/Decision.ts"
import { Request } from "../../src/governance/Request.ts"
import * as Day from "../../src/kernel/Day.ts"
import type { Reported } from "../../src/intake/Intake.ts"
import { ActorId, ReportId } from "../../src/place/Id.ts"
import * as Result from "effect/Result"
import * as Schema from "effect/Schema"
import { document, firstDay, registry } from "../../../service/test/wanLiu.ts"

const ask = Schema.decodeUnknownSync(Schema.toCodecJson(Request))

export class Small {
  readonly district = District.draft()

  constructor(patch: Schema.Json = {}) {
    this.adopt(patch)
    this.#settle(this.#decided("committee", registry, 0))
  }

  #fold(stream: string, event: JournalEvent): void {
    const { data, type } = encode(event)
    const version = (this.district.versions.get(stream) ?? 0) + 1
    const line = { position: this.district.position + 1, stream, version, type, data }
    Result.getOrThrow(District.apply(this.district, line))
  }

  /** Adopts the model of the small district, changed by a patch. */
  adopt(patch: Schema.Json): this {
    this.#fold("model", { _tag: "ModelAdopted", on: firstDay, document: document(patch), format: 1 })
    return this
  }

  /** What a decision is based on: an actor, some days after the first day of the district. */
  asking(by: string, offset = 0): Asking {
    const { actors, model } = this.district
    const actor = actors.get(ActorId.make(by))
    if (model === undefined || actor === undefined) throw new Error(`there is no actor ${by}`)
    return { district: this.district, model, actor, on: Day.add(firstDay, offset) }
  }

  #decided(by: string, request: Request, offset: number): Decision {
    return decide(this.asking(by, offset), request)
  }

  #settle(decided: Decision): this {
    if (Result.isFailure(decided)) throw new Error(JSON.stringify(decided.failure))
    for (const { events, stream } of decided.success) for (const event of events) this.#fold(stream, event)
    return this
  }

  /**
   * Decides a request without folding its events. Does not check whether the actor's role has the required authority.
   */
  decide(by: string, input: unknown, offset = 0): Decision {
    return this.#decided(by, ask(input), offset)
  }

  /** Decides on a report from a resident without an account. */
  arrive(report: string, reported: Reported, offset = 0): Decision {
    const { actor: _, ...asking } = this.asking("committee", offset)
    return takeIn(asking, { report: ReportId.make(report), reported })
  }

  /** Takes in a report and folds its events. Throws if it is refused. */
  report(report: string, reported: Reported, offset = 0): this {
    return this.#settle(this.arrive(report, reported, offset))
  }

  /** Decides a request and folds its events. Throws if the request is refused. */
  submit(by: string, input: unknown, offset = 0): this {
    return this.#settle(this.decide(by, input, offset))
  }
}
