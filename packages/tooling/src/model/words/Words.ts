/** The form of the words of the reference of a model. */

/** A text in English and in Chinese. */
export type Both = readonly [en: string, zh: string]

/** What a key is for, in English and in Chinese. An optional key has a default, too. */
export type Row = readonly [en: string, zh: string, otherwise?: Both]

/** A section of the reference: its title, its first words, and its keys. `block` is the path of a longer example. */
export interface Section {
  readonly title: Both
  readonly about: Both
  readonly block?: ReadonlyArray<string>
  readonly keys: Readonly<Record<string, Row>>
}

/** Sections that belong together, under one title. */
export interface Chapter {
  readonly title: Both
  readonly sections: Readonly<Record<string, Section>>
}

/** The default of a list or a part that may be left out. */
export const none: Both = ["none", "无"]

/** The default of a switch that is off. */
export const off: Both = ["`false`", "`false`"]
