/** JSON values. */

/** Whether a value is an object with keys, as in JSON, and not a list. */
export const isObject = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === "object" && value !== null && !Array.isArray(value)
