/** The port (interface to storage) of blobs: encrypted bytes that are too large for the ledger, such as photos. */
export { BlobAddress } from "./place/BlobAddress.ts"
export {
  BlobDamaged,
  Blobs,
  type BlobsShape,
  BlobsUnavailable,
  largestBlob,
  type StoredBlob
} from "./ports/Blobs.ts"
