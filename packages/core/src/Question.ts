/**
 * Questions to a district, such as "what is due today": who may ask which question, and pure functions that answer
 * them.
 */
export {
  type Answer,
  type Answered,
  Question,
  type QuestionNotAllowed,
  type QuestionRefusal,
  QuestionTag,
  answer,
  answerSchema,
  ask,
  inquiries,
  mayAskQuestion
} from "./governance/Question.ts"
export { type Reach, reachOf, reachesBuilding, reachesCase } from "./governance/Reach.ts"
