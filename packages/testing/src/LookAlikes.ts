/**
 * Names that mean something else in some stores: properties that every object of JavaScript has, words for a missing
 * value, and numbers that are equal but written in different ways.
 */
export const reservedNames: ReadonlyArray<string> = [
  "constructor",
  "toString",
  "hasOwnProperty",
  "null",
  "undefined",
  "NaN",
  "true",
  "1",
  "01",
  "1.0",
  "1000",
  "1e3"
]

/**
 * Names that are different but look alike: stores confuse them if they normalise Unicode, ignore case or accents, trim,
 * or cut off. Every name consists of letters, digits and the marks that all ids of the library permit.
 */
export const lookAlikes: ReadonlyArray<string> = [
  ...reservedNames,
  // The same after canonical normalisation (NFC): a compatibility ideograph, the Angstrom, Ohm and Kelvin signs.
  "n\uf900",
  "n\u8c48",
  "n\u212b",
  "n\u00c5",
  "n\u2126",
  "n\u03a9",
  "n\u212a",
  "nK",
  // The same after compatibility normalisation (NFKC): ligatures, full-width and circled characters, superscripts.
  "n\ufb01",
  "nfi",
  "n\uff21",
  "nA",
  "n\uff11",
  "n1",
  "n\u2460",
  "n\u00b9",
  // The same without case, or after case folding.
  "na",
  "Na",
  "n\u00df",
  "nss",
  "n\u1e9e",
  "n\u0130",
  "nI",
  "n\u0131",
  "ni",
  "n\u03c3",
  "n\u03c2",
  // The same without accents.
  "n\u00e1",
  "n\u0103",
  // The same if a character beyond the basic plane is cut in half, or if a mark at the end or a wildcard is ignored.
  "n\u{20bb7}",
  "n\u{20bb6}",
  "n",
  "n.",
  "n-",
  "n_",
  "n_1",
  "n-1",
  "n.1",
  "n01"
]

/** Awkward names for things whose names may be any text. All are different. */
export const freeNames: ReadonlyArray<string> = [
  "views",
  "Views",
  "views ",
  " views",
  "1/views",
  "阅读者",
  "未结事项",
  "👩‍👧",
  "'",
  "%",
  "\\",
  "",
  // These names are equal after some Unicode normalisation.
  "\uf900",
  "\u8c48",
  "é",
  "e\u0301",
  "ﬁ",
  "fi",
  "__proto__",
  ...reservedNames
]

/** Pairs of long names, of up to 200 characters, that differ only in their last character. */
export const longNames: ReadonlyArray<string> = ["a", "楼"].flatMap((letter) =>
  [63, 64, 127, 128, 199].flatMap((length) => ["1", "2"].map((end) => `${letter.repeat(length)}${end}`))
)
