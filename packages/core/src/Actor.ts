/**
 * Actors (the people and bodies that act in a district) and their mandates: which role an actor has, in which part of
 * the district, and until when.
 */
export {
  Actor,
  Mandate,
  Scope,
  actingOn,
  canAct,
  clock,
  isReserved,
  mandatesOn,
  scopeText
} from "./place/Actor.ts"
export { streamOf } from "./mandates/Mandates.ts"
