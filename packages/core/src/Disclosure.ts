/**
 * Opening personal data: who may see which fields for which purpose.
 */
export { About, Extent, aboutText, emergencyDays } from "./disclosure/Disclosure.ts"
