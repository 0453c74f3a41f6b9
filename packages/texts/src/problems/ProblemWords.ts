/**
 * The type of a catalogue of problems in documents, for one language. English needs none: the message of a problem is in
 * English already.
 *
 * @category catalogues
 */
export interface ProblemWords {
  /** An ICU pattern for each code of a problem. Its arguments are the fields of `given`. */
  readonly messages: Readonly<Record<string, string>>
  /** The words for the English phrases that state what a schema expects. */
  readonly expected: Readonly<Record<string, string>>
  /** The words for expected phrases that contain numbers or names, with `$1`, `$2` for these. */
  readonly ranges: ReadonlyArray<readonly [RegExp, string]>
  /** The pattern for a value that may be one of several words. */
  readonly choices: string
  /** The word between two things that are expected. */
  readonly or: string
}
