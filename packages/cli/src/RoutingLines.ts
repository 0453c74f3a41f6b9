/** Describes warnings about the places that groups serve. */
import type { GroupId } from "@liulinhui/core/Id"
import type { Model, RoutingWarning } from "@liulinhui/core/Model"
import { formatPath } from "@liulinhui/core/Problem"
import type { Texts } from "@liulinhui/texts"

/** Describes a warning about the places that groups serve: what was found at which path, and what to do. */
export const routingLine = (words: Texts.Words, model: Model, warning: RoutingWarning): string => {
  const path = formatPath(warning.path)
  const named = (id: GroupId) => words.text(model.groups.find((group) => group.id === id)?.name ?? id)
  const group = named(warning.group)
  return warning._tag === "PlaceServedTwice"
    ? words.say("cli.routing.PlaceServedTwice", {
        path,
        building: warning.building,
        group,
        other: named(warning.other)
      })
    : words.say("cli.routing.PlaceServedByNobody", {
        path,
        heart: words.text(model.hearts.get(warning.heart) ?? warning.heart),
        buildings: [...warning.buildings],
        group
      })
}
