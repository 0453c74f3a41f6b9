/**
 * Playbooks. A playbook defines how one kind of case runs: its stages, steps, required evidence and deadlines. This
 * module also checks a playbook before it is used.
 */
export {
  Field,
  FieldId,
  Fields,
  Gate,
  Opening,
  Outcome,
  OwnDue,
  Playbook,
  type PlaybookDocument,
  PlaybookId,
  StageDeadline,
  StageId,
  StepId,
  isRequired,
  lengthOf
} from "./casework/Playbook.ts"
export {
  type Built,
  type DeadlineText,
  type PeriodText,
  type Sound,
  build
} from "./casework/PlaybookBuilder.ts"
export { type CompileOptions, type CompiledPlaybook, compile } from "./casework/CompiledPlaybook.ts"
export { checkPlaybook } from "./casework/PlaybookCheck.ts"
export { type DiagramWords, mermaid } from "./casework/PlaybookDiagram.ts"
