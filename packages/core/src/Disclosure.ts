/** Access to personal data: who may see which fields, and for which purpose. */
export { About, Extent, aboutText, emergencyDays } from "./disclosure/Disclosure.ts"
