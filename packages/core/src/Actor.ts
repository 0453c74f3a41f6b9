/**
 * Actors (the people and bodies that act in a district) and their mandates: which role an actor has, in which part of
 * the district, and until when.
 */
export { Actor, Mandate, Scope, clock, isReserved, mandatesOn } from "./place/Actor.ts"
