/**
 * fast-check arbitraries for casework: sound playbooks (`checkPlaybook` finds no problem in them), a small district
 * with actors, and sequences of commands for cases. Many of the commands are not permitted. Every arbitrary shrinks to
 * values of the same kind.
 */
export { about, actors, calendar, favourable, firstDay } from "./CaseworkDistrict.ts"
export { anyPlaybook, compiledPlaybook, playbook } from "./CaseworkPlaybooks.ts"
export { type Attempt, attempt, complete, fitting, life, onDay, opening } from "./CaseworkCommands.ts"
