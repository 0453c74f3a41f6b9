/** Converts areas. The registry stores areas in whole square centimetres. Files contain areas in square metres. */

/** Formats an area in square metres, such as `48.20`: with two decimals, or more if they are needed. */
export const squareMetres = (area: number): string => {
  const fraction = String(area % 10_000).padStart(4, "0")
  return `${Math.floor(area / 10_000)}.${fraction.replace(/0{1,2}$/, "")}`
}
