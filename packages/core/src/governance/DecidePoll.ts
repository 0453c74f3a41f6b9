/**
 * Requests about polls: looks the poll, its case and the rules up, and asks `polls/PollDecider`. A poll is the
 * business of the group that leads its case.
 */
import { isOpen } from "../casework/Case.ts"
import * as Poll from "../polls/PollDecider.ts"
import * as District from "../district/District.ts"
import type { CaseId, GroupId } from "../place/Id.ts"
import * as Option from "effect/Option"
import * as Result from "effect/Result"
import type { Change, Decision, Question } from "./Decision.ts"
import type { Request } from "./Request.ts"

type PollRequest = Extract<Request, { _tag: "OpenPoll" | "CastBallot" | "WithdrawBallot" }>

const change = (
  { district }: Question,
  id: Poll.PollId,
  events: ReadonlyArray<Poll.PollEvent>
): ReadonlyArray<Change> => {
  const stream = Poll.stream(id)
  return [{ stream, expected: district.versions.get(stream) ?? 0, events }]
}

/**
 * What a request about a poll does, or every reason against it. `reaches` says whether the actor's mandates for polls
 * reach a group.
 *
 * @category decisions
 */
export const decidePoll = (
  question: Question,
  request: PollRequest,
  reaches: (group: GroupId | undefined) => boolean
): Decision => {
  const { actor, district, model, on } = question
  const by = actor.id
  const { poll: id } = request
  const poll = district.polls.get(id)
  const about: CaseId | undefined = request._tag === "OpenPoll" ? request.case : poll?.case
  const state = about === undefined ? undefined : Option.getOrUndefined(District.findCase(district, about))
  // Whoever may not learns that, and nothing else; so it is asked before anything is told.
  if (!reaches(state?.group))
    return Result.fail([{ _tag: "NotYourGroup", group: state?.group ?? "district" }])
  if (request._tag === "OpenPoll") {
    if (state === undefined) return Result.fail([{ _tag: "CaseUnknown", case: request.case }])
    if (!isOpen(state)) return Result.fail([{ _tag: "CaseEnded", case: request.case }])
    const ground = {
      ruleSets: model.pollRules,
      households: district.registry.households,
      buildings: state.buildings,
      polls: district.polls
    }
    const command = { ...request, by, on, opens: request.opens ?? on, sharing: request.sharing ?? false }
    return Result.map(Poll.open(ground, command), (events) => change(question, id, events))
  }
  if (poll === undefined) return Result.fail([{ _tag: "PollUnknown", poll: id }])
  const decided =
    request._tag === "WithdrawBallot"
      ? Poll.decide(poll, { ...request, by, on })
      : Poll.decide(poll, {
          _tag: "CastBallot",
          by,
          on,
          ballot: {
            owner: request.owner,
            opinion: request.opinion,
            on: request.on ?? on,
            ...(request.proxy === undefined ? {} : { proxy: request.proxy })
          }
        })
  return Result.map(decided, (events) => change(question, id, events))
}
