/** The port (interface) that answers which actor of a district makes a request. */
export {
  type Caller,
  type Credentials,
  Identity,
  type IdentityShape,
  IdentityUnavailable,
  NotSignedIn,
  SessionId
} from "./ports/Identity.ts"
