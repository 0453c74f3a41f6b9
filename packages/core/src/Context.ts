/**
 * The shape of a context, for programmers who write their own contexts. A context is one part of a district's work
 * (such as casework or polls), written as one value: its events, requests, rules and decisions.
 */
export {
  type Asking,
  type Change,
  type Context,
  type Decision,
  EntryUnreadable,
  type Ground,
  type Happening,
  type Line,
  type RequestAuthority,
  type RequestFields,
  type RequestOf,
  change,
  make
} from "./contexts/Context.ts"
