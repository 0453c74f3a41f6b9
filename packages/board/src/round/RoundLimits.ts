/** The most visits of a round for each coverage rule. */
export const capacity = 20
