/**
 * Questions to a district: who may ask them, and their answers. Pure.
 */
export {
  type Answer,
  type Answered,
  Question,
  type QuestionNotAllowed,
  type QuestionRefusal,
  answer,
  ask,
  inquiries,
  mayAskQuestion
} from "./governance/Question.ts"
