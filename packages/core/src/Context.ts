/**
 * The shape of a context, to write your own context.
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
