/**
 * The port (interface) of a vault, which seals (encrypts) personal data and destroys keys, and the port of the key
 * store of a vault.
 */
export {
  OwnerErased,
  SealBroken,
  type ToOpen,
  type ToSeal,
  Vault,
  type VaultShape,
  VaultUnavailable
} from "./ports/Vault.ts"
export { type KeyRecord, KeyStore, type KeyStoreShape, type OwnedKey, WrappedKey } from "./ports/KeyStore.ts"
export { Owner, Sealed, ofDistrict, ofResident, ofSnapshots, ofStream } from "./place/Sealed.ts"
export { type Degree, type Mark, degree, hidden, marks, personal, sensitive } from "./kernel/Personal.ts"
