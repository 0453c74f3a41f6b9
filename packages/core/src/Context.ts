/**
 * The shape of a context, for a context of your own.
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
