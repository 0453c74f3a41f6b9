/**
 * The port (interface) that answers which actor of a district makes a request, and the port of the store that keeps
 * sessions, devices and invitations.
 */
export {
  type Caller,
  type Credentials,
  Identity,
  type IdentityShape,
  IdentityUnavailable,
  NotSignedIn,
  SessionId
} from "./ports/Identity.ts"
export {
  IdentityStore,
  type IdentityStoreShape,
  type RecordChange,
  type RecordContent,
  type RecordName,
  type StoredRecord
} from "./ports/IdentityStore.ts"
