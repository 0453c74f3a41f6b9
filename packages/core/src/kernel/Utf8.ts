/** The size of texts in bytes, as they are stored. */

/**
 * The length of a text in UTF-8 bytes.
 */
export const utf8Length = (text: string): number => {
  let bytes = text.length
  for (let i = 0; i < text.length; i++) {
    const unit = text.charCodeAt(i)
    if (unit >= 0x80) bytes += unit >= 0x800 ? 2 : 1
    // A surrogate pair (two UTF-16 code units) takes four bytes. One of its units is skipped here.
    if (unit >= 0xd800 && unit <= 0xdbff) i += 1
  }
  return bytes
}
