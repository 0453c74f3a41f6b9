/**
 * The kinds of poll among flat owners, with the majorities that the law requires and the day from which they apply. If
 * the local rules count an owner who does not answer as voting with the majority, set `silence: with-majority` in the
 * district's model.
 */

const twoThirds = { area: "at least 2/3", heads: "at least 2/3" }

export const pollRules = {
  "civil-code-278-alteration": {
    name: { zh: "民法典第二百七十八条（四分之三）", en: "Civil Code Art. 278, three quarters" },
    terms: [
      {
        from: "2021-01-01",
        participation: twoThirds,
        consent: { area: "at least 3/4", heads: "at least 3/4" },
        of: "participating",
        silence: "absent",
        source: "Civil Code Arts. 278, 1259"
      }
    ]
  },
  "civil-code-278-other": {
    name: { zh: "民法典第二百七十八条（过半数）", en: "Civil Code Art. 278, more than half" },
    terms: [
      {
        from: "2021-01-01",
        participation: twoThirds,
        consent: { area: "more than 1/2", heads: "more than 1/2" },
        of: "participating",
        silence: "absent",
        source: "Civil Code Arts. 278, 1259"
      }
    ]
  }
}
