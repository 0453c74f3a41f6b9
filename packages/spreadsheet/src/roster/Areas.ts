/** Areas: whole square centimetres in the registry, square metres in files. */

/** An area in square metres, such as `48.20`: at least two decimals, more if it has more. */
export const squareMetres = (area: number): string => {
  const fraction = String(area % 10_000).padStart(4, "0")
  return `${Math.floor(area / 10_000)}.${fraction.replace(/0{1,2}$/, "")}`
}
