/** A QR code as a drawing on a page. */
import QR from "qr"
import { type Markup, markup } from "./Markup.ts"

/** How many free modules there are around a code, as ISO/IEC 18004 requires. */
const border = 4

/**
 * A QR code of a text, such as a link. It is black on white, also on a dark screen.
 *
 * @param label what a screen reader says
 */
export const qrCode = (text: string, label: string): Markup => {
  const rows = QR(text, "raw", { border, ecc: "medium" })
  const dark = rows.flatMap((row, y) => row.flatMap((isDark, x) => (isDark ? [`M${x} ${y}h1v1h-1z`] : [])))
  const size = rows.length
  return markup`<svg class="qr" viewBox="0 0 ${size} ${size}" role="img" aria-label="${label}" shape-rendering="crispEdges"><path fill="#ffffff" d="M0 0h${size}v${size}h-${size}z"/><path fill="#000000" d="${dark.join("")}"/></svg>`
}
