/**
 * The screens of the board, in the order of the navigation. The first one is the page after signing in. To add a screen,
 * write it in a folder and add it to this list.
 */
import { buildings, oneBuilding, wall } from "./buildings/Buildings.ts"
import { cases } from "./cases/Cases.ts"
import { oneCase } from "./cases/OneCase.ts"
import { coverage, oneRule } from "./coverage/Coverage.ts"
import { round } from "./round/RoundScreen.ts"
import type { Screen } from "./Screen.ts"
import { standardStep } from "./steps/StandardStep.ts"
import { takeStep } from "./steps/TakeStep.ts"
import { today } from "./today/Today.ts"

/** All screens. */
export const screens: ReadonlyArray<Screen> = [
  today,
  round,
  cases,
  oneCase,
  takeStep,
  standardStep,
  buildings,
  wall,
  oneBuilding,
  coverage,
  oneRule
]
