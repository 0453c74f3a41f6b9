/**
 * Exact ratios of whole numbers, compared without rounding.
 */
export { Ratio, RatioFromText, compare, isAtLeast, isMoreThan, make } from "./kernel/Ratio.ts"
