/**
 * Actors, and the mandates that they have: who may do what, where and until when.
 */
export { Actor, Mandate, Scope, clock, mandatesOn } from "./place/Actor.ts"
